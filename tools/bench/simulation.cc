#include "tools/bench/simulation.h"

#include <optional>
#include <vector>

#include "tools/bench/machine_rates.h"

namespace ringside::bench {
namespace {

constexpr double kGoalMegahertz = 2.0;
constexpr double kGoalSkipGain = 50;

}  // namespace

absl::StatusOr<std::vector<Row>> MeasureSimulation(const bench::Context& context) {
  context.on_progress("simulation rate");
  const absl::StatusOr<MachineRates> rates = MeasureMachineRates(context);
  if (!rates.ok()) return rates.status();

  const auto row = [](const char* name, double value, const char* unit, std::optional<Goal> goal) {
    return Row{.name = name, .value = value, .unit = unit, .goal = goal};
  };
  const Goal goal = {.sense = Goal::Sense::kAtLeast, .value = kGoalMegahertz};
  const Goal skip_goal = {.sense = Goal::Sense::kAtLeast, .value = kGoalSkipGain};
  return std::vector<Row>{
      row("simulation/rate_idle", rates->idle, "MHz", std::nullopt),
      row("simulation/rate_idle_no_skip", rates->idle_no_skip, "MHz", std::nullopt),
      row("simulation/idle_skip_gain", rates->idle / rates->idle_no_skip, "ratio", skip_goal),
      row("simulation/rate_8_busy_queues", rates->busy, "MHz", goal),
      row("simulation/rate_8_busy_queues_lockstep", rates->busy_lockstep, "MHz", std::nullopt),
      row("simulation/rate_8_busy_queues_waves", rates->busy_waves, "MHz", std::nullopt),
      row("simulation/waves_over_no_waves", rates->busy_waves / rates->busy, "ratio", std::nullopt),
  };
}

}  // namespace ringside::bench
