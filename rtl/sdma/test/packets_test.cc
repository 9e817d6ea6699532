// Every packet does what it says, and tells the world in the right order.
#include <algorithm>
#include <numeric>
#include <vector>

#include "rtl/sdma/test/fixture.h"
#include "uapi/interrupt.h"
#include "uapi/regs/sdma_regs.h"

namespace ringside {
namespace {

class SdmaPacketsTest : public SdmaTest {};

TEST_F(SdmaPacketsTest, NopsOfAllLengthsAreSkipped) {
  Packets packets;
  packets.Nop(0).Nop(1).Nop(2).Nop(14).Nop(0).Nop(100).Fence(kAreaA, 7);
  Run(packets);
  EXPECT_EQ(bench_.slot(0).context.rptr, packets.dwords().size() * 4);
  EXPECT_EQ(bench_.Peek32(1, kAreaA), 7u);
}

TEST_F(SdmaPacketsTest, CopiesOfAnyAlignmentAndSize) {
  uint32_t cases = 0;
  for (uint64_t src : {0, 1, 5, 31, 32, 509, 4090}) {
    for (uint64_t dst : {0, 1, 5, 31, 32, 509, 4090}) {
      for (uint32_t bytes : {1, 2, 31, 32, 33, 63, 511, 512, 513, 1025, 5000}) {
        std::vector<uint8_t> want = Bytes(kAreaB, 16384);
        const std::vector<uint8_t> from = Bytes(kAreaA + src, bytes);
        std::copy(from.begin(), from.end(), want.begin() + dst);
        Run(Packets().Copy(kAreaB + dst, kAreaA + src, bytes));
        ASSERT_FALSE(bench_.slot(0).fault.valid);
        ASSERT_EQ(Bytes(kAreaB, 16384), want) << "src " << src << " dst " << dst << " " << bytes;
        ++cases;
      }
    }
  }
  EXPECT_EQ(cases, 7u * 7 * 11);
}

TEST_F(SdmaPacketsTest, FillsWholeDwordsAnywhere) {
  for (uint64_t dst : {0, 4, 28, 508, 4092}) {
    for (uint32_t bytes : {4, 28, 32, 512, 516, 9000}) {
      std::vector<uint8_t> want = Bytes(kAreaB, 16384);
      for (uint32_t i = 0; i < bytes; ++i) want[dst + i] = 0x04030201u >> (i % 4 * 8);
      Run(Packets().Fill(kAreaB + dst, 0x04030201, bytes));
      ASSERT_EQ(Bytes(kAreaB, 16384), want) << "dst " << dst << " " << bytes;
    }
  }
}

TEST_F(SdmaPacketsTest, WritesItsOwnData) {
  for (uint64_t dst : {0, 4, 28, 4088}) {
    for (uint32_t dwords : {1, 2, 7, 8, 9, 100}) {
      std::vector<uint32_t> data(dwords);
      std::iota(data.begin(), data.end(), 0xabc00000u);
      std::vector<uint8_t> want = Bytes(kAreaB, 8192);
      std::copy_n(reinterpret_cast<const uint8_t*>(data.data()), dwords * 4, want.begin() + dst);
      Run(Packets().Write(kAreaB + dst, data));
      ASSERT_EQ(Bytes(kAreaB, 8192), want) << "dst " << dst << " " << dwords;
    }
  }
}

TEST_F(SdmaPacketsTest, TrapInterruptsWithItsContext) {
  Run(Packets().Trap(0xf2345678));
  ASSERT_EQ(bench_.interrupts().size(), 1u);
  EXPECT_EQ(bench_.interrupts()[0],
            (Interrupt{RS_IH_SOURCE_SDMA_TRAP, 1, {0x2345678, 0x1230, 0, 0}}));
}

// Data, fence and rptr are in memory when the interrupt comes.
TEST_F(SdmaPacketsTest, ProtectedFenceComesAfterAllBeforeIt) {
  const std::vector<uint8_t> want = Bytes(kAreaA, 3000);
  const uint64_t end = (7 + 4 + 1) * 4;
  bench_.set_on_interrupt([&](const Interrupt&) {
    EXPECT_EQ(Bytes(kAreaB + 3, 3000), want);
    EXPECT_EQ(bench_.Peek32(1, kAreaB + 8192), 99u);
    EXPECT_EQ(bench_.Peek64(0, kFences), end);
    EXPECT_EQ(bench_.Peek64(1, kRptrWord), end);
  });
  Run(Packets().Copy(kAreaB + 3, kAreaA, 3000).Fence(kAreaB + 8192, 99).ProtectedFence());
  ASSERT_EQ(bench_.interrupts().size(), 1u);
  EXPECT_EQ(bench_.interrupts()[0],
            (Interrupt{RS_IH_SOURCE_PROTECTED_FENCE, 1, {0x1230, end, 0, 0}}));
}

TEST_F(SdmaPacketsTest, TellsRptrWhenDry) {
  Run(Packets().Nop(3));
  EXPECT_EQ(bench_.Peek64(1, kRptrWord), 16u);
  bench_.slot(0).context.rptr_addr = 0;
  Run(Packets().Nop(3));
  EXPECT_EQ(bench_.slot(0).context.rptr, 32u);
  EXPECT_EQ(bench_.Peek64(1, kRptrWord), 16u);
}

TEST_F(SdmaPacketsTest, RingWrapsInsidePackets) {
  for (int i = 0; i < 600; ++i) {
    Run(Packets().Write(kAreaB + 4 * i, {0x1000u + i, 0x2000u + i}).ProtectedFence());
    ASSERT_EQ(bench_.Peek32(1, kAreaB + 4 * i + 4), 0x2000u + i);
    ASSERT_EQ(bench_.Peek64(0, kFences), (i + 1) * 28u);
  }
  EXPECT_GT(bench_.slot(0).context.rptr, 4 * kRingBytes);
}

// Clients of one kind take wptr modulo the ring, of another kind count on: both mean the same
// place.
TEST_F(SdmaPacketsTest, WptrCountsModuloTheRing) {
  Run(Packets().Nop(1000));
  bench_.Submit(0, Packets().Nop(60).Fence(kAreaA, 5));
  bench_.slot(0).wptr %= kRingBytes;
  ASSERT_TRUE(bench_.RunUntilIdle());
  EXPECT_EQ(bench_.Peek32(1, kAreaA), 5u);
  EXPECT_EQ(bench_.slot(0).context.rptr, (1001u + 61 + 4) * 4);
}

TEST_F(SdmaPacketsTest, IndirectBufferRunsAndRingGoesOn) {
  Packets ib;
  ib.Nop(2)
      .Copy(kAreaB, kAreaA, 777)
      .Fill(kAreaB + 4096, 5, 64)
      .Trap(1)
      .Write(kAreaB + 8192, {1, 2});
  bench_.Poke(1, kIb + 32, ib.dwords().data(), ib.dwords().size() * 4);
  Run(Packets().Indirect(kIb + 32, ib.dwords().size()).Fence(kAreaB + 8200, 3).ProtectedFence());
  EXPECT_FALSE(bench_.slot(0).fault.valid);
  EXPECT_EQ(Bytes(kAreaB, 777), Bytes(kAreaA, 777));
  EXPECT_EQ(bench_.Peek32(1, kAreaB + 4096 + 60), 5u);
  EXPECT_EQ(bench_.Peek32(1, kAreaB + 8196), 2u);
  EXPECT_EQ(bench_.Peek32(1, kAreaB + 8200), 3u);
  EXPECT_EQ(bench_.Peek64(0, kFences), 44u);
  EXPECT_EQ(bench_.interrupts().size(), 2u);
}

TEST_F(SdmaPacketsTest, EmptyIndirectBufferIsSkipped) {
  Run(Packets().Indirect(kIb, 0).Fence(kAreaB, 3));
  EXPECT_FALSE(bench_.slot(0).fault.valid);
  EXPECT_EQ(bench_.Peek32(1, kAreaB), 3u);
}

TEST_F(SdmaPacketsTest, RegistersCount) {
  Run(Packets().Copy(kAreaB, kAreaA, 777).Write(kAreaB, {1, 2}).Nop(5));
  uint32_t value;
  ASSERT_TRUE(bench_.ReadRegister(regs::sdma::kPacketsOffset, &value));
  EXPECT_EQ(value, 3u);
  ASSERT_TRUE(bench_.ReadRegister(regs::sdma::kBytesMovedLoOffset, &value));
  EXPECT_EQ(value, 785u);
  ASSERT_TRUE(bench_.ReadRegister(regs::sdma::kSwitchesOffset, &value));
  EXPECT_EQ(value, 1u);
  EXPECT_TRUE(bench_.WriteRegister(regs::sdma::kSliceOffset, 1234));
  ASSERT_TRUE(bench_.ReadRegister(regs::sdma::kSliceOffset, &value));
  EXPECT_EQ(value, 1234u);
  EXPECT_FALSE(bench_.WriteRegister(regs::sdma::kPacketsOffset, 0));
  EXPECT_FALSE(bench_.ReadRegister(0x20, &value));
}

// A queue alone never yields; two share the engine in slices.
TEST_F(SdmaPacketsTest, TwoQueuesShareInSlices) {
  ASSERT_TRUE(bench_.WriteRegister(regs::sdma::kSliceOffset, 4096));
  for (int slot : {0, 2}) bench_.Submit(slot, Packets().Copy(kAreaB, kAreaA, 64 << 10));
  ASSERT_TRUE(bench_.RunUntilIdle());
  for (int slot : {0, 2}) {
    EXPECT_EQ(Bytes(kAreaB, 64 << 10, slot + 1), Bytes(kAreaA, 64 << 10, slot + 1));
    EXPECT_GE(bench_.slot(slot).releases, 8u);
    EXPECT_LE(bench_.slot(slot).releases, 16u);
  }
}

// Packets that move nothing use up a slice too.
TEST_F(SdmaPacketsTest, SmallPacketsMakeRoomForOthers) {
  ASSERT_TRUE(bench_.WriteRegister(regs::sdma::kSliceOffset, 256));
  Packets many;
  for (uint32_t i = 0; i < 200; ++i) many.Fence(kAreaB, i);
  bench_.Submit(0, many);
  ASSERT_TRUE(bench_.RunUntilHeld(0, true));
  bench_.Submit(1, Packets().Fence(kAreaB, 77));
  ASSERT_TRUE(bench_.RunUntilHeld(1, true));
  ASSERT_TRUE(bench_.RunUntilHeld(1, false));
  EXPECT_EQ(bench_.Peek32(2, kAreaB), 77u);
  EXPECT_LT(bench_.Peek32(1, kAreaB), 20u);
}

// A slice of nothing must not make two queues hand over for ever.
TEST_F(SdmaPacketsTest, ZeroSliceStillGoesOn) {
  ASSERT_TRUE(bench_.WriteRegister(regs::sdma::kSliceOffset, 0));
  for (int slot : {0, 1, 2, 3}) {
    bench_.Submit(slot, Packets().Nop(30).Copy(kAreaB, kAreaA, 4000).Write(kAreaB, {1}));
  }
  ASSERT_TRUE(bench_.RunUntilIdle());
  for (int slot : {0, 1, 2, 3}) EXPECT_EQ(bench_.Peek32(slot + 1, kAreaB), 1u);
}

}  // namespace
}  // namespace ringside
