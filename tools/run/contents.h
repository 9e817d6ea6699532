// The bytes of a scenario's buffers: before the run, and after it as the host alone works them out.
//
// Nothing here knows the machine: RunOnHost() is the independent answer that a run is compared
// with.
#ifndef RINGSIDE_TOOLS_RUN_CONTENTS_H_
#define RINGSIDE_TOOLS_RUN_CONTENTS_H_

#include <cstdint>
#include <vector>

#include "tools/scenario/scenario.h"

namespace ringside::run {

// One byte vector a buffer, in the process's order.
using Contents = std::vector<std::vector<uint8_t>>;

// What stands in the buffers of process number `process` before its first packet: zeroes, or bytes
// drawn from the scenario's seed.
Contents InitialContents(const scenario::Scenario& scenario, size_t process);

// `contents` after every submission of every queue of `process`, in order. Buffers that a queue
// with `expect_fault` writes are left as they were.
void RunOnHost(const scenario::ProcessSpec& process, Contents* contents);

// Is the buffer written by a queue whose fault is expected? Its bytes are not known then.
bool WrittenByFaultyQueue(const scenario::ProcessSpec& process, const scenario::BufferSpec& buffer);

}  // namespace ringside::run

#endif  // RINGSIDE_TOOLS_RUN_CONTENTS_H_
