// How many bytes a cycle the engine moves for clients, and the driver for evictions.
#ifndef RINGSIDE_TOOLS_BENCH_BANDWIDTH_H_
#define RINGSIDE_TOOLS_BENCH_BANDWIDTH_H_

#include <vector>

#include "absl/status/statusor.h"
#include "tools/bench/group.h"

namespace ringside::bench {

absl::StatusOr<std::vector<Row>> MeasureBandwidth(const Context& context);

}  // namespace ringside::bench

#endif  // RINGSIDE_TOOLS_BENCH_BANDWIDTH_H_
