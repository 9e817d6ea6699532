#include "host/memory/buffer.h"

#include <memory>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "host/device/testing/fake_device.h"
#include "uapi/memory_map.h"

namespace ringside {
namespace {

using ::testing::Each;

class BufferTest : public testing::Test {
 protected:
  std::unique_ptr<Buffer> New(uint64_t bytes, Placement placement) {
    auto buffer = Buffer::Create(&pools_, "b", bytes, placement);
    EXPECT_TRUE(buffer.ok()) << buffer.status();
    return *std::move(buffer);
  }

  FakeDevice device_{64 << 10, 64 << 10};
  MemoryPools pools_{&device_, RangeAllocator("VRAM", RS_VRAM_BASE, 64 << 10),
                     RangeAllocator("system memory", RS_SYSTEM_MEMORY_BASE, 64 << 10)};
};

TEST_F(BufferTest, StandsInItsMemoryAndGivesItBack) {
  auto buffer = New(100, Placement::kSystem);
  EXPECT_EQ(buffer->bytes(), 4096u);
  // A single page comes from the top.
  const uint64_t top = RS_SYSTEM_MEMORY_BASE + (60 << 10);
  EXPECT_EQ(buffer->bus_address(), top);
  ASSERT_TRUE(buffer->WriteWord64(8, 0x1122334455667788).ok());
  EXPECT_EQ(device_.Read64(top + 8), 0x1122334455667788u);
  buffer.reset();
  EXPECT_EQ(pools_.system.used(), 0u);
}

TEST_F(BufferTest, AccessBeyondTheEndChangesNothing) {
  auto first = New(4096, Placement::kVram);
  auto second = New(4096, Placement::kVram);
  ASSERT_TRUE(second->FillZero().ok());
  EXPECT_EQ(first->WriteWord64(4092, ~uint64_t{0}).code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(first->WriteWord64(UINT64_MAX - 3, 1).code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(first->ReadWord64(4096).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(*second->ReadWord64(0), 0u);
}

TEST_F(BufferTest, WritesDuringAMoveAreSeenAndKept) {
  auto buffer = New(4096, Placement::kVram);
  ASSERT_TRUE(buffer->FillZero().ok());
  const uint64_t target = *buffer->BeginMove(Placement::kSystem);
  // The copy is taken before the write, so the new place holds old bytes.
  device_.WriteBytes(target, device_.ReadBytes(buffer->bus_address(), 4096));
  ASSERT_TRUE(buffer->WriteWord64(16, 7).ok());
  EXPECT_EQ(*buffer->ReadWord64(16), 7u);
  EXPECT_EQ(buffer->BeginMove(Placement::kSystem).status().code(),
            absl::StatusCode::kFailedPrecondition);
  ASSERT_TRUE(buffer->FinishMove().ok());
  EXPECT_EQ(buffer->placement(), Placement::kSystem);
  EXPECT_EQ(buffer->preferred_placement(), Placement::kVram);
  EXPECT_EQ(buffer->bus_address(), target);
  EXPECT_EQ(*buffer->ReadWord64(16), 7u);
  EXPECT_EQ(pools_.vram.used(), 0u);
}

TEST_F(BufferTest, CancelledMoveStays) {
  auto buffer = New(4096, Placement::kVram);
  ASSERT_TRUE(buffer->BeginMove(Placement::kSystem).ok());
  ASSERT_TRUE(buffer->CancelMove().ok());
  EXPECT_EQ(buffer->placement(), Placement::kVram);
  EXPECT_EQ(pools_.system.used(), 0u);
  EXPECT_FALSE(buffer->CancelMove().ok());
  EXPECT_FALSE(buffer->FinishMove().ok());
}

TEST_F(BufferTest, AbandonedMoveStaysAndKeepsTheNewPlaceForGood) {
  auto buffer = New(4096, Placement::kVram);
  ASSERT_TRUE(buffer->BeginMove(Placement::kSystem).ok());
  ASSERT_TRUE(buffer->AbandonMove().ok());
  EXPECT_EQ(buffer->placement(), Placement::kVram);
  EXPECT_FALSE(buffer->AbandonMove().ok());
  buffer.reset();
  EXPECT_EQ(pools_.vram.used(), 0u);
  EXPECT_EQ(pools_.system.used(), 4096u);
}

TEST_F(BufferTest, DestructionInTheMiddleOfAMoveGivesBothPlacesBack) {
  auto buffer = New(8192, Placement::kVram);
  ASSERT_TRUE(buffer->BeginMove(Placement::kSystem).ok());
  buffer.reset();
  EXPECT_EQ(pools_.vram.used(), 0u);
  EXPECT_EQ(pools_.system.used(), 0u);
}

}  // namespace
}  // namespace ringside
