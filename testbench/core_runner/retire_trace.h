// One line of text for every retired instruction.
#ifndef RINGSIDE_TESTBENCH_CORE_RUNNER_RETIRE_TRACE_H_
#define RINGSIDE_TESTBENCH_CORE_RUNNER_RETIRE_TRACE_H_

#include <string>

#include "testbench/iss/iss.h"

namespace ringside {

// Order, pc, instruction, disassembly; then, behind " # ", what it changed: "a0=00000005" a
// register, "[80001000]->0a" a load, "[80001000]<-0a" a store (as many digits as bytes), "trap to
// 80000040". Numbers but the order are hexadecimal. Ends with a line feed.
std::string FormatRetired(const Retired& r);

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_CORE_RUNNER_RETIRE_TRACE_H_
