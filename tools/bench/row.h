// One figure of the benchmarks, and the goal that it is held against.
//
// The one rule: names are stable, because people and CI compare them over time; a figure that
// changes its meaning gets a new name.
#ifndef RINGSIDE_TOOLS_BENCH_ROW_H_
#define RINGSIDE_TOOLS_BENCH_ROW_H_

#include <optional>
#include <string>
#include <vector>

#include "tools/run/samples.h"

namespace ringside::bench {

struct Goal {
  enum class Sense { kAtLeast, kAtMost };
  Sense sense;
  double value;
};

struct Row {
  std::string name;  // group/what, in snake case, with /p50 or /max for a distribution.
  double value;
  std::string unit;
  std::optional<Goal> goal;
  // That a table shows of a value that is not whole.
  int decimals = 2;
};

// Nothing when there is no goal.
std::optional<bool> Reached(const Row& row);

// Adds NAME/p50 and NAME/max, in cycles.
void AddCycles(const std::string& name, const run::Samples& samples, std::vector<Row>* rows);

}  // namespace ringside::bench

#endif  // RINGSIDE_TOOLS_BENCH_ROW_H_
