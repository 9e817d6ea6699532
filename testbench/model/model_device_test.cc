#include "testbench/model/model_device.h"

#include <memory>
#include <vector>

#include "gtest/gtest.h"
#include "uapi/firmware_abi.h"
#include "uapi/limits.h"
#include "uapi/memory_map.h"
#include "uapi/regs/sys_regs.h"

namespace ringside {
namespace {

constexpr uint32_t kSys = RS_BAR_BLOCK(SYS);
constexpr uint32_t kRing = RS_SYSTEM_MEMORY_BASE + 0x10000;
constexpr uint32_t kStatusAddr = RS_SYSTEM_MEMORY_BASE + 0x20000;
constexpr uint64_t kLongEnough = 10'000;

class ModelDeviceTest : public testing::Test {
 protected:
  static std::unique_ptr<ModelDevice> Machine() {
    auto device = ModelDevice::Create({.vram_bytes = 1 << 20, .system_memory_bytes = 1 << 20});
    EXPECT_TRUE(device.ok()) << device.status();
    return *std::move(device);
  }
  static void Start(ModelDevice& device, uint32_t ring = kRing) {
    ASSERT_TRUE(device.WriteRegister(kSys + regs::sys::kScratch0Offset, ring).ok());
    ASSERT_TRUE(device.WriteRegister(kSys + regs::sys::kCoreCtrlOffset, 1).ok());
    Pass(device);
  }
  static void Pass(ModelDevice& device) {
    ASSERT_TRUE(device.Advance(device.cycle() + kLongEnough).ok());
  }
  static uint32_t Status(ModelDevice& device) {
    return *device.ReadRegister(kSys + regs::sys::kFwStatusOffset);
  }
  template <typename T>
  static void Put(ModelDevice& device, uint64_t address, const T& value) {
    const auto* bytes = reinterpret_cast<const uint8_t*>(&value);
    ASSERT_TRUE(device.WriteMemory(address, absl::MakeConstSpan(bytes, sizeof(value))).ok());
  }
  static uint64_t Get64(ModelDevice& device, uint64_t address) {
    uint64_t value = 0;
    auto* bytes = reinterpret_cast<uint8_t*>(&value);
    EXPECT_TRUE(device.ReadMemory(address, absl::MakeSpan(bytes, sizeof(value))).ok());
    return value;
  }
  // Gives the firmware its `count`th command, a first one that it accepts.
  static void Command(ModelDevice& device, uint64_t count) {
    rs_fw_set_hw_rsrc frame = {};
    frame.header = RS_FW_HEADER(RS_FW_OP_SET_HW_RSRC);
    frame.vmid_mask_gfx = 0xfffe;
    frame.sdma_hqd_mask[0] = 0xe;
    frame.status = {.fence_addr = kStatusAddr, .fence_value = count};
    Put(device, kRing + (count - 1) * RS_FW_FRAME_BYTES, frame);
    Put(device, kRing + RS_FW_RING_FRAMES * RS_FW_FRAME_BYTES, count);
    ASSERT_TRUE(device.RingDoorbell(RS_DOORBELL_FIRMWARE, count).ok());
  }
};

TEST_F(ModelDeviceTest, FirmwareBootsWithoutAnImage) {
  auto device = Machine();
  Start(*device);
  EXPECT_EQ(Status(*device), RS_FW_STATUS_BOOTED);
}

TEST_F(ModelDeviceTest, TwoMachinesTakeTurns) {
  auto a = Machine();
  auto b = Machine();
  Start(*a);
  Start(*b);
  Command(*a, 1);
  Pass(*b);
  EXPECT_EQ(Get64(*b, kStatusAddr), 0u);
  Pass(*a);
  EXPECT_EQ(Get64(*a, kStatusAddr), 1u);
  EXPECT_EQ(Get64(*b, kStatusAddr), 0u);
  Command(*b, 1);
  Pass(*b);
  EXPECT_EQ(Get64(*b, kStatusAddr), 1u);
}

TEST_F(ModelDeviceTest, FirmwareThatDiesLeavesARecordAndCanBeStartedAnew) {
  auto device = Machine();
  Start(*device, /*ring=*/4);
  EXPECT_EQ(Status(*device), RS_FW_STATUS_DEAD | RS_FW_ERROR_BAD_FIELD);
  EXPECT_EQ(*device->ReadRegister(RS_BAR_DTCM), 0x44454144u);
  EXPECT_EQ(*device->ReadRegister(RS_BAR_DTCM + 4), uint32_t{RS_FW_ERROR_BAD_FIELD});
  ASSERT_TRUE(device->WriteRegister(kSys + regs::sys::kCoreCtrlOffset, 0).ok());
  Start(*device);
  EXPECT_EQ(Status(*device), RS_FW_STATUS_BOOTED);
  Command(*device, 1);
  Pass(*device);
  EXPECT_EQ(Get64(*device, kStatusAddr), 1u);
}

TEST_F(ModelDeviceTest, ARingOutsideMemoryTrapsTheFirmware) {
  auto device = Machine();
  Start(*device, /*ring=*/0x20000000);
  EXPECT_EQ(Status(*device), RS_FW_STATUS_BOOTED);
  ASSERT_TRUE(device->RingDoorbell(RS_DOORBELL_FIRMWARE, 1).ok());
  Pass(*device);
  EXPECT_EQ(Status(*device), RS_FW_STATUS_DEAD | RS_FW_ERROR_TRAP);
}

TEST_F(ModelDeviceTest, SleepsWhenThereIsNothingToDo) {
  class Sleeps : public MachineListener {
   public:
    void OnSleep(uint64_t /*cycle*/, bool asleep) override { seen.push_back(asleep); }
    std::vector<bool> seen;
  };
  auto device = Machine();
  Sleeps sleeps;
  device->AddListener(&sleeps);
  Start(*device);
  Command(*device, 1);
  Pass(*device);
  EXPECT_EQ(sleeps.seen, (std::vector<bool>{true, false, true}));
}

TEST_F(ModelDeviceTest, WavesAreRefused) {
  EXPECT_EQ(ModelDevice::Create({.waves_path = "x.fst"}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace ringside
