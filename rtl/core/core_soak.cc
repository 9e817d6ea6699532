// Random programs on the core in lock-step with the simulator, for as long as asked, and what they
// reached.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "rtl/core/core_coverage.h"
#include "rtl/core/random_run.h"

namespace ringside {
namespace {

constexpr char kHelp[] =
    R"(usage: core_soak [OPTION...]

Runs random programs on the Verilated core, each instruction compared with the instruction-set
simulator, and reports what was reached of decode table, hazards, trap causes and CSR fields.

options:
  --instructions=N  stop after N instructions (default 100000000)
  --seed=S          first seed (default 1); a failure prints the one that repeats it
  --json=FILE       write the coverage with all counts
  --help            this text

Exit code: 0 all agreed, 1 core and simulator differ, 2 bad input.
)";

struct Options {
  uint64_t instructions = 100'000'000;
  uint64_t seed = 1;
  std::string json;
  bool help = false;
};

// Nothing, having told, on bad input.
std::optional<Options> Parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    bool good = true;
    if (absl::ConsumePrefix(&argument, "--instructions=")) {
      good = absl::SimpleAtoi(argument, &options.instructions);
    } else if (absl::ConsumePrefix(&argument, "--seed=")) {
      good = absl::SimpleAtoi(argument, &options.seed);
    } else if (absl::ConsumePrefix(&argument, "--json=")) {
      options.json = std::string(argument);
      good = !options.json.empty();
    } else {
      options.help = argument == "--help";
      good = options.help;
    }
    if (!good) {
      std::cerr << "core_soak: cannot understand '" << argv[i] << "'; see --help\n";
      return std::nullopt;
    }
  }
  return options;
}

int Soak(const Options& options) {
  // Opened first: a file that cannot be written should not cost an hour.
  std::ofstream json;
  if (!options.json.empty()) {
    json.open(options.json);
    if (!json) {
      std::cerr << "core_soak: cannot write " << options.json << "\n";
      return 2;
    }
  }
  const auto begin = std::chrono::steady_clock::now();
  RandomRunStatistics statistics;
  uint64_t seed = options.seed;
  uint64_t next_report = 1'000'000;
  for (; statistics.instructions < options.instructions; ++seed) {
    const absl::Status status = RunRandomProgram(seed, &statistics);
    if (!status.ok()) {
      std::cerr << "core_soak: seed " << seed << ": " << status.message() << "\n";
      return 1;
    }
    if (statistics.instructions < next_report) continue;
    next_report += 1'000'000;
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    std::cerr << absl::StreamFormat("%d million instructions, %.2f million a second\n",
                                    statistics.instructions / 1'000'000,
                                    statistics.instructions / 1e6 / taken.count());
  }
  const std::vector<CoverageGroup> groups = statistics.coverage.Groups();
  std::cout << absl::StreamFormat(
      "seeds %d-%d: %d instructions agree; %d exceptions, %d interrupts, %d sleeps\n", options.seed,
      seed - 1, statistics.instructions, statistics.exceptions, statistics.interrupts,
      statistics.sleeps);
  std::cout << CoverageText(groups, 1000);
  if (json.is_open()) json << CoverageJson(groups);
  return 0;
}

}  // namespace
}  // namespace ringside

int main(int argc, char** argv) {
  const auto options = ringside::Parse(argc, argv);
  if (!options.has_value()) return 2;
  if (options->help) {
    std::cout << ringside::kHelp;
    return 0;
  }
  return ringside::Soak(*options);
}
