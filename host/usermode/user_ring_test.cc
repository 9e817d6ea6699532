#include "host/usermode/user_ring.h"

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "host/device/testing/fake_device.h"
#include "uapi/memory_map.h"

namespace ringside {
namespace {

using ::testing::ElementsAre;

// Notes the order of stores and doorbells.
class StoreOrderDevice : public FakeDevice {
 public:
  using FakeDevice::FakeDevice;
  absl::Status WriteMemory(uint64_t address, absl::Span<const uint8_t> bytes) override {
    order.push_back(address >= RS_VRAM_BASE + 3 * 4096 ? "packets" : "wptr");
    return FakeDevice::WriteMemory(address, bytes);
  }
  absl::Status RingDoorbell(uint32_t, uint64_t value) override {
    order.push_back("doorbell " + std::to_string(value));
    return absl::OkStatus();
  }
  std::vector<std::string> order;
};

class UserRingTest : public testing::Test {
 protected:
  void SetUp() override {
    // Single pages come from the top: the ring is the last page.
    ring_ = *Buffer::Create(&pools_, "ring", 4096, Placement::kVram);
    words_ = *Buffer::Create(&pools_, "words", 4096, Placement::kVram);
    ASSERT_TRUE(words_->FillZero().ok());
    user_ = std::make_unique<UserRing>(&device_,
                                       RingMemory{.ring = {ring_.get(), 0},
                                                  .ring_bytes = 4096,
                                                  .wptr = {words_.get(), 0},
                                                  .rptr = {words_.get(), 64},
                                                  .fence_page = words_.get(),
                                                  .fence_offset = 128},
                                       5);
    device_.order.clear();
  }

  StoreOrderDevice device_{16384, 4096};
  MemoryPools pools_{&device_, RangeAllocator("VRAM", RS_VRAM_BASE, 16384),
                     RangeAllocator("system memory", RS_SYSTEM_MEMORY_BASE, 4096)};
  std::unique_ptr<Buffer> ring_;
  std::unique_ptr<Buffer> words_;
  std::unique_ptr<UserRing> user_;
};

TEST_F(UserRingTest, StoresPacketsThenWptrThenRings) {
  EXPECT_EQ(*user_->Submit(std::vector<uint32_t>{1, 2, 3}), 12u);
  EXPECT_THAT(device_.order, ElementsAre("packets", "wptr", "doorbell 12"));
  EXPECT_EQ(*words_->ReadWord64(0), 12u);
}

TEST_F(UserRingTest, WrapsInTheMiddleOfASubmission) {
  ASSERT_TRUE(user_->Submit(std::vector<uint32_t>(1000)).ok());
  ASSERT_TRUE(words_->WriteWord64(64, 4000).ok());
  std::vector<uint32_t> dwords(100);
  for (uint32_t i = 0; i < 100; ++i) dwords[i] = i;
  EXPECT_EQ(*user_->Submit(dwords), 4400u);
  EXPECT_EQ(device_.Read32(ring_->bus_address() + 4092), 23u);
  EXPECT_EQ(device_.Read32(ring_->bus_address()), 24u);
}

TEST_F(UserRingTest, FullRingRefusesAndStoresNothing) {
  EXPECT_EQ(user_->Submit(std::vector<uint32_t>(1024)).status().code(),
            absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE(user_->Submit(std::vector<uint32_t>(1023)).ok());
  device_.order.clear();
  EXPECT_EQ(user_->Submit(std::vector<uint32_t>(1)).status().code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(device_.order.empty());
  EXPECT_EQ(user_->wptr(), 4092u);
}

TEST_F(UserRingTest, FenceAndReportBothMakeRoom) {
  ASSERT_TRUE(user_->Submit(std::vector<uint32_t>(1000)).ok());
  EXPECT_EQ(*user_->FreeBytes(), 92u);
  ASSERT_TRUE(words_->WriteWord64(128, 2000).ok());
  EXPECT_EQ(*user_->FreeBytes(), 2092u);
  ASSERT_TRUE(words_->WriteWord64(64, 4000).ok());
  EXPECT_EQ(*user_->FreeBytes(), 4092u);
}

// The process can write anything to its own report word.
TEST_F(UserRingTest, NonsenseReportMakesNoRoom) {
  ASSERT_TRUE(user_->Submit(std::vector<uint32_t>(1000)).ok());
  ASSERT_TRUE(words_->WriteWord64(64, UINT64_MAX).ok());
  EXPECT_EQ(*user_->FreeBytes(), 92u);
}

TEST_F(UserRingTest, WaitersRunByValueAndOnlyOnce) {
  std::vector<int> ran;
  user_->WhenFence(20, [&] { ran.push_back(20); });
  user_->WhenFence(10, [&] {
    ran.push_back(10);
    user_->WhenFence(10, [&] { ran.push_back(11); });
  });
  ASSERT_TRUE(user_->Poll().ok());
  EXPECT_TRUE(ran.empty());
  ASSERT_TRUE(words_->WriteWord64(128, 10).ok());
  EXPECT_TRUE(*user_->FenceReached(10));
  EXPECT_FALSE(*user_->FenceReached(11));
  ASSERT_TRUE(user_->Poll().ok());
  EXPECT_THAT(ran, ElementsAre(10));
  ASSERT_TRUE(words_->WriteWord64(128, 30).ok());
  ASSERT_TRUE(user_->Poll().ok());
  EXPECT_THAT(ran, ElementsAre(10, 11, 20));
}

}  // namespace
}  // namespace ringside
