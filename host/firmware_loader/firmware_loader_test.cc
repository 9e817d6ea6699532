#include "host/firmware_loader/firmware_loader.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "host/device/testing/fake_device.h"
#include "host/device/testing/fake_elf.h"
#include "host/device/testing/fake_firmware.h"
#include "host/registers/registers.h"
#include "uapi/firmware_abi.h"

namespace ringside {
namespace {

using ::testing::HasSubstr;

class FirmwareLoaderTest : public testing::Test {
 protected:
  FakeDevice device_{4096, 4096};
  EventLoop loop_{&device_};
};

TEST_F(FirmwareLoaderTest, WordsReachTheCoresMemories) {
  ASSERT_TRUE(LoadFirmware(&device_, FakeFirmwareElf()).ok());
  EXPECT_EQ(device_.registers().at(RS_BAR_ITCM + 4), 0x00100093u);
  EXPECT_EQ(device_.registers().at(RS_BAR_DTCM + 0x100), 0x44332211u);
  EXPECT_EQ(device_.registers().at(RS_BAR_DTCM + 0x104), 0x00006655u);
  EXPECT_EQ(device_.registers().at(RS_BAR_DTCM + 0x10c), 0u);
}

TEST_F(FirmwareLoaderTest, BadImageTouchesNothing) {
  std::vector<uint8_t> file = FakeFirmwareElf();
  file.pop_back();
  EXPECT_FALSE(LoadFirmware(&device_, file).ok());
  EXPECT_TRUE(device_.registers().empty());
}

TEST_F(FirmwareLoaderTest, BootHandsTheRingOver) {
  ASSERT_TRUE(LoadFirmware(&device_, FakeFirmwareElf()).ok());
  ASSERT_TRUE(BootFirmware(&loop_, 0x340001000, 10'000).ok());
  EXPECT_EQ(device_.registers().at(bar::Scratch(RS_FW_SCRATCH_RING_ADDR)), 0x40001000u);
  EXPECT_EQ(device_.registers().at(bar::Scratch(RS_FW_SCRATCH_RING_ADDR + 1)), 3u);
  EXPECT_TRUE(device_.core_running());
}

TEST_F(FirmwareLoaderTest, SilenceStopsTheCore) {
  ASSERT_TRUE(LoadFirmware(&device_, FakeFirmwareElf()).ok());
  device_.firmware().SetStillborn();
  EXPECT_EQ(BootFirmware(&loop_, 0x40001000, 10'000).code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_FALSE(device_.core_running());
}

TEST_F(FirmwareLoaderTest, DeathAtBootTellsItsError) {
  ASSERT_TRUE(LoadFirmware(&device_, FakeFirmwareElf()).ok());
  device_.At(100, [this] { device_.firmware().Die(RS_FW_ERROR_TRAP); });
  const absl::Status status = BootFirmware(&loop_, 0x40001000, 10'000);
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(status.message()), HasSubstr("error 0x30"));
}

}  // namespace
}  // namespace ringside
