#include "tools/ringside/run_options.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace ringside {

const char kRunHelp[] =
    R"(usage: ringside run [OPTION...] FILE.toml

Runs a scenario (processes, queues, packets, memory events) on the machine, compares every byte with
what the host works out, and prints a table. Where a scenario or option is given twice, the last one
counts.

options:
  --backend=NAME    verilator (default): the RTL, the truth about cycles; or model: functional blocks
                    with the firmware compiled natively, fast, with nominal cycles and no waves
  --waves=FILE      write FST waves (gtkwave FILE); ten to fifteen times slower
  --waves-window=W  only a part of it, at full speed elsewhere; W is FROM:TO (cycles, one may be left
                    out), or failure, or the first fault, preempt, restore, evict, active, stopping or
                    saving; with =QUEUE behind it, that of one queue
  --waves-margin=BEFORE:AFTER
                    cycles around a failure or an event; 2000:500 without it
  --trace=FILE      write a trace for Perfetto (ui.perfetto.dev) or chrome://tracing
  --json=FILE       write all counters and latencies; the same bytes for the same scenario and seed
  --host-json=FILE  write wall-clock time and simulation rate
  --seed=N          draw buffer contents from N instead of the scenario's seed
  --no-skip         evaluate idle time cycle by cycle too; slower, and nothing else
  --quiet           print the verdict only
  --help            this text

Exit code: 0 verified, 1 not, 2 bad input.
)";

namespace {

// "NAME=VALUE" gives VALUE.
std::optional<std::string> ValueOf(absl::string_view argument, absl::string_view name) {
  if (!absl::ConsumePrefix(&argument, name) || !absl::ConsumePrefix(&argument, "=")) {
    return std::nullopt;
  }
  return std::string(argument);
}

// Takes `argument` if it is one of the options that name a file. Is it?
absl::StatusOr<bool> ParseFileOption(absl::string_view argument, RunCommandOptions* options) {
  const std::pair<absl::string_view, std::string*> files[] = {{"--waves", &options->waves},
                                                              {"--trace", &options->trace},
                                                              {"--json", &options->json},
                                                              {"--host-json", &options->host_json}};
  for (const auto& [name, path] : files) {
    const auto value = ValueOf(argument, name);
    if (argument == name || value == "") {
      return absl::InvalidArgumentError(absl::StrCat(name, " needs a file name: ", name, "=FILE"));
    }
    if (value.has_value()) {
      *path = *value;
      return true;
    }
  }
  return false;
}

absl::Status ParseArgument(absl::string_view command, absl::string_view argument,
                           RunCommandOptions* options) {
  const absl::StatusOr<bool> is_file_option = ParseFileOption(argument, options);
  if (!is_file_option.ok()) return is_file_option.status();
  if (*is_file_option) return absl::OkStatus();
  const absl::StatusOr<bool> is_waves_option = ParseWavesOption(argument, &options->waves_options);
  if (!is_waves_option.ok()) return is_waves_option.status();
  if (*is_waves_option) return absl::OkStatus();
  if (argument == "--help" || argument == "-h") {
    options->help = true;
  } else if (argument == "--quiet") {
    options->quiet = true;
  } else if (argument == "--no-skip") {
    options->skip_idle = false;
  } else if (argument == "--seed") {
    return absl::InvalidArgumentError("--seed needs a number: --seed=N");
  } else if (argument == "--backend") {
    return absl::InvalidArgumentError("--backend needs a name: --backend=NAME");
  } else if (const auto backend = ValueOf(argument, "--backend"); backend.has_value()) {
    const absl::StatusOr<Backend> named = BackendNamed(*backend);
    if (!named.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("--backend: ", named.status().message()));
    }
    options->backend = *named;
  } else if (const auto seed = ValueOf(argument, "--seed"); seed.has_value()) {
    // Decimal only, and no sign: SimpleAtoi alone would take "+1" and blanks.
    uint64_t number = 0;
    if (seed->find_first_not_of("0123456789") != std::string::npos ||
        !absl::SimpleAtoi(*seed, &number)) {
      return absl::InvalidArgumentError(
          absl::StrCat("--seed: '", *seed, "' is not a whole number below 2^64"));
    }
    options->seed = number;
  } else if (absl::StartsWith(argument, "-")) {
    return absl::InvalidArgumentError(
        absl::StrCat("there is no option '", argument, "'; see 'ringside ", command, " --help'"));
  } else if (argument.empty()) {
    return absl::InvalidArgumentError("a scenario's name is empty");
  } else {
    options->scenario = std::string(argument);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RunCommandOptions> ParseRunOptions(int argc, char** argv) {
  RunCommandOptions options;
  for (int i = 1; i < argc; ++i) {
    if (absl::Status status = ParseArgument(argv[0], argv[i], &options); !status.ok())
      return status;
  }
  if (options.scenario.empty() && !options.help) {
    return absl::InvalidArgumentError(
        absl::StrCat("which scenario? see 'ringside ", argv[0], " --help'"));
  }
  if (absl::Status status = CheckWavesOptions(options.waves_options, !options.waves.empty());
      !status.ok()) {
    return status;
  }
  return options;
}

}  // namespace ringside
