#include "tools/ringside/run_command.h"

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "tools/report/json.h"
#include "tools/report/table.h"
#include "tools/ringside/files.h"
#include "tools/ringside/progress.h"
#include "tools/ringside/run_options.h"
#include "tools/run/runner.h"
#include "tools/scenario/load_scenario.h"
#include "tools/trace/chrome_trace.h"

namespace ringside {
namespace {

constexpr int kOk = 0;
constexpr int kFailed = 1;
constexpr int kBadInput = 2;

int Complain(const absl::Status& status, int code) {
  std::fprintf(stderr, "ringside: %s\n", std::string(status.message()).c_str());
  return code;
}

// The scenario's fault, or the user's: what cannot be set up. All else is the run's.
int ExitCode(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
      return kBadInput;
    default:
      return kFailed;
  }
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

int RunCommand(int argc, char** argv) {
  auto options = ParseRunOptions(argc, argv);
  if (!options.ok()) return Complain(options.status(), kBadInput);
  if (options->help) {
    std::fputs(kRunHelp, stdout);
    return kOk;
  }
  auto scenario = scenario::LoadScenario(UserPath(options->scenario));
  if (!scenario.ok()) return Complain(scenario.status(), kBadInput);
  if (options->seed.has_value()) scenario->seed = *options->seed;
  auto firmware = ReadFirmware();
  if (!firmware.ok()) return Complain(firmware.status(), kFailed);

  run::RunOptions run_options;
  run_options.waves_path = UserPath(options->waves);
  std::unique_ptr<trace::ChromeTrace> trace;
  if (!options->trace.empty()) {
    auto symbols = trace::Symbols::FromElf(*firmware);
    if (!symbols.ok()) return Complain(symbols.status(), kFailed);
    auto created = trace::ChromeTrace::Create(UserPath(options->trace), *std::move(symbols));
    if (!created.ok()) return Complain(created.status(), kBadInput);
    trace = *std::move(created);
    run_options.listener = trace.get();
    run_options.driver_trace = trace.get();
    run_options.watch_firmware = true;
    run_options.on_queue = [&](const std::string& queue, uint32_t doorbell) {
      trace->NameQueue(doorbell, queue);
    };
  }
  Progress progress;
  run_options.on_progress = [&](uint64_t cycle, uint64_t completed, uint64_t total) {
    progress.Show(cycle, completed, total);
  };

  auto result = run::RunScenario(*scenario, *firmware, run_options);
  progress.Clear();
  if (!result.ok()) return Complain(result.status(), ExitCode(result.status()));
  if (trace != nullptr) {
    if (absl::Status status = trace->Finish(result->cycles); !status.ok()) {
      return Complain(status, kFailed);
    }
  }
  if (absl::Status status = WriteReports(*options, *result); !status.ok()) {
    return Complain(status, kBadInput);
  }
  if (options->quiet) {
    std::printf("%s\n", result->verified ? "verified" : "NOT verified");
  } else {
    std::fputs(report::Table(*result, isatty(STDOUT_FILENO) != 0).c_str(), stdout);
  }
  return result->verified ? kOk : kFailed;
}

}  // namespace ringside
