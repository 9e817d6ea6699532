// A run of a scenario as a command makes it: checked first, then simulated, then reported.
//
// The one rule: nothing is created, written or simulated before everything that can be checked has
// been.
#ifndef RINGSIDE_TOOLS_RINGSIDE_SCENARIO_RUN_H_
#define RINGSIDE_TOOLS_RINGSIDE_SCENARIO_RUN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "tools/ringside/run_options.h"
#include "tools/run/debugger.h"
#include "tools/scenario/scenario.h"

namespace ringside {

// Exit codes of commands that run scenarios.
inline constexpr int kExitVerified = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitBadInput = 2;

// Prints what is wrong, in one line; returns kExitBadInput for what cannot be set up, else
// kExitFailed.
int Complain(const absl::Status& status);

struct ScenarioRun {
  RunCommandOptions options;
  scenario::Scenario scenario;
  std::vector<uint8_t> firmware;
};

// Reads the scenario and the firmware and looks whether all outputs, `more_outputs` too, can be
// written.
absl::StatusOr<ScenarioRun> PrepareScenarioRun(const RunCommandOptions& options,
                                               absl::Span<const std::string> more_outputs = {});

// Simulates, writes the files and prints the tables. `debugger` may be null. Returns the exit code.
int Execute(const ScenarioRun& run, run::Debugger* debugger = nullptr);

}  // namespace ringside

#endif  // RINGSIDE_TOOLS_RINGSIDE_SCENARIO_RUN_H_
