// The timer counts cycles and 100 ns units and raises its interrupt in the very cycle asked for.

#include <cstdint>
#include <cstdio>
#include <random>

#include "Vtimer.h"
#include "gtest/gtest.h"
#include "rtl/interconnect/regbus_bench.h"
#include "uapi/regs/timer_regs.h"

namespace ringside {
namespace {

namespace reg = regs::timer;

constexpr int kCyclesPerUnit = 100;

class TimerTest : public testing::Test {
 protected:
  // Moves the compare value as README.md says.
  void SetCompare(uint64_t mtime) {
    EXPECT_TRUE(bench_.Write(reg::kMtimecmpHiOffset, 0xffffffff));
    EXPECT_TRUE(bench_.Write(reg::kMtimecmpLoOffset, static_cast<uint32_t>(mtime)));
    EXPECT_TRUE(bench_.Write(reg::kMtimecmpHiOffset, static_cast<uint32_t>(mtime >> 32)));
  }

  bool Irq() {
    bench_.Settle();
    return bench_->irq_o;
  }

  uint64_t Cycle() {
    bench_.Settle();
    return bench_->cycle_o;
  }

  RegbusBench<Vtimer> bench_;
};

TEST_F(TimerTest, CountsFromReset) {
  EXPECT_EQ(Cycle(), 0u);
  bench_.Steps(250);
  EXPECT_EQ(Cycle(), 250u);
  EXPECT_EQ(bench_.Read(reg::kMtimeLoOffset).rdata, 2u);
  EXPECT_EQ(bench_.Read(reg::kCycleLoOffset).rdata, 251u);
  EXPECT_EQ(bench_.Read(reg::kCycleHiOffset).rdata, 0u);
  EXPECT_EQ(bench_.Read(reg::kMtimeHiOffset).rdata, 0u);
  bench_.Reset();
  EXPECT_EQ(Cycle(), 0u);
}

TEST_F(TimerTest, NoInterruptUntilAsked) {
  EXPECT_EQ(bench_.Read(reg::kMtimecmpLoOffset).rdata, 0xffffffffu);
  EXPECT_EQ(bench_.Read(reg::kMtimecmpHiOffset).rdata, 0xffffffffu);
  bench_.Steps(10000);
  EXPECT_FALSE(Irq());
}

TEST_F(TimerTest, InterruptComesInTheCycleOfItsUnitAndStays) {
  constexpr uint32_t kSeed = 5;
  std::fprintf(stderr, "seed %u\n", kSeed);
  std::mt19937 random(kSeed);
  for (int i = 0; i < 100; ++i) {
    const uint64_t due = Cycle() / kCyclesPerUnit + 1 + random() % 20;
    SetCompare(due);
    while (Cycle() < due * kCyclesPerUnit) {
      ASSERT_FALSE(Irq()) << "cycle " << Cycle();
      bench_.Step();
    }
    ASSERT_TRUE(Irq());
    bench_.Steps(static_cast<int>(random() % 300));
    ASSERT_TRUE(Irq());
  }
  SetCompare(uint64_t{1} << 32);
  EXPECT_FALSE(Irq());
}

// Cycles and units after random runs and stands of the clock are those of a clock that ran on.
TEST_F(TimerTest, StandsCountLikeRuns) {
  constexpr uint32_t kSeed = 6;
  std::fprintf(stderr, "seed %u\n", kSeed);
  std::mt19937 random(kSeed);
  uint64_t cycle = 0;
  for (int i = 0; i < 1000; ++i) {
    const uint64_t stood = random() % (i % 2 == 0 ? 300 : 1'000'000);
    bench_->stood_cycles_i = static_cast<uint32_t>(stood);
    bench_->stood_units_i =
        static_cast<uint32_t>((cycle + stood + 1) / kCyclesPerUnit - cycle / kCyclesPerUnit);
    if (stood == 0) bench_->stood_units_i = 0;
    bench_.Step();
    bench_->stood_cycles_i = 0;
    bench_->stood_units_i = 0;
    const int run = static_cast<int>(random() % 150);
    bench_.Steps(run);
    cycle += stood + 1 + static_cast<uint64_t>(run);
    ASSERT_EQ(Cycle(), cycle);
    // The read takes the cycle that it shows.
    ASSERT_EQ(bench_.Read(reg::kMtimeLoOffset).rdata, cycle / kCyclesPerUnit);
    ++cycle;
  }
}

TEST_F(TimerTest, AStandMayEndWithTheAlarm) {
  SetCompare(5);
  EXPECT_EQ(bench_->alarm_o, 5u);
  const uint64_t stood = 5 * kCyclesPerUnit - Cycle() - 1;
  bench_->stood_cycles_i = static_cast<uint32_t>(stood);
  bench_->stood_units_i = 5;
  EXPECT_FALSE(Irq());
  bench_.Step();
  bench_->stood_cycles_i = 0;
  bench_->stood_units_i = 0;
  EXPECT_TRUE(Irq());
  EXPECT_EQ(Cycle(), 5u * kCyclesPerUnit);
}

TEST_F(TimerTest, OnlyFirmwareWritesAndOnlyTheCompareValue) {
  EXPECT_FALSE(bench_.Write(reg::kMtimecmpLoOffset, 0, Side::kHost));
  EXPECT_FALSE(bench_.Write(reg::kMtimecmpHiOffset, 0, Side::kHost));
  for (uint32_t addr : {reg::kMtimeLoOffset, reg::kMtimeHiOffset, reg::kCycleLoOffset,
                        reg::kCycleHiOffset, 0x18u}) {
    EXPECT_FALSE(bench_.Write(addr, 0)) << addr;
  }
  EXPECT_TRUE(bench_.Read(0x18).error);
  EXPECT_EQ(bench_.Read(reg::kMtimecmpLoOffset, Side::kHost).rdata, 0xffffffffu);
  EXPECT_FALSE(Irq());
}

using TimerDeathTest = TimerTest;

TEST_F(TimerDeathTest, UnalignedAccessIsCaught) {
  bench_.Drive({.write = false, .side = Side::kFirmware, .addr = 2});
  EXPECT_DEATH(bench_.Steps(2), "");
}

TEST_F(TimerDeathTest, SleepingThroughTheAlarmIsCaught) {
  SetCompare(5);
  bench_->stood_cycles_i = 600;
  bench_->stood_units_i = 6;
  EXPECT_DEATH(bench_.Step(), "");
}

TEST_F(TimerDeathTest, UnitsThatDoNotFitTheCyclesAreCaught) {
  bench_->stood_cycles_i = 600;
  bench_->stood_units_i = 5;
  EXPECT_DEATH(bench_.Step(), "");
}

}  // namespace
}  // namespace ringside
