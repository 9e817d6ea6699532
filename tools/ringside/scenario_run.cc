#include "tools/ringside/scenario_run.h"

#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "tools/report/json.h"
#include "tools/report/table.h"
#include "tools/ringside/files.h"
#include "tools/ringside/progress.h"
#include "tools/run/runner.h"
#include "tools/scenario/load_scenario.h"
#include "tools/trace/chrome_trace.h"
#include "tools/trace/symbols.h"
#include "uapi/limits.h"

namespace ringside {
namespace {

// The scenario's fault, or the user's: what cannot be set up. All else is the run's.
int ExitCode(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
      return kExitBadInput;
    default:
      return kExitFailed;
  }
}

// The same message for what is not the user's fault.
absl::Status Failed(const absl::Status& status) { return absl::InternalError(status.message()); }

// Before anything is created or simulated: a run is not worth its minutes if its result cannot be
// kept.
absl::Status CheckOutputs(const RunCommandOptions& options,
                          absl::Span<const std::string> more_outputs) {
  std::set<std::string> taken = {UserPath(options.scenario)};
  std::vector<std::string> paths = {options.waves, options.trace, options.json, options.host_json};
  paths.insert(paths.end(), more_outputs.begin(), more_outputs.end());
  for (const std::string& path : paths) {
    if (path.empty()) continue;
    if (!taken.insert(UserPath(path)).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("cannot write ", UserPath(path), ": it is named twice"));
    }
    if (absl::Status status = CheckWritable(path); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<trace::ChromeTrace>> CreateTrace(
    const std::string& path, absl::Span<const uint8_t> firmware) {
  auto symbols = trace::Symbols::FromElf(firmware);
  if (!symbols.ok()) return symbols.status();
  auto trace = trace::ChromeTrace::Create(UserPath(path), *std::move(symbols));
  if (trace.ok()) {
    (*trace)->NameQueue(RS_DOORBELL_KERNEL_SDMA, "kernel");
    (*trace)->NameQueue(RS_DOORBELL_FIRMWARE, "firmware commands");
  }
  return trace;
}

void Attach(trace::ChromeTrace* trace, run::RunOptions* options) {
  options->listener = trace;
  options->driver_trace = trace;
  options->watch_firmware = true;
  options->on_queue = [trace](const std::string& queue, uint32_t doorbell) {
    trace->NameQueue(doorbell, queue);
  };
}

// Bad input leaves nothing behind.
void RemoveOutputs(const std::string& waves, const std::string& trace) {
  std::error_code ignored;
  for (const std::string& path : {waves, trace}) std::filesystem::remove(path, ignored);
}

absl::Status WriteReports(const RunCommandOptions& options, const run::Result& result) {
  if (!options.json.empty()) {
    if (absl::Status status = WriteFile(options.json, report::Json(result)); !status.ok()) {
      return status;
    }
  }
  if (!options.host_json.empty()) return WriteFile(options.host_json, report::HostJson(result));
  return absl::OkStatus();
}

}  // namespace

int Complain(const absl::Status& status) {
  std::fprintf(stderr, "ringside: %s\n", std::string(status.message()).c_str());
  return ExitCode(status);
}

absl::StatusOr<ScenarioRun> PrepareScenarioRun(const RunCommandOptions& options,
                                               absl::Span<const std::string> more_outputs) {
  auto scenario = scenario::LoadScenario(UserPath(options.scenario));
  if (!scenario.ok()) return scenario.status();
  if (options.seed.has_value()) scenario->seed = *options.seed;
  if (absl::Status status = CheckOutputs(options, more_outputs); !status.ok()) return status;
  auto firmware = ReadFirmware();
  // Ours to blame, not the user's input.
  if (!firmware.ok()) return absl::InternalError(firmware.status().message());
  return ScenarioRun{options, *std::move(scenario), *std::move(firmware)};
}

int Execute(const ScenarioRun& run, run::Debugger* debugger) {
  const RunCommandOptions& options = run.options;
  run::RunOptions run_options;
  run_options.backend = options.backend;
  run_options.debugger = debugger;
  run_options.waves_path = UserPath(options.waves);
  run_options.waves_window = options.waves_options.window;
  std::string waves;
  run_options.on_waves = [&](const std::string& what) { waves = what; };
  run_options.skip_idle = options.skip_idle;
  std::unique_ptr<trace::ChromeTrace> trace;
  if (!options.trace.empty()) {
    auto created = CreateTrace(options.trace, run.firmware);
    if (!created.ok()) return Complain(Failed(created.status()));
    trace = *std::move(created);
    Attach(trace.get(), &run_options);
  }
  Progress progress;
  run_options.on_progress = [&](uint64_t cycle, uint64_t completed, uint64_t total) {
    progress.Show(cycle, completed, total);
  };

  auto result = run::RunScenario(run.scenario, run.firmware, run_options);
  progress.Clear();
  if (!waves.empty() && !options.quiet) std::printf("%s\n", waves.c_str());
  // Also after a failure: that is when a trace is wanted most.
  const absl::Status traced = trace != nullptr ? trace->Finish() : absl::OkStatus();
  if (!result.ok()) {
    const int code = Complain(result.status());
    if (code == kExitBadInput) RemoveOutputs(run_options.waves_path, UserPath(options.trace));
    return code;
  }
  if (!traced.ok()) return Complain(Failed(traced));
  if (absl::Status status = WriteReports(options, *result); !status.ok()) {
    return Complain(Failed(status));
  }
  if (options.quiet) {
    std::printf("%s\n", result->verified ? "verified" : "NOT verified");
  } else {
    std::fputs(report::Table(*result, isatty(STDOUT_FILENO) != 0).c_str(), stdout);
  }
  return result->verified ? kExitVerified : kExitFailed;
}

}  // namespace ringside
