// How long the way from a doorbell to the engine is, and from a driver's command to its effect.
#ifndef RINGSIDE_TOOLS_BENCH_LATENCY_H_
#define RINGSIDE_TOOLS_BENCH_LATENCY_H_

#include <vector>

#include "absl/status/statusor.h"
#include "tools/bench/group.h"

namespace ringside::bench {

absl::StatusOr<std::vector<Row>> MeasureLatency(const Context& context);

}  // namespace ringside::bench

#endif  // RINGSIDE_TOOLS_BENCH_LATENCY_H_
