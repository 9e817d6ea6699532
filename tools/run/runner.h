// Runs a scenario on a machine: boots the driver, sets processes up, lets clients and events run,
// compares every byte.
#ifndef RINGSIDE_TOOLS_RUN_RUNNER_H_
#define RINGSIDE_TOOLS_RUN_RUNNER_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "host/driver/driver.h"
#include "testbench/backends/backends.h"
#include "testbench/machine/machine_listener.h"
#include "tools/run/debugger.h"
#include "tools/run/result.h"
#include "tools/run/wave_window.h"
#include "tools/scenario/scenario.h"

namespace ringside::run {

struct RunOptions {
  // Bytes, faults and submissions do not depend on it; cycles do.
  Backend backend = Backend::kVerilator;
  // FST waves, of all or part of the run; empty: none.
  std::string waves_path;
  WaveWindow waves_window;
  // Called once at the end, or at an abort not at all, with what became of waves around a failure
  // or an event: a line.
  std::function<void(const std::string& what)> on_waves;
  // Also told what the machine and the driver do; may be null, and outlive the run.
  MachineListener* listener = nullptr;
  DriverTrace* driver_trace = nullptr;
  // Called with the name and doorbell id of each queue, before the first submission.
  std::function<void(const std::string& queue, uint32_t doorbell)> on_queue;
  // Called now and then: cycles so far, submissions completed and to come.
  std::function<void(uint64_t cycle, uint64_t completed, uint64_t total)> on_progress;
  // As in MachineOptions: nothing in the result depends on them.
  bool skip_idle = true;
  bool check_skip = false;
  // Report the firmware's calls to `listener`.
  bool watch_firmware = false;
  // May stop the firmware's core at any time, for as long as it likes; null: nobody does.
  Debugger* debugger = nullptr;
};

// A Result that is not verified names its problems. An error means that there is no result: the
// scenario cannot be set up (INVALID_ARGUMENT names the field), or the run did not end
// (DEADLINE_EXCEEDED, with the driver's state).
absl::StatusOr<Result> RunScenario(const scenario::Scenario& scenario,
                                   absl::Span<const uint8_t> firmware_elf,
                                   const RunOptions& options);

}  // namespace ringside::run

#endif  // RINGSIDE_TOOLS_RUN_RUNNER_H_
