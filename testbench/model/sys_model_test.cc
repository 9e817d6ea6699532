#include "testbench/model/sys_model.h"

#include "gtest/gtest.h"
#include "uapi/regs/sys_regs.h"

namespace ringside::model {
namespace {

namespace sys = ::ringside::regs::sys;

TEST(SysModelTest, TellsWhatItIs) {
  SysModel model;
  EXPECT_EQ(model.ReadRegister(sys::kIdOffset, Side::kHost), sys::kIdReset);
  const uint32_t config = *model.ReadRegister(sys::kConfigOffset, Side::kHost);
  EXPECT_EQ(sys::GetConfigSlots(config), 4u);
  EXPECT_EQ(sys::GetConfigDoorbellPages(config), 16u);
  EXPECT_EQ(sys::GetConfigLastVmid(config), 15u);
}

TEST(SysModelTest, EachSideWritesItsOwn) {
  SysModel model;
  EXPECT_TRUE(model.WriteRegister(sys::kCoreCtrlOffset, 1, Side::kHost));
  EXPECT_FALSE(model.WriteRegister(sys::kCoreCtrlOffset, 0, Side::kFirmware));
  EXPECT_TRUE(model.core_run());
  EXPECT_FALSE(model.WriteRegister(sys::kFwStatusOffset, 9, Side::kHost));
  EXPECT_TRUE(model.WriteRegister(sys::kFwStatusOffset, 1, Side::kFirmware));
  EXPECT_EQ(model.ReadRegister(sys::kFwStatusOffset, Side::kHost), 1u);
  EXPECT_TRUE(model.WriteRegister(sys::kScratch8Offset, 5, Side::kHost));
  EXPECT_FALSE(model.WriteRegister(sys::kScratch8Offset, 6, Side::kFirmware));
  EXPECT_EQ(model.ReadRegister(sys::kScratch8Offset, Side::kFirmware), 5u);
  EXPECT_EQ(model.ReadRegister(sys::kScratch8Offset + 4, Side::kHost), std::nullopt);
}

TEST(SysModelTest, HostRaisesAndFirmwareClearsTheInterrupt) {
  SysModel model;
  EXPECT_TRUE(model.WriteRegister(sys::kHostIrqOffset, 0b101, Side::kHost));
  EXPECT_TRUE(model.WriteRegister(sys::kHostIrqOffset, 0b010, Side::kHost));
  EXPECT_TRUE(model.WriteRegister(sys::kHostIrqOffset, 0b001, Side::kFirmware));
  EXPECT_EQ(model.ReadRegister(sys::kHostIrqOffset, Side::kHost), 0b110u);
  EXPECT_TRUE(model.host_irq());
  EXPECT_TRUE(model.WriteRegister(sys::kHostIrqOffset, ~0u, Side::kFirmware));
  EXPECT_FALSE(model.host_irq());
}

}  // namespace
}  // namespace ringside::model
