// Halts a machine's core through its debug module, as a debugger does.
#ifndef RINGSIDE_TESTBENCH_JTAG_HALT_CORE_H_
#define RINGSIDE_TESTBENCH_JTAG_HALT_CORE_H_

#include "absl/status/status.h"
#include "testbench/jtag/jtag_port.h"

namespace ringside {

// The core stays halted until a debugger lets it go on; the TAP is left in Test-Logic-Reset. Nobody
// else may drive the pins meanwhile. INTERNAL: it did not halt, because it is in reset for one.
absl::Status HaltCore(JtagPort* port);

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_JTAG_HALT_CORE_H_
