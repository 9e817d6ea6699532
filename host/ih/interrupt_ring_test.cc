#include "host/ih/interrupt_ring.h"

#include <memory>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "host/device/testing/fake_device.h"
#include "host/registers/registers.h"
#include "uapi/interrupt.h"
#include "uapi/memory_map.h"

namespace ringside {
namespace {

using ::testing::ElementsAre;

class InterruptRingTest : public testing::Test {
 protected:
  void SetUp() override { ring_ = *InterruptRing::Create(&pools_); }

  FakeDevice device_{4096, 64 << 10};
  MemoryPools pools_{&device_, RangeAllocator("VRAM", RS_VRAM_BASE, 4096),
                     RangeAllocator("system memory", RS_SYSTEM_MEMORY_BASE, 64 << 10)};
  std::unique_ptr<InterruptRing> ring_;
};

TEST_F(InterruptRingTest, EntryIsDecodedAndTheLineFalls) {
  InterruptEntry seen;
  ring_->SetHandler(RS_IH_SOURCE_SDMA_TRAP, [&](const InterruptEntry& entry) { seen = entry; });
  ASSERT_TRUE(device_.Advance(1234).ok());
  device_.SendInterrupt(RS_IH_SOURCE_SDMA_TRAP, 42, {1, 2, 3, 4});
  EXPECT_TRUE(device_.interrupt());
  ASSERT_TRUE(ring_->Dispatch().ok());
  EXPECT_FALSE(device_.interrupt());
  EXPECT_EQ(seen.source, uint32_t{RS_IH_SOURCE_SDMA_TRAP});
  EXPECT_EQ(seen.pasid, 42);
  EXPECT_EQ(seen.cycle, 1234u);
  EXPECT_THAT(seen.data, ElementsAre(1, 2, 3, 4));
}

TEST_F(InterruptRingTest, OrderIsKeptAcrossTheWrap) {
  std::vector<uint32_t> seen;
  ring_->SetHandler(RS_IH_SOURCE_FIRMWARE,
                    [&](const InterruptEntry& entry) { seen.push_back(entry.data[0]); });
  const uint32_t entries = (1u << InterruptRing::kSizeLog2) / InterruptRing::kEntryBytes;
  uint32_t sent = 0;
  while (sent < 3 * entries) {
    for (uint32_t i = 0; i < 100; ++i) device_.SendInterrupt(RS_IH_SOURCE_FIRMWARE, 0, {sent++});
    ASSERT_TRUE(ring_->Dispatch().ok());
  }
  ASSERT_EQ(seen.size(), sent);
  for (uint32_t i = 0; i < sent; ++i) ASSERT_EQ(seen[i], i);
}

TEST_F(InterruptRingTest, UnknownSourceIsCounted) {
  device_.SendInterrupt(99, 0, {});
  ASSERT_TRUE(ring_->Dispatch().ok());
  EXPECT_EQ(ring_->entries(), 1u);
  EXPECT_EQ(ring_->unhandled(), 1u);
}

TEST_F(InterruptRingTest, SwitchedOffAtTheEnd) {
  EXPECT_EQ(device_.registers().at(bar::kIhRingSize), InterruptRing::kSizeLog2);
  ring_.reset();
  EXPECT_EQ(device_.registers().at(bar::kIhRingSize), 0u);
  EXPECT_EQ(pools_.system.used(), 0u);
}

}  // namespace
}  // namespace ringside
