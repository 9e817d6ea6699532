#include "tools/bench/row.h"

namespace ringside::bench {

std::optional<bool> Reached(const Row& row) {
  if (!row.goal.has_value()) return std::nullopt;
  switch (row.goal->sense) {
    case Goal::Sense::kAtLeast:
      return row.value >= row.goal->value;
    case Goal::Sense::kAtMost:
      return row.value <= row.goal->value;
  }
  return std::nullopt;
}

void AddCycles(const std::string& name, const run::Samples& samples, std::vector<Row>* rows) {
  const auto add = [&](const char* what, uint64_t cycles) {
    rows->push_back({.name = name + what,
                     .value = static_cast<double>(cycles),
                     .unit = "cycles",
                     .goal = std::nullopt});
  };
  add("/p50", samples.Percentile(50));
  add("/max", samples.max());
}

}  // namespace ringside::bench
