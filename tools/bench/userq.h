// What preempt and restore of four queues cost the driver, against unmap and map.
#ifndef RINGSIDE_TOOLS_BENCH_USERQ_H_
#define RINGSIDE_TOOLS_BENCH_USERQ_H_

#include <vector>

#include "absl/status/statusor.h"
#include "tools/bench/group.h"

namespace ringside::bench {

absl::StatusOr<std::vector<Row>> MeasureUserq(const Context& context);

}  // namespace ringside::bench

#endif  // RINGSIDE_TOOLS_BENCH_USERQ_H_
