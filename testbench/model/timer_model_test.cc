#include "testbench/model/timer_model.h"

#include "gtest/gtest.h"
#include "uapi/regs/timer_regs.h"

namespace ringside::model {
namespace {

namespace timer = ::ringside::regs::timer;

TEST(TimerModelTest, CountsTicksOfAHundredCycles) {
  Clock clock;
  TimerModel model(&clock);
  clock.cycle = (uint64_t{7} << 32) * 100 + 250;
  EXPECT_EQ(model.ReadRegister(timer::kMtimeLoOffset, Side::kHost), 2u);
  EXPECT_EQ(model.ReadRegister(timer::kMtimeHiOffset, Side::kHost), 7u);
  EXPECT_EQ(model.ReadRegister(timer::kCycleLoOffset, Side::kHost), Low(clock.cycle));
}

TEST(TimerModelTest, AlarmHoldsFromItsTickOn) {
  Clock clock;
  TimerModel model(&clock);
  EXPECT_FALSE(model.irq());
  EXPECT_EQ(model.irq_cycle(), kNever);
  EXPECT_TRUE(model.WriteRegister(timer::kMtimecmpLoOffset, 5, Side::kFirmware));
  EXPECT_FALSE(model.irq());
  EXPECT_TRUE(model.WriteRegister(timer::kMtimecmpHiOffset, 0, Side::kFirmware));
  EXPECT_EQ(model.irq_cycle(), 500u);
  clock.cycle = 499;
  EXPECT_FALSE(model.irq());
  clock.cycle = 500;
  EXPECT_TRUE(model.irq());
}

TEST(TimerModelTest, OnlyFirmwareSetsTheAlarm) {
  Clock clock;
  TimerModel model(&clock);
  EXPECT_FALSE(model.WriteRegister(timer::kMtimecmpHiOffset, 0, Side::kHost));
  EXPECT_FALSE(model.WriteRegister(timer::kMtimeLoOffset, 0, Side::kFirmware));
  EXPECT_EQ(model.ReadRegister(0x18, Side::kHost), std::nullopt);
  EXPECT_EQ(model.irq_cycle(), kNever);
}

}  // namespace
}  // namespace ringside::model
