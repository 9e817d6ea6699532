#include "tools/ringside/run_options.h"

#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace ringside {

const char kRunHelp[] =
    R"(usage: ringside run [OPTION...] FILE.toml

Runs a scenario (processes, queues, packets, memory events) on the Verilated machine, compares every
byte with what the host works out, and prints a table. Where a scenario or option is given twice, the
last one counts.

options:
  --waves=FILE      write FST waves (gtkwave FILE); about ten times slower
  --trace=FILE      write a trace for Perfetto (ui.perfetto.dev) or chrome://tracing
  --json=FILE       write all counters and latencies; the same bytes for the same scenario and seed
  --host-json=FILE  write wall-clock time and simulation rate
  --seed=N          draw buffer contents from N instead of the scenario's seed
  --quiet           print the verdict only
  --help            this text

Exit code: 0 verified, 1 not, 2 bad input.
)";

absl::StatusOr<RunCommandOptions> ParseRunOptions(int argc, char** argv) {
  RunCommandOptions options;
  for (int i = 1; i < argc; ++i) {
    std::string_view argument = argv[i];
    const auto value = [&](std::string_view name, std::string* to) {
      if (!absl::StartsWith(std::string(argument), absl::StrCat(std::string(name), "="))) {
        return false;
      }
      *to = std::string(argument.substr(name.size() + 1));
      return true;
    };
    std::string seed;
    if (argument == "--help" || argument == "-h") {
      options.help = true;
    } else if (argument == "--quiet") {
      options.quiet = true;
    } else if (value("--seed", &seed)) {
      uint64_t number = 0;
      if (!absl::SimpleAtoi(seed, &number)) {
        return absl::InvalidArgumentError(
            absl::StrCat("--seed: '", seed, "' is not a whole number"));
      }
      options.seed = number;
    } else if (value("--waves", &options.waves) || value("--trace", &options.trace) ||
               value("--json", &options.json) || value("--host-json", &options.host_json)) {
      if (argument.back() == '=') {
        return absl::InvalidArgumentError(absl::StrCat(argv[i], " needs a file name"));
      }
    } else if (!argument.empty() && argument[0] == '-') {
      return absl::InvalidArgumentError(
          absl::StrCat("there is no option '", argv[i], "'; see 'ringside run --help'"));
    } else {
      options.scenario = argv[i];
    }
  }
  if (options.scenario.empty() && !options.help) {
    return absl::InvalidArgumentError("which scenario? see 'ringside run --help'");
  }
  return options;
}

}  // namespace ringside
