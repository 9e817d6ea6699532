// Directed tests of translation: every fault reason at every level, hits, lines, latencies.
#include <cstdint>
#include <string>

#include "gtest/gtest.h"
#include "rtl/mmu/mmu_bench.h"
#include "rtl/mmu/mmu_fixture.h"
#include "uapi/interrupt.h"
#include "uapi/pte.h"
#include "uapi/regs/mmu_regs.h"

namespace ringside {
namespace {

namespace mmu = regs::mmu;

TEST_F(MmuTest, WalksFourLevelsAndKeepsTheOffset) {
  tables_.Map(root_, kVa, kPage, kReadWrite);
  ExpectPage(Read(kVa + 0xABC), kPage + 0xABC);
  EXPECT_EQ(bench_.reads(), 4u);
}

TEST_F(MmuTest, EveryIndexOfEveryLevelCounts) {
  for (int level = 0; level < RS_PT_LEVELS; ++level) {
    for (int bit = 0; bit < RS_PT_INDEX_BITS; ++bit) {
      const uint64_t va = uint64_t{1} << (RS_PAGE_SHIFT + level * RS_PT_INDEX_BITS + bit);
      const uint64_t page = ~va & RS_PTE_ADDRESS_MASK;
      tables_.Map(root_, va, page, kReadWrite);
      ExpectPage(Read(va), page);
    }
  }
}

TEST_F(MmuTest, VmidZeroIsIdentity) {
  ExpectPage(Read(0xFFFF'FFFF'F123, 0), 0xFFFF'FFFF'F123);
  EXPECT_EQ(bench_.reads(), 0u);
  EXPECT_EQ(bench_.last_latency(), 1u);
  ExpectFault(Read(uint64_t{1} << 48, 0), RS_FAULT_NON_CANONICAL);
}

TEST_F(MmuTest, BitsAboveTheAddressAreNonCanonical) {
  tables_.Map(root_, kVa, kPage, kReadWrite);
  for (int bit = RS_VA_BITS; bit < 64; ++bit) {
    ExpectFault(Read(kVa | uint64_t{1} << bit), RS_FAULT_NON_CANONICAL);
  }
  // Sign extension, as on CPUs, is not a GPU address either.
  ExpectFault(Read(kVa | ~uint64_t{0} << RS_VA_BITS), RS_FAULT_NON_CANONICAL);
}

TEST_F(MmuTest, VmidWithoutContextIsInvalid) {
  ExpectFault(Read(kVa, 6), RS_FAULT_VMID_INVALID);
  EXPECT_EQ(bench_.reads(), 0u);
}

TEST_F(MmuTest, AbsentEntryFaultsAtEachLevel) {
  tables_.Map(root_, kVa, kPage, kReadWrite);
  for (int level = 0; level < RS_PT_LEVELS; ++level) {
    uint64_t& entry = tables_.Entry(root_, kVa, level);
    const uint64_t kept = entry;
    entry &= ~RS_PTE(VALID);
    bench_.Invalidate(kVmid);
    ExpectFault(Read(kVa), RS_FAULT_NOT_PRESENT);
    entry = kept;
  }
  // An absent page is not remembered: it needs no invalidation once it is there.
  ExpectPage(Read(kVa), kPage);
}

TEST_F(MmuTest, SparseEntryIsNotPresent) {
  tables_.Map(root_, kVa, kPage, kReadWrite | RS_PTE(PRT));
  ExpectFault(Read(kVa), RS_FAULT_NOT_PRESENT);
  ExpectFault(Write(kVa), RS_FAULT_NOT_PRESENT);
}

TEST_F(MmuTest, BusErrorFaultsAtEachLevel) {
  // A table outside memory; the leaf is the page itself, which the MMU does not read.
  for (int level = 1; level < RS_PT_LEVELS; ++level) {
    const uint64_t va = kVa + (uint64_t{1} << (RS_PAGE_SHIFT + level * RS_PT_INDEX_BITS));
    tables_.Entry(root_, va, level) = MmuBench::kMemoryBytes | RS_PTE(VALID);
    ExpectFault(Read(va), RS_FAULT_BUS_ERROR);
  }
  bench_.SetContext(7, MmuBench::kMemoryBytes, kPasid);
  ExpectFault(Read(kVa, 7), RS_FAULT_BUS_ERROR);
}

TEST_F(MmuTest, PermissionsAreCheckedAfterWalkAndAfterHit) {
  tables_.Map(root_, kVa, kPage, RS_PTE(READABLE));
  tables_.Map(root_, kVa + 0x1000, kPage, RS_PTE(WRITEABLE));
  tables_.Map(root_, kVa + 0x4000, kPage, 0);
  for (int pass = 0; pass < 2; ++pass) {
    ExpectFault(Write(kVa), RS_FAULT_NO_WRITE);
    ExpectPage(Read(kVa), kPage);
    ExpectFault(Read(kVa + 0x1000), RS_FAULT_NO_READ);
    ExpectPage(Write(kVa + 0x1000), kPage);
    ExpectFault(Read(kVa + 0x4000), RS_FAULT_NO_READ);
    ExpectFault(Write(kVa + 0x4000), RS_FAULT_NO_WRITE);
  }
}

TEST_F(MmuTest, LargePageMapsTwoMebibytes) {
  constexpr uint64_t kLarge = uint64_t{2} << 20;
  constexpr uint64_t kBase = kVa & ~(kLarge - 1);
  constexpr uint64_t kTarget = 0x12'3460'0000;
  static_assert(kTarget % kLarge == 0);
  // Address bits below the page's alignment do not count.
  tables_.MapLarge(root_, kBase, kTarget | 0x5000, kReadWrite);
  ExpectPage(Read(kBase + 0x12'3456), kTarget + 0x12'3456);
  EXPECT_EQ(bench_.reads(), 3u);
  ExpectPage(Read(kBase), kTarget);
  ExpectPage(Read(kBase + kLarge - 1), kTarget + kLarge - 1);
  EXPECT_EQ(bench_.reads(), 3u);
  ExpectFault(Read(kBase + kLarge), RS_FAULT_NOT_PRESENT);
  ExpectFault(Read(kBase - 1), RS_FAULT_NOT_PRESENT);
}

TEST_F(MmuTest, LargePagePermissionsAreChecked) {
  tables_.MapLarge(root_, kVa, 0, RS_PTE(READABLE));
  ExpectFault(Write(kVa), RS_FAULT_NO_WRITE);
}

TEST_F(MmuTest, LargeBitAboveLevelOneIsNotPresent) {
  for (int level = 2; level < RS_PT_LEVELS; ++level) {
    const uint64_t va = kVa + (uint64_t{1} << (RS_PAGE_SHIFT + level * RS_PT_INDEX_BITS));
    tables_.Entry(root_, va, level) = RS_PTE(VALID) | RS_PTE(PDE_IS_PTE) | kReadWrite;
    ExpectFault(Read(va), RS_FAULT_NOT_PRESENT);
  }
}

TEST_F(MmuTest, HitIsAnsweredInTheNextCycle) {
  tables_.Map(root_, kVa, kPage, kReadWrite);
  Read(kVa);
  ExpectPage(Read(kVa), kPage);
  EXPECT_EQ(bench_.last_latency(), 1u);
}

TEST_F(MmuTest, HitsAreTakenEveryCycle) {
  tables_.Map(root_, kVa, kPage, kReadWrite);
  Read(kVa);
  for (uint64_t i = 0; i < 64; ++i) {
    EXPECT_TRUE(bench_.Step(MmuRequest{.vmid = kVmid, .va = kVa + i}));
    if (i == 0) continue;
    ASSERT_TRUE(bench_.answer().has_value());
    ExpectPage(*bench_.answer(), kPage + i - 1);
  }
}

TEST_F(MmuTest, WalkTakesItsReadsAndFewCyclesMore) {
  for (const int latency : {1, 10, 100}) {
    bench_.SetLatency(latency, latency);
    const uint64_t va = kVa + (uint64_t{1} << 21) * latency;
    tables_.Map(root_, va, kPage, kReadWrite);
    Read(va);
    EXPECT_EQ(bench_.last_latency(), 4u * latency + 6);
    RecordProperty("walk_cycles_at_" + std::to_string(latency), bench_.last_latency());
    // The region's leaf table is known now.
    Read(va + 0x4000);
    EXPECT_EQ(bench_.last_latency(), latency + 3u);
    RecordProperty("leaf_walk_cycles_at_" + std::to_string(latency), bench_.last_latency());
  }
}

TEST_F(MmuTest, FourLeafTablesAreKnown) {
  constexpr uint64_t kRegion = uint64_t{2} << 20;
  for (uint64_t i = 0; i < 5; ++i) {
    for (uint64_t page = 0; page < 8; ++page) {
      tables_.Map(root_, kVa + i * kRegion + page * 0x4000, kPage + (i << 20) + (page << 12),
                  kReadWrite);
    }
  }
  // Reads that the walk of a page not met before takes.
  const auto reads = [&](uint64_t region, uint64_t page) {
    const uint64_t before = bench_.reads();
    ExpectPage(Read(kVa + region * kRegion + page * 0x4000), kPage + (region << 20) + (page << 12));
    return bench_.reads() - before;
  };
  for (uint64_t i = 0; i < 4; ++i) EXPECT_EQ(reads(i, 0), 4u);
  for (uint64_t i = 0; i < 4; ++i) EXPECT_EQ(reads(i, 1), 1u);
  EXPECT_EQ(reads(4, 0), 4u);
  EXPECT_EQ(reads(3, 2), 1u);
  EXPECT_EQ(reads(0, 2), 4u);
}

TEST_F(MmuTest, OneWalkServesFourNeighbours) {
  constexpr uint64_t kLine = kVa & ~uint64_t{0x3FFF};
  for (uint64_t i = 0; i < 4; ++i) {
    tables_.Map(root_, kLine + i * 0x1000, kPage + i * 0x10'0000, kReadWrite);
  }
  for (uint64_t i = 0; i < 4; ++i) {
    ExpectPage(Read(kLine + i * 0x1000 + i), kPage + i * 0x10'0000 + i);
  }
  EXPECT_EQ(Walks(), 1u);
  EXPECT_EQ(bench_.ReadRegister(mmu::kTlbHitsOffset), 3u);
  EXPECT_EQ(bench_.ReadRegister(mmu::kTlbMissesOffset), 1u);
}

// A neighbour that was absent when the line was filled is walked for, and the line is not doubled.
TEST_F(MmuTest, LateNeighbourIsAddedToItsLine) {
  constexpr uint64_t kLine = kVa & ~uint64_t{0x3FFF};
  tables_.Map(root_, kLine, kPage, kReadWrite);
  ExpectPage(Read(kLine), kPage);
  tables_.Map(root_, kLine + 0x3000, kPage + 0x9000, kReadWrite);
  ExpectPage(Read(kLine + 0x3000), kPage + 0x9000);
  EXPECT_EQ(Walks(), 2u);
  ExpectPage(Read(kLine), kPage);
  ExpectPage(Read(kLine + 0x3000), kPage + 0x9000);
  EXPECT_EQ(Walks(), 2u);
}

TEST_F(MmuTest, SixteenLinesAreKeptAndTheOldestGoes) {
  for (uint64_t i = 0; i < 17; ++i)
    tables_.Map(root_, kVa + i * 0x4000, kPage + (i << 12), kReadWrite);
  for (uint64_t i = 0; i < 16; ++i) Read(kVa + i * 0x4000);
  for (uint64_t i = 0; i < 16; ++i) ExpectPage(Read(kVa + i * 0x4000), kPage + (i << 12));
  EXPECT_EQ(Walks(), 16u);
  Read(kVa + 16 * 0x4000);
  Read(kVa + 1 * 0x4000);
  EXPECT_EQ(Walks(), 17u);
  Read(kVa);
  EXPECT_EQ(Walks(), 18u);
}

TEST_F(MmuTest, VmidsDoNotShareTranslations) {
  const uint64_t other = tables_.Allocate();
  bench_.SetContext(6, other, kPasid + 1);
  tables_.Map(root_, kVa, kPage, kReadWrite);
  tables_.Map(other, kVa, kPage + 0x1000, kReadWrite);
  for (int pass = 0; pass < 2; ++pass) {
    ExpectPage(Read(kVa), kPage);
    ExpectPage(Read(kVa, 6), kPage + 0x1000);
  }
}

TEST_F(MmuTest, WatcherSeesWalksAndFaults) {
  int walks = 0;
  int faults = 0;
  bool answered = false;
  while (!bench_.Step(MmuRequest{.vmid = kVmid, .va = kVa + 5})) {
  }
  while (!answered) {
    bench_.Settle();
    walks += bench_.model().watch_walk_valid_o;
    if (bench_.model().watch_fault_valid_o) {
      ++faults;
      EXPECT_EQ(bench_.model().watch_fault_vmid_o, kVmid);
      EXPECT_EQ(bench_.model().watch_fault_va_o, kVa + 5);
      EXPECT_EQ(bench_.model().watch_fault_reason_o, RS_FAULT_NOT_PRESENT);
    }
    bench_.Step();
    answered = bench_.answer().has_value();
  }
  EXPECT_EQ(walks, 1);
  EXPECT_EQ(faults, 1);
  EXPECT_EQ(Walks(), 1u);
  EXPECT_EQ(bench_.ReadRegister(mmu::kFaultsOffset), 1u);
}

}  // namespace
}  // namespace ringside
