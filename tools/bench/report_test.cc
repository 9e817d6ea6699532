#include "tools/bench/report.h"

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace ringside::bench {
namespace {

std::vector<Row> Rows() {
  return {{.name = "a/cycles", .value = 512, .unit = "cycles", .goal = std::nullopt},
          {.name = "a/rate",
           .value = 0.754,
           .unit = "MHz",
           .goal = Goal{.sense = Goal::Sense::kAtLeast, .value = 1.5}},
          {.name = "a/latency",
           .value = 99,
           .unit = "cycles",
           .goal = Goal{.sense = Goal::Sense::kAtMost, .value = 100}}};
}

TEST(Row, GoalIsReachedAtItsValueAndOnItsSide) {
  Row row = Rows()[1];
  row.value = 1.5;
  EXPECT_EQ(Reached(row), true);
  row.goal->sense = Goal::Sense::kAtMost;
  EXPECT_EQ(Reached(row), true);
  row.value = 1.6;
  EXPECT_EQ(Reached(row), false);
  row.goal->sense = Goal::Sense::kAtLeast;
  EXPECT_EQ(Reached(row), true);
  row.goal.reset();
  EXPECT_EQ(Reached(row), std::nullopt);
}

TEST(Row, DistributionGivesMedianAndMaximum) {
  run::Samples samples;
  for (uint64_t cycles : {30, 10, 20}) samples.Add(cycles);
  std::vector<Row> rows;
  AddCycles("g/what", samples, &rows);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].name, "g/what/p50");
  EXPECT_EQ(rows[0].value, 20);
  EXPECT_EQ(rows[1].name, "g/what/max");
  EXPECT_EQ(rows[1].value, 30);
  EXPECT_EQ(rows[1].unit, "cycles");
}

TEST(Table, HasALineForEachRow) {
  EXPECT_EQ(Table(Rows()),
            "name            value  unit              goal  reached\n"
            "a/cycles          512  cycles               -  -\n"
            "a/rate           0.75  MHz            >= 1.50  NO\n"
            "a/latency          99  cycles          <= 100  yes\n");
}

TEST(Json, IsAListWithNullsWithoutAGoal) {
  const auto list = nlohmann::json::parse(Json(Rows()));
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list[0], nlohmann::json::parse(
                         R"({"name": "a/cycles", "value": 512.0, "unit": "cycles",
                             "goal": null, "reached": null})"));
  EXPECT_EQ(list[1], nlohmann::json::parse(R"({"name": "a/rate", "value": 0.754, "unit": "MHz",
                                               "goal": 1.5, "reached": false})"));
  EXPECT_EQ(list[2]["reached"], true);
}

TEST(Json, OfNothingIsAnEmptyList) { EXPECT_EQ(Json({}), "[]\n"); }

}  // namespace
}  // namespace ringside::bench
