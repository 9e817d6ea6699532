#include "tools/bench/core.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "rtl/core/interrupt_cost.h"
#include "rtl/cpu/program_cost.h"
#include "rtl/cpu/program_file.h"
#include "tools/bench/machine_rates.h"
#include "tools/bench/transistors.h"

namespace ringside::bench {
namespace {

constexpr Goal kCyclesAnInstruction = {.sense = Goal::Sense::kAtMost, .value = 1.05};
constexpr Goal kEntryCycles = {.sense = Goal::Sense::kAtMost, .value = 4};
constexpr Goal kTransistors = {.sense = Goal::Sense::kAtMost, .value = 250'000};
constexpr Goal kCoreMegahertz = {.sense = Goal::Sense::kAtLeast, .value = 8};
constexpr Goal kMachineMegahertz = {.sense = Goal::Sense::kAtLeast, .value = 2};
constexpr Goal kSkipGain = {.sense = Goal::Sense::kAtLeast, .value = 50};
constexpr Goal kWavesSlowdown = {.sense = Goal::Sense::kAtMost, .value = 15};

// The program that is the headline, and the one that is not of the kind that the goal speaks of.
constexpr char kHeadline[] = "mix";
constexpr char kOwnKind[] = "queues";

// Best of these, because what else the computer does only ever slows it down.
constexpr int kRepetitions = 5;

class Rows {
 public:
  void Add(const std::string& name, double value, const std::string& unit,
           std::optional<Goal> goal = std::nullopt, int decimals = 2) {
    rows_.push_back({.name = absl::StrCat("core/", name),
                     .value = value,
                     .unit = unit,
                     .goal = goal,
                     .decimals = decimals});
  }
  std::vector<Row> Take() { return std::move(rows_); }

 private:
  std::vector<Row> rows_;
};

absl::Status AddPrograms(const Context& context, Rows* rows) {
  for (const std::string& name : ProgramNames()) {
    context.on_progress(name);
    const absl::StatusOr<Program> program = ReadProgram(name);
    if (!program.ok()) return program.status();
    const double cost = MeasureProgram(*program).cycles_an_instruction();
    const bool has_goal = !absl::StartsWith(name, kOwnKind);
    rows->Add(absl::StrCat("cycles_per_instruction/", name), cost, "cycles",
              has_goal ? std::optional<Goal>(kCyclesAnInstruction) : std::nullopt,
              /*decimals=*/3);
  }
  const absl::StatusOr<Program> program = ReadProgram(kHeadline);
  if (!program.ok()) return program.status();
  context.on_progress("rate of the core alone");
  double megahertz = 0;
  for (int i = 0; i < kRepetitions; ++i) {
    megahertz = std::max(megahertz, MeasureMegahertz(*program));
  }
  rows->Add("rate_alone", megahertz, "MHz", kCoreMegahertz);
  return absl::OkStatus();
}

absl::Status AddInterrupts(Rows* rows) {
  const absl::StatusOr<InterruptCost> cost = MeasureInterruptCost();
  if (!cost.ok()) return cost.status();
  rows->Add("interrupt_entry", cost->entry, "cycles", kEntryCycles);
  rows->Add("interrupt_entry_from_wfi", cost->entry_from_wfi, "cycles", kEntryCycles);
  rows->Add("firmware_wake", cost->wake, "cycles");
  return absl::OkStatus();
}

absl::Status AddMachine(const Context& context, Rows* rows) {
  context.on_progress("rate of the machine");
  const absl::StatusOr<MachineRates> rates = MeasureMachineRates(context);
  if (!rates.ok()) return rates.status();
  rows->Add("machine_rate_8_busy_queues", rates->busy, "MHz", kMachineMegahertz);
  rows->Add("machine_idle_skip_gain", rates->idle / rates->idle_no_skip, "ratio", kSkipGain);
  rows->Add("machine_waves_slowdown", rates->busy / rates->busy_waves, "ratio", kWavesSlowdown);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Row>> MeasureCore(const Context& context) {
  Rows rows;
  if (absl::Status status = AddPrograms(context, &rows); !status.ok()) return status;
  if (absl::Status status = AddInterrupts(&rows); !status.ok()) return status;
  const absl::StatusOr<double> transistors = ReadTransistors("core");
  if (!transistors.ok()) return transistors.status();
  rows.Add("transistors", *transistors, "", kTransistors);
  if (absl::Status status = AddMachine(context, &rows); !status.ok()) return status;
  return rows.Take();
}

}  // namespace ringside::bench
