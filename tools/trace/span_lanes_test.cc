#include "tools/trace/span_lanes.h"

#include <tuple>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ringside::trace {
namespace {

using ::testing::ElementsAre;

// Names in the order they are sorted, with their lanes.
std::vector<std::tuple<std::string, size_t>> Assigned(std::vector<Span> spans, size_t lanes) {
  EXPECT_EQ(AssignLanes(&spans), lanes);
  std::vector<std::tuple<std::string, size_t>> assigned;
  for (const Span& span : spans) assigned.emplace_back(span.name, span.lane);
  return assigned;
}

TEST(AssignLanes, NothingNeedsNoLane) { EXPECT_THAT(Assigned({}, 0), ElementsAre()); }

TEST(AssignLanes, OneAfterTheOtherShareALane) {
  EXPECT_THAT(Assigned({{10, 20, "b"}, {0, 10, "a"}}, 1),
              ElementsAre(std::tuple("a", 0), std::tuple("b", 0)));
}

TEST(AssignLanes, AnOuterSpanComesBeforeWhatItHolds) {
  EXPECT_THAT(Assigned({{0, 10, "first"}, {90, 100, "last"}, {0, 100, "outer"}}, 1),
              ElementsAre(std::tuple("outer", 0), std::tuple("first", 0), std::tuple("last", 0)));
}

TEST(AssignLanes, WhatOverlapsGoesToALaneOfItsOwn) {
  EXPECT_THAT(
      Assigned({{0, 100, "outer"}, {10, 50, "a"}, {20, 60, "b"}, {30, 70, "c"}, {50, 55, "d"}}, 3),
      ElementsAre(std::tuple("outer", 0), std::tuple("a", 0), std::tuple("b", 1),
                  std::tuple("c", 2), std::tuple("d", 0)));
}

TEST(AssignLanes, EqualSpansNest) {
  EXPECT_THAT(Assigned({{5, 9, "a"}, {5, 9, "b"}}, 1),
              ElementsAre(std::tuple("a", 0), std::tuple("b", 0)));
}

}  // namespace
}  // namespace ringside::trace
