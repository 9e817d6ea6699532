// Where the DPI functions of testbench/watch find their listeners.
//
// DPI functions are free functions, so the machine names itself as the current one around each
// evaluation.
#ifndef RINGSIDE_TESTBENCH_MACHINE_WATCH_DPI_H_
#define RINGSIDE_TESTBENCH_MACHINE_WATCH_DPI_H_

#include <cstdint>
#include <vector>

#include "testbench/machine/firmware_lockstep.h"
#include "testbench/machine/machine_listener.h"

namespace ringside {

// The listeners of one machine, the cycle that it is in and its core's double.
struct WatchContext {
  uint64_t cycle = 0;
  // How much was reported so far.
  uint64_t reports = 0;
  std::vector<MachineListener*> listeners;
  FirmwareLockstep lockstep;
};

// Makes `context` the one that reports of this thread go to.
void SetWatchContext(WatchContext* context);

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_MACHINE_WATCH_DPI_H_
