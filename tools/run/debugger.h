// What a debugger asks of a run. tools/run knows nothing of sockets and JTAG; who has them
// implements this.
#ifndef RINGSIDE_TOOLS_RUN_DEBUGGER_H_
#define RINGSIDE_TOOLS_RUN_DEBUGGER_H_

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "testbench/machine/simulated_device.h"

namespace ringside::run {

class Debugger {
 public:
  virtual ~Debugger() = default;

  // Takes the machine, just built, and gives the one that the run shall use. Once, first of all.
  virtual std::unique_ptr<SimulatedDevice> Attach(std::unique_ptr<SimulatedDevice> machine) = 0;

  // The firmware has booted, no process exists yet. An error ends the run.
  virtual absl::Status OnBoot() = 0;
  // Whether the run may go on from there; asked again and again while time passes.
  virtual bool MayBegin() const = 0;

  // Cycles so far in which the core was held; nobody is to blame for them.
  virtual uint64_t held_cycles() const = 0;
};

}  // namespace ringside::run

#endif  // RINGSIDE_TOOLS_RUN_DEBUGGER_H_
