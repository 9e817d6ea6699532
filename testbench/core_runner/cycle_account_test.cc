#include "testbench/core_runner/cycle_account.h"

#include "gtest/gtest.h"

namespace ringside {
namespace {

constexpr CycleAccount::Cycle kRetires{.retires = true};
constexpr CycleAccount::Cycle kTraps{.retires = true, .trap = true};
constexpr CycleAccount::Cycle kNothing{};

TEST(CycleAccount, EveryCycleIsCountedOnce) {
  CycleAccount account;
  for (const CycleAccount::Cycle& cycle :
       {kRetires, kRetires, kTraps, kNothing, CycleAccount::Cycle{.data_waits = true},
        CycleAccount::Cycle{.sleeps = true}}) {
    account.Count(cycle);
  }
  const CycleCounts& counts = account.counts();
  EXPECT_EQ(counts.cycles, 6u);
  EXPECT_EQ(counts.instret, 2u);
  EXPECT_EQ(counts.traps, 1u);
  EXPECT_EQ(counts.other, 1u);
  EXPECT_EQ(counts.data_wait, 1u);
  EXPECT_EQ(counts.sleep, 1u);
  EXPECT_EQ(counts.fetch_wait, 0u);
}

// What was not fetched in one cycle is missed two cycles later; until then older instructions
// retire.
TEST(CycleAccount, AFetchWaitIsFeltTwoCyclesLater) {
  CycleAccount account;
  account.Count({.retires = true, .fetch_waits = true});
  account.Count(kRetires);
  EXPECT_EQ(account.counts().fetch_wait, 0u);
  account.Count(kNothing);
  EXPECT_EQ(account.counts().fetch_wait, 1u);
  account.Count(kNothing);
  EXPECT_EQ(account.counts().fetch_wait, 1u);
  EXPECT_EQ(account.counts().other, 1u);
}

// The bubble behind a load that waits comes out behind it.
TEST(CycleAccount, DataWaitsHoldBackTheFetchWaitsBehind) {
  CycleAccount account;
  account.Count({.retires = true, .fetch_waits = true});
  account.Count({.data_waits = true});
  account.Count({.data_waits = true});
  account.Count(kRetires);
  account.Count(kNothing);
  EXPECT_EQ(account.counts().data_wait, 2u);
  EXPECT_EQ(account.counts().fetch_wait, 1u);
  EXPECT_EQ(account.counts().other, 0u);
}

}  // namespace
}  // namespace ringside
