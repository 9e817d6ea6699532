// What an engine must not do stops that queue alone, at that packet, and is told.
#include <algorithm>
#include <numeric>
#include <string>
#include <tuple>
#include <vector>

#include "rtl/sdma/test/fixture.h"
#include "uapi/interrupt.h"

namespace ringside {
namespace {

class SdmaFaultTest : public SdmaTest {
 protected:
  // Runs a good packet and then `bad` on slot 0; expects it to fault, and slot 1 to go on.
  void ExpectFault(const Packets& bad, Fault want) {
    SCOPED_TRACE("reason " + std::to_string(want.reason) + " header " +
                 std::to_string(want.header));
    want.valid = true;
    bench_.Submit(0, Packets().Nop(0));
    bench_.Submit(0, bad);
    bench_.Submit(1, Packets().Nop(2).Fence(kAreaA, 77));
    ASSERT_TRUE(bench_.RunUntilIdle());
    const Bench::Slot& slot = bench_.slot(0);
    EXPECT_EQ(slot.fault.valid, want.valid);
    EXPECT_EQ(slot.fault.reason, want.reason);
    EXPECT_EQ(slot.fault.write, want.write);
    EXPECT_EQ(slot.fault.addr, want.addr);
    EXPECT_EQ(slot.fault.header, want.header);
    EXPECT_EQ(slot.context.rptr, 4u);
    EXPECT_EQ(bench_.Peek64(1, kRptrWord), 4u);
    EXPECT_EQ(bench_.Peek32(2, kAreaA), 77u);
    ASSERT_EQ(bench_.interrupts().size(), 1u);
    EXPECT_EQ(bench_.interrupts()[0],
              (Interrupt{
                  RS_IH_SOURCE_QUEUE_FAULT,
                  1,
                  {0x1230u | want.reason << 16 | want.write << 24, static_cast<uint32_t>(want.addr),
                   static_cast<uint32_t>(want.addr >> 32), want.header}}));
  }
};

// The packet at fault in ExpectFault.
constexpr uint64_t kPacket = kRing + 4;

struct BadPacket {
  const char* name;
  Packets packets;
  uint8_t reason;
  bool write = false;
  uint64_t addr = kPacket;
};

class SdmaBadPacketTest : public SdmaFaultTest, public testing::WithParamInterface<BadPacket> {};

TEST_P(SdmaBadPacketTest, StopsAtThePacket) {
  const BadPacket& bad = GetParam();
  ExpectFault(bad.packets, {.reason = bad.reason,
                            .write = bad.write,
                            .addr = bad.addr,
                            .header = bad.packets.dwords()[0]});
}

Packets Patched(Packets packets, size_t dword, uint32_t value) {
  Packets result;
  for (size_t i = 0; i < packets.dwords().size(); ++i) {
    result.Raw(i == dword ? value : packets.dwords()[i]);
  }
  return result;
}

const Packets kCopy = Packets().Copy(kAreaB, kAreaA, 64);
const Packets kFill = Packets().Fill(kAreaB, 1, 64);
const Packets kWrite = Packets().Write(kAreaB, {1, 2, 3});

INSTANTIATE_TEST_SUITE_P(
    All, SdmaBadPacketTest,
    testing::Values(
        BadPacket{"UnknownOpcode", Packets().Raw(0xf2), RS_FAULT_BAD_OPCODE},
        BadPacket{"UnknownCopySubOp", Patched(kCopy, 0, 0x401), RS_FAULT_BAD_OPCODE},
        BadPacket{"UnknownWriteSubOp", Patched(kWrite, 0, 0x102), RS_FAULT_BAD_OPCODE},
        BadPacket{"UnknownFenceSubOp", Packets().Raw(0x105), RS_FAULT_BAD_OPCODE},
        BadPacket{"TruncatedNop", Packets().Raw(2 << 16).Raw(0), RS_FAULT_TRUNCATED},
        BadPacket{"TruncatedTrap", Packets().Raw(6), RS_FAULT_TRUNCATED},
        BadPacket{"TruncatedWrite", Patched(kWrite, 3, 127), RS_FAULT_TRUNCATED},
        BadPacket{"WriteLongerThanAnything", Patched(kWrite, 3, 0xfffff), RS_FAULT_TRUNCATED},
        BadPacket{"BroadcastCopy", Patched(kCopy, 0, 0x08000001), RS_FAULT_BAD_FIELD},
        BadPacket{"CopySizeBits", Patched(kCopy, 1, 0x40000000), RS_FAULT_BAD_FIELD},
        BadPacket{"CopyParameter", Patched(kCopy, 2, 1), RS_FAULT_BAD_FIELD},
        BadPacket{"CopySourceBeyond", Patched(kCopy, 4, 0x10000), RS_FAULT_NON_CANONICAL, false,
                  kAreaA & 0xffffffff},
        BadPacket{"CopyTargetBeyond", Patched(kCopy, 6, 0xffff8000), RS_FAULT_NON_CANONICAL, true,
                  kAreaB},
        BadPacket{"CopyRunsBeyond", Packets().Copy(0xffff'ffff'ffc1, kAreaA, 64),
                  RS_FAULT_NON_CANONICAL, true, 0xffff'ffff'ffc1},
        BadPacket{"FillOfBytes", Patched(kFill, 0, 0xb), RS_FAULT_BAD_FIELD},
        BadPacket{"FillOddSize", Patched(kFill, 4, 64), RS_FAULT_BAD_FIELD},
        BadPacket{"FillMisaligned", Packets().Fill(kAreaB + 2, 1, 64), RS_FAULT_BAD_FIELD},
        BadPacket{"WriteMisaligned", Packets().Write(kAreaB + 1, {1}), RS_FAULT_BAD_FIELD},
        BadPacket{"WriteCountBits", Patched(kWrite, 3, 0x100002), RS_FAULT_BAD_FIELD},
        BadPacket{"FenceMisaligned", Packets().Fence(kAreaB + 3, 1), RS_FAULT_BAD_FIELD},
        BadPacket{"IndirectMisaligned", Packets().Indirect(kIb + 4, 8), RS_FAULT_BAD_FIELD},
        BadPacket{"IndirectSizeBits", Packets().Indirect(kIb, 0x100008), RS_FAULT_BAD_FIELD},
        BadPacket{"FenceUnmapped", Packets().Fence(kUnmapped + 12, 1), RS_FAULT_NOT_PRESENT, true,
                  kUnmapped + 12},
        BadPacket{"WriteUnmapped", Packets().Write(0xdeadbee0, {1, 2}), RS_FAULT_NOT_PRESENT, true,
                  0xdeadbee0},
        BadPacket{"FillUnmapped", Packets().Fill(kUnmapped, 1, 4), RS_FAULT_NOT_PRESENT, true,
                  kUnmapped},
        BadPacket{"CopyFromUnmapped", Packets().Copy(kAreaB, kUnmapped + 7, 4),
                  RS_FAULT_NOT_PRESENT, false, kUnmapped + 7},
        BadPacket{"CopyToUnmapped", Packets().Copy(kUnmapped + 9, kAreaA, 4), RS_FAULT_NOT_PRESENT,
                  true, kUnmapped + 9}),
    [](const testing::TestParamInfo<BadPacket>& info) { return info.param.name; });

// rptr stays at the INDIRECT, the offset at the packet in the buffer.
TEST_F(SdmaFaultTest, FaultInIndirectBufferNamesThePacket) {
  Packets ib;
  ib.Nop(1).Fence(kAreaB, 1).Indirect(kIb, 8);
  bench_.Poke(1, kIb, ib.dwords().data(), ib.dwords().size() * 4);
  Run(Packets().Nop(3).Indirect(kIb, ib.dwords().size()));
  const Bench::Slot& slot = bench_.slot(0);
  EXPECT_EQ(slot.fault, (Fault{true, RS_FAULT_BAD_OPCODE, false, kIb + 24, 4}));
  EXPECT_EQ(slot.context.rptr, 16u);
  EXPECT_TRUE(slot.context.ib_active);
  EXPECT_EQ(slot.context.ib_offset, 6u);
  EXPECT_EQ(bench_.Peek32(1, kAreaB), 1u);
}

TEST_F(SdmaFaultTest, ProtectedFenceInIndirectBufferIsRefused) {
  const Packets ib = Packets().ProtectedFence();
  bench_.Poke(1, kIb, ib.dwords().data(), 4);
  Run(Packets().Indirect(kIb, 1));
  EXPECT_EQ(bench_.slot(0).fault.reason, RS_FAULT_BAD_OPCODE);
}

TEST_F(SdmaFaultTest, PacketCutByTheIndirectBuffersEnd) {
  const Packets ib = Packets().Nop(0).Copy(kAreaB, kAreaA, 64);
  bench_.Poke(1, kIb, ib.dwords().data(), ib.dwords().size() * 4);
  Run(Packets().Indirect(kIb, 7).Nop(30));
  EXPECT_EQ(bench_.slot(0).fault.reason, RS_FAULT_TRUNCATED);
  EXPECT_EQ(bench_.slot(0).context.ib_offset, 1u);
}

TEST_F(SdmaFaultTest, ProtectedFenceWithoutAnAddress) {
  bench_.slot(0).context.fence_addr = 0;
  Run(Packets().ProtectedFence());
  EXPECT_EQ(bench_.slot(0).fault.reason, RS_FAULT_BAD_FIELD);
}

TEST_F(SdmaFaultTest, WptrInsideADwordNeverEqualsRptr) {
  bench_.slot(0).wptr = 6;
  ASSERT_TRUE(bench_.RunUntilIdle());
  EXPECT_EQ(bench_.slot(0).fault.reason, RS_FAULT_BAD_FIELD);
}

// What was read ahead and never wanted may be unmapped.
TEST_F(SdmaFaultTest, RingThatIsNotThereFaultsAtItsFirstDword) {
  bench_.map().Unmap(1, kRing);
  bench_.slot(0).wptr = 64;
  ASSERT_TRUE(bench_.RunUntilIdle());
  EXPECT_EQ(bench_.slot(0).fault, (Fault{true, RS_FAULT_NOT_PRESENT, false, kRing, 0}));
}

TEST_F(SdmaFaultTest, RptrWordThatIsNotThereFaults) {
  bench_.slot(0).context.rptr_addr = kUnmapped + 8;
  Run(Packets().Nop(3));
  EXPECT_EQ(bench_.slot(0).fault, (Fault{true, RS_FAULT_NOT_PRESENT, true, kUnmapped + 8, 0}));
  EXPECT_EQ(bench_.slot(0).context.rptr, 16u);
  EXPECT_EQ(bench_.interrupts().size(), 1u);
}

TEST_F(SdmaFaultTest, PermissionsCount) {
  bench_.map().Map(1, kUnmapped, 4096, false, true);
  bench_.map().Map(1, kUnmapped + 4096, 4096, true, false);
  Run(Packets().Copy(kAreaB, kUnmapped, 4));
  EXPECT_EQ(bench_.slot(0).fault.reason, RS_FAULT_NO_READ);
  bench_.Submit(1, Packets().Nop(0));
  bench_.map().Map(2, kUnmapped, 4096, true, false);
  bench_.Submit(1, Packets().Fill(kUnmapped, 1, 4));
  ASSERT_TRUE(bench_.RunUntilIdle());
  EXPECT_EQ(bench_.slot(1).fault.reason, RS_FAULT_NO_WRITE);
}

// A fault in the middle leaves all before it written and the rest untouched; going on later is
// exact.
class SdmaMiddleFaultTest
    : public SdmaFaultTest,
      public testing::WithParamInterface<std::tuple<uint64_t, uint64_t, bool, bool>> {};

TEST_P(SdmaMiddleFaultTest, CopyStopsThereAndCanGoOn) {
  const auto [src_offset, dst_offset, write, on_the_bus] = GetParam();
  constexpr uint32_t kBytes = 20000;
  constexpr uint64_t kBadPage = 8192;
  const uint64_t src = kAreaA + src_offset, dst = kAreaB + dst_offset;
  const uint64_t bad = (write ? kAreaB : kAreaA) + kBadPage;
  const uint64_t good_bytes = bad - (write ? dst : src);
  const std::vector<uint8_t> from = Bytes(src, kBytes), before = Bytes(dst, kBytes);
  const uint64_t page = bench_.map().Translate(1, bad, write).pa;
  if (on_the_bus) {
    bench_.memory().set_bad_range(page, page + 4096);
  } else {
    bench_.map().Unmap(1, bad);
  }
  Run(Packets().Copy(dst, src, kBytes));

  Bench::Slot& slot = bench_.slot(0);
  const uint8_t reason = on_the_bus ? RS_FAULT_BUS_ERROR : RS_FAULT_NOT_PRESENT;
  EXPECT_EQ(slot.fault, (Fault{true, reason, write, bad, 1}));
  EXPECT_EQ(slot.context.rptr, 0u);
  EXPECT_TRUE(slot.context.mid_active);
  EXPECT_EQ(slot.context.mid_left, kBytes - good_bytes);
  EXPECT_EQ(slot.context.mid_src, src + good_bytes);
  EXPECT_EQ(slot.context.mid_dst, dst + good_bytes);

  bench_.map().Map(1, bad, page);
  bench_.memory().set_bad_range(0, 0);
  const std::vector<uint8_t> now = Bytes(dst, kBytes);
  EXPECT_TRUE(std::equal(now.begin(), now.begin() + good_bytes, from.begin()));
  // After a bad answer later bursts, already on their way, may have arrived.
  if (!(write && on_the_bus)) {
    EXPECT_TRUE(std::equal(now.begin() + good_bytes, now.end(), before.begin() + good_bytes));
  }

  slot.fault = {};
  ASSERT_TRUE(bench_.RunUntilIdle());
  EXPECT_FALSE(slot.fault.valid);
  EXPECT_EQ(Bytes(dst, kBytes), from);
  EXPECT_EQ(slot.context.rptr, 28u);
}

INSTANTIATE_TEST_SUITE_P(All, SdmaMiddleFaultTest,
                         testing::Combine(testing::Values(0, 100, 4090),
                                          testing::Values(0, 33, 4001), testing::Bool(),
                                          testing::Bool()));

// The data of a WRITE counts by whole beats.
TEST_F(SdmaFaultTest, WriteStopsAtThePageAndCanGoOn) {
  std::vector<uint32_t> data(60);
  std::iota(data.begin(), data.end(), 1000u);
  const uint64_t dst = kAreaB + 4096 - 100;
  const uint64_t page = bench_.map().Translate(1, kAreaB + 4096, true).pa;
  bench_.map().Unmap(1, kAreaB + 4096);
  Run(Packets().Nop(5).Write(dst, data).Fence(kAreaA, 5));
  Bench::Slot& slot = bench_.slot(0);
  EXPECT_EQ(slot.fault, (Fault{true, RS_FAULT_NOT_PRESENT, true, kAreaB + 4096, 2}));
  EXPECT_EQ(slot.context.mid_left, 240u - 100);
  bench_.map().Map(1, kAreaB + 4096, page);
  slot.fault = {};
  ASSERT_TRUE(bench_.RunUntilIdle());
  EXPECT_FALSE(slot.fault.valid);
  EXPECT_EQ(Bytes(dst, 240), std::vector<uint8_t>(reinterpret_cast<uint8_t*>(data.data()),
                                                  reinterpret_cast<uint8_t*>(data.data() + 60)));
  EXPECT_EQ(bench_.Peek32(1, kAreaA), 5u);
}

// A packet that was whole when it began is run whole, though its end is taken back meanwhile.
TEST_F(SdmaFaultTest, WptrTakenBackInsideAPacketHoldsUpNobody) {
  const std::vector<uint32_t> data(900, 0x600d);
  const std::vector<uint32_t> zeros(1024);
  bench_.Poke(1, kRing, zeros.data(), kRingBytes);
  bench_.Submit(0, Packets().Write(kAreaB, data));
  for (int i = 0; i < 1000; ++i) bench_.Cycle();
  ASSERT_TRUE(bench_.slot(0).held);
  bench_.slot(0).wptr = 3000;
  bench_.Submit(1, Packets().Fence(kAreaA, 1234));
  ASSERT_TRUE(bench_.RunUntilIdle());
  EXPECT_EQ(bench_.Peek32(1, kAreaB + 899 * 4), 0x600du);
  EXPECT_EQ(bench_.Peek32(2, kAreaA), 1234u);
}

// A queue whose ring is garbage and whose wptr jumps about, back and forth, holds up nobody.
TEST_F(SdmaFaultTest, HostileQueueNeverLocksUpTheOthers) {
  std::mt19937 random(7);
  bench_.slot(0).context.rptr_addr = 0;
  uint32_t faults = 0;
  for (uint32_t round = 0; round < 400; ++round) {
    Bench::Slot& hostile = bench_.slot(0);
    if (hostile.fault.valid) {
      ++faults;
      ASSERT_FALSE(hostile.held);
      hostile.fault = {};
      hostile.context.rptr = random() % 1024 * 4;
      hostile.context.ib_active = hostile.context.mid_active = false;
    }
    for (uint64_t i = 0; i < kRingBytes; i += 4) {
      // Headers without a body, long and short.
      const uint32_t nop = random() & 0x1ff0000;
      const uint32_t headers[] = {0, nop, 1, 2, 4, 5, 6, 0x8000000b, 0x305, 0xf2};
      const uint32_t dword = headers[random() % 10];
      bench_.Poke(1, kRing + i, &dword, sizeof(dword));
    }
    bench_.Submit(1, Packets().Nop(40).Fence(kAreaA, round));
    const uint64_t begin = bench_.cycle();
    while (bench_.Peek32(2, kAreaA) != round || bench_.cycle() < begin + 1000) {
      ASSERT_LT(bench_.cycle(), begin + 50'000) << "round " << round;
      if (random() % 50 == 0) hostile.wptr = random() % 2048 * 4;
      bench_.Cycle();
    }
  }
  EXPECT_GT(faults, 100u);
}

}  // namespace
}  // namespace ringside
