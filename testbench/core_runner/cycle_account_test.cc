#include "testbench/core_runner/cycle_account.h"

#include "gtest/gtest.h"

namespace ringside {
namespace {

TEST(CycleAccount, EveryCycleIsCountedOnce) {
  CycleAccount account;
  account.Count(Stall::kNone, false);
  account.Count(Stall::kNone, false);
  account.Count(Stall::kTrap, true);
  account.Count(Stall::kTrap, false);
  account.Count(Stall::kSleep, false);
  const CycleCounts& counts = account.counts();
  EXPECT_EQ(counts.cycles, 5u);
  EXPECT_EQ(counts.instret, 2u);
  EXPECT_EQ(counts.traps, 1u);
  EXPECT_EQ(counts.stall(Stall::kTrap), 2u);
  EXPECT_EQ(counts.stall(Stall::kSleep), 1u);
  EXPECT_EQ(counts.stall(Stall::kFetch), 0u);
}

}  // namespace
}  // namespace ringside
