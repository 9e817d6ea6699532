// The firmware core: cycles an instruction, interrupts, size, and how fast it and the machine
// around it simulate.
#ifndef RINGSIDE_TOOLS_BENCH_CORE_H_
#define RINGSIDE_TOOLS_BENCH_CORE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "tools/bench/group.h"

namespace ringside::bench {

absl::StatusOr<std::vector<Row>> MeasureCore(const Context& context);

}  // namespace ringside::bench

#endif  // RINGSIDE_TOOLS_BENCH_CORE_H_
