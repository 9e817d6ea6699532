#include "tools/bench/report.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "nlohmann/json.hpp"

namespace ringside::bench {
namespace {

// Whole numbers as such.
std::string Number(double value, int decimals) {
  return absl::StrFormat("%.*f", value == std::floor(value) ? 0 : decimals, value);
}

std::string GoalText(const Row& row) {
  if (!row.goal.has_value()) return "-";
  return absl::StrCat(row.goal->sense == Goal::Sense::kAtLeast ? ">= " : "<= ",
                      Number(row.goal->value, row.decimals));
}

std::string ReachedText(const Row& row) {
  const std::optional<bool> reached = Reached(row);
  if (!reached.has_value()) return "-";
  return *reached ? "yes" : "NO";
}

}  // namespace

std::string Table(const std::vector<Row>& rows) {
  size_t width = 4;
  for (const Row& row : rows) width = std::max(width, row.name.size());
  const auto line = [&](const std::string& name, const std::string& value, const std::string& unit,
                        const std::string& goal, const std::string& reached) {
    return absl::StrFormat("%-*s  %10s  %-12s  %8s  %s\n", static_cast<int>(width), name, value,
                           unit, goal, reached);
  };
  std::string text = line("name", "value", "unit", "goal", "reached");
  for (const Row& row : rows) {
    text +=
        line(row.name, Number(row.value, row.decimals), row.unit, GoalText(row), ReachedText(row));
  }
  return text;
}

std::string Json(const std::vector<Row>& rows) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Row& row : rows) {
    nlohmann::ordered_json object = {{"name", row.name}, {"value", row.value}, {"unit", row.unit}};
    const std::optional<bool> reached = Reached(row);
    object["goal"] = row.goal.has_value() ? nlohmann::ordered_json(row.goal->value) : nullptr;
    object["reached"] = reached.has_value() ? nlohmann::ordered_json(*reached) : nullptr;
    list.push_back(std::move(object));
  }
  return list.dump(2) + "\n";
}

}  // namespace ringside::bench
