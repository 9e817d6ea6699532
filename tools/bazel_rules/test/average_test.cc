// Runs on the host the code that the tiny firmware links for the scheduler core.

#include "tools/bazel_rules/test/average.h"

#include "gtest/gtest.h"

namespace ringside {
namespace {

TEST(AverageTest, OfNothingIsZero) { EXPECT_EQ(Average().Mean(), 0u); }

TEST(AverageTest, DoesNotOverflow) {
  Average average;
  average.Add(0xffffffff);
  average.Add(0xfffffffd);
  EXPECT_EQ(average.Mean(), 0xfffffffe);
}

}  // namespace
}  // namespace ringside
