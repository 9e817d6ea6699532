// Halts a machine's core through its debug module and lets it go on, as a debugger does.
//
// Nobody else may drive the pins meanwhile; the TAP is left in Test-Logic-Reset.
#ifndef RINGSIDE_TESTBENCH_JTAG_HALT_CORE_H_
#define RINGSIDE_TESTBENCH_JTAG_HALT_CORE_H_

#include "absl/status/status.h"
#include "testbench/jtag/jtag_port.h"

namespace ringside {

// The core stays halted until it is let go on. INTERNAL: it did not halt, because it is in reset
// for one.
absl::Status HaltCore(JtagPort* port);

// INTERNAL: it did not go on.
absl::Status ResumeCore(JtagPort* port);

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_JTAG_HALT_CORE_H_
