#include "tools/run/samples.h"

#include <vector>

#include "gtest/gtest.h"

namespace ringside::run {
namespace {

TEST(Samples, WithoutAnyEveryPercentileIsZero) {
  const Samples samples;
  EXPECT_EQ(samples.count(), 0u);
  EXPECT_EQ(samples.Percentile(50), 0u);
  EXPECT_EQ(samples.max(), 0u);
}

TEST(Samples, OneSampleIsEveryPercentile) {
  Samples samples;
  samples.Add(7);
  EXPECT_EQ(samples.Percentile(0), 7u);
  EXPECT_EQ(samples.Percentile(50), 7u);
  EXPECT_EQ(samples.Percentile(99), 7u);
  EXPECT_EQ(samples.max(), 7u);
}

// Nearest rank: always a value that was measured.
TEST(Samples, PercentilesAreTheSmallestSampleThatEnoughDoNotExceed) {
  Samples samples;
  for (uint64_t cycles : {40, 10, 30, 20}) samples.Add(cycles);
  EXPECT_EQ(samples.Percentile(0), 10u);
  EXPECT_EQ(samples.Percentile(25), 10u);
  EXPECT_EQ(samples.Percentile(26), 20u);
  EXPECT_EQ(samples.Percentile(50), 20u);
  EXPECT_EQ(samples.Percentile(75), 30u);
  EXPECT_EQ(samples.Percentile(76), 40u);
  EXPECT_EQ(samples.Percentile(99), 40u);
}

TEST(Samples, OneOutlierInAHundredIsTheMaximumButNotTheP99) {
  Samples samples;
  for (int i = 0; i < 99; ++i) samples.Add(5);
  samples.Add(1000);
  EXPECT_EQ(samples.Percentile(99), 5u);
  EXPECT_EQ(samples.max(), 1000u);
}

TEST(Samples, ListsAndOtherSamplesAreAddedWhole) {
  Samples samples, other;
  samples.Add(std::vector<uint64_t>{1, 2});
  other.Add(std::vector<uint64_t>{3, 4});
  samples.Add(other);
  EXPECT_EQ(samples.count(), 4u);
  EXPECT_EQ(samples.max(), 4u);
}

}  // namespace
}  // namespace ringside::run
