// Random programs on the core in lock-step with the simulator: ten million instructions. A failure
// prints its seed; what was reached is reported and must be everything.
//
// For more, `tools/bazel run //rtl/core:core_soak`.
#include <cstdint>
#include <iostream>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "rtl/core/core_coverage.h"
#include "rtl/core/random_run.h"

namespace ringside {
namespace {

constexpr int kBlocks = 2;
constexpr uint64_t kProgramsABlock = 2700;

// A block of seeds, so that blocks run beside each other.
class CoreRandomTest : public testing::TestWithParam<int> {};

TEST_P(CoreRandomTest, AgreesWithTheSimulator) {
  const uint64_t first = 1 + GetParam() * kProgramsABlock;
  RandomRunStatistics statistics;
  for (uint64_t seed = first; seed < first + kProgramsABlock; ++seed) {
    const absl::Status status = RunRandomProgram(seed, &statistics);
    ASSERT_TRUE(status.ok()) << "seed " << seed << ": " << status.message();
  }
  std::cout << absl::StreamFormat(
      "seeds %d-%d: %d instructions, %d cycles, %d exceptions, %d interrupts (%d NMIs), %d sleeps, "
      "%d compressed, %d in user mode, %d fetch faults\n",
      first, first + kProgramsABlock - 1, statistics.instructions, statistics.cycles,
      statistics.exceptions, statistics.interrupts, statistics.nmis, statistics.sleeps,
      statistics.compressed, statistics.user, statistics.fetch_faults);
  const std::vector<CoverageGroup> groups = statistics.coverage.Groups();
  std::cout << CoverageText(groups, 20);

  EXPECT_GE(statistics.instructions, 5'000'000u);
  EXPECT_GE(statistics.exceptions, 50'000u);
  EXPECT_GE(statistics.interrupts, 25'000u);
  EXPECT_GE(statistics.nmis, 2'500u);
  EXPECT_GE(statistics.sleeps, 600u);
  EXPECT_GE(statistics.compressed, 1'200'000u);
  EXPECT_GE(statistics.user, 250'000u);
  EXPECT_GE(statistics.fetch_faults, 8'000u);
  for (const CoverageGroup& group : groups) {
    EXPECT_EQ(group.covered(), group.points.size()) << group.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Blocks, CoreRandomTest, testing::Range(0, kBlocks));

}  // namespace
}  // namespace ringside
