// How fast this computer simulates the machine.
#ifndef RINGSIDE_TOOLS_BENCH_SIMULATION_H_
#define RINGSIDE_TOOLS_BENCH_SIMULATION_H_

#include <vector>

#include "absl/status/statusor.h"
#include "tools/bench/group.h"

namespace ringside::bench {

absl::StatusOr<std::vector<Row>> MeasureSimulation(const Context& context);

}  // namespace ringside::bench

#endif  // RINGSIDE_TOOLS_BENCH_SIMULATION_H_
