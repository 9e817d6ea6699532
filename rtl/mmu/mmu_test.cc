// Directed tests of the MMU: every fault reason at every level, hits, latencies, invalidations,
// registers.
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "rtl/mmu/mmu_bench.h"
#include "rtl/mmu/page_tables.h"
#include "uapi/interrupt.h"
#include "uapi/pte.h"
#include "uapi/regs/mmu_regs.h"

namespace ringside {
namespace {

namespace mmu = regs::mmu;

constexpr uint32_t kVmid = 5;
constexpr uint32_t kPasid = 0x8001;
constexpr uint64_t kReadWrite = RS_PTE(READABLE) | RS_PTE(WRITEABLE);
// Different indexes at all four levels, and not the first page of a TLB line.
constexpr uint64_t kVa = 0x8123'4567'6000;
constexpr uint64_t kPage = 0x4765'4321'0000;

class MmuTest : public testing::Test {
 protected:
  MmuTest() : tables_(&bench_.memory()), root_(tables_.Allocate()) {
    bench_.SetContext(kVmid, root_, kPasid);
  }

  MmuAnswer Read(uint64_t va, uint32_t vmid = kVmid) {
    return bench_.Translate({.vmid = vmid, .va = va});
  }
  MmuAnswer Write(uint64_t va) {
    return bench_.Translate({.vmid = kVmid, .va = va, .write = true});
  }
  uint32_t Walks() { return bench_.ReadRegister(mmu::kWalksOffset); }

  MmuBench bench_;
  PageTables tables_;
  uint64_t root_;
};

void ExpectPage(const MmuAnswer& answer, uint64_t pa) {
  EXPECT_TRUE(answer.ok) << "reason " << answer.reason;
  EXPECT_EQ(answer.reason, RS_FAULT_NONE);
  EXPECT_EQ(answer.pa, pa);
}

void ExpectFault(const MmuAnswer& answer, uint32_t reason) {
  EXPECT_FALSE(answer.ok);
  EXPECT_EQ(answer.reason, reason);
}

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

TEST_F(MmuTest, WalkTakesFourReadsAndSixCycles) {
  for (const int latency : {1, 10, 100}) {
    bench_.SetLatency(latency, latency);
    const uint64_t va = kVa + (uint64_t{1} << 21) * latency;
    tables_.Map(root_, va, kPage, kReadWrite);
    Read(va);
    EXPECT_EQ(bench_.last_latency(), 4u * latency + 6);
    RecordProperty("walk_cycles_at_" + std::to_string(latency), bench_.last_latency());
  }
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

class MmuInvalidateTest : public MmuTest {
 protected:
  // Remembers kVa of VMIDs 5, 6 (one process) and 7 (another), then moves the page in all three.
  MmuInvalidateTest() {
    for (uint32_t vmid : {5, 6, 7}) {
      bench_.SetContext(vmid, root_, vmid == 7 ? kPasid + 1 : kPasid);
    }
    tables_.Map(root_, kVa, kPage, kReadWrite);
    for (uint32_t vmid : {5, 6, 7}) Read(kVa, vmid);
    tables_.Map(root_, kVa, kPage + 0x1000, kReadWrite);
  }

  // Which of the three VMIDs see the move.
  std::vector<uint32_t> Fresh() {
    std::vector<uint32_t> fresh;
    for (uint32_t vmid : {5, 6, 7}) {
      if (Read(kVa, vmid).pa == kPage + 0x1000) fresh.push_back(vmid);
    }
    return fresh;
  }

  void SetRange(uint64_t va, uint32_t pages) {
    bench_.WriteRegister(mmu::kInvStartLoOffset, static_cast<uint32_t>(va >> 12));
    bench_.WriteRegister(mmu::kInvStartHiOffset, static_cast<uint32_t>(va >> 44));
    bench_.WriteRegister(mmu::kInvPagesOffset, pages);
  }
};

using Vmids = std::vector<uint32_t>;

TEST_F(MmuInvalidateTest, NothingChangesWithout) { EXPECT_EQ(Fresh(), Vmids{}); }

TEST_F(MmuInvalidateTest, ByVmid) {
  bench_.Invalidate(6);
  EXPECT_EQ(Fresh(), Vmids{6});
}

TEST_F(MmuInvalidateTest, ByPasid) {
  bench_.Invalidate(kPasid | mmu::kInvReqByPasidMask);
  EXPECT_EQ(Fresh(), (Vmids{5, 6}));
}

TEST_F(MmuInvalidateTest, ByPasidOfNobody) {
  bench_.Invalidate(0x1234 | mmu::kInvReqByPasidMask);
  EXPECT_EQ(Fresh(), Vmids{});
}

TEST_F(MmuInvalidateTest, All) {
  bench_.Invalidate(mmu::kInvReqAllMask);
  EXPECT_EQ(Fresh(), (Vmids{5, 6, 7}));
}

TEST_F(MmuInvalidateTest, RangeHitsOnlyItsPages) {
  // The line of kVa is [kVa - 0x2000, kVa + 0x2000).
  SetRange(kVa - 0x6000, 4);
  bench_.Invalidate(5 | mmu::kInvReqRangeMask);
  SetRange(kVa + 0x2000, 100);
  bench_.Invalidate(5 | mmu::kInvReqRangeMask);
  EXPECT_EQ(Fresh(), Vmids{});
  SetRange(kVa, 1);
  bench_.Invalidate(5 | mmu::kInvReqRangeMask);
  EXPECT_EQ(Fresh(), Vmids{5});
}

TEST_F(MmuInvalidateTest, RangeOfAnyPageOfALineDropsTheLine) {
  for (uint64_t page = 0; page < 4; ++page) {
    tables_.Map(root_, kVa, kPage + 0x2000, kReadWrite);
    bench_.Invalidate(mmu::kInvReqAllMask);
    Read(kVa);
    tables_.Map(root_, kVa, kPage + 0x1000, kReadWrite);
    SetRange((kVa & ~uint64_t{0x3FFF}) + page * RS_PAGE_BYTES, 1);
    bench_.Invalidate(5 | mmu::kInvReqRangeMask);
    ExpectPage(Read(kVa), kPage + 0x1000);
  }
}

TEST_F(MmuInvalidateTest, RangeMayReachTheEndOfTheSpace) {
  SetRange(kVa - 0x10'0000, 0xFFFF'FFFF);
  bench_.Invalidate(7 | mmu::kInvReqRangeMask);
  EXPECT_EQ(Fresh(), Vmids{7});
}

TEST_F(MmuInvalidateTest, RangeInsideALargePageDropsIt) {
  constexpr uint64_t kBase = 0x7000'0000'0000;
  tables_.MapLarge(root_, kBase, 0, kReadWrite);
  ExpectPage(Read(kBase), 0);
  tables_.MapLarge(root_, kBase, uint64_t{2} << 20, kReadWrite);
  SetRange(kBase + 0x10'0000, 1);
  bench_.Invalidate(5 | mmu::kInvReqRangeMask);
  ExpectPage(Read(kBase), uint64_t{2} << 20);
}

TEST_F(MmuInvalidateTest, ContextWriteDropsTheVmid) {
  bench_.SetContext(6, root_, kPasid);
  EXPECT_EQ(Fresh(), Vmids{6});
  bench_.SetContext(6, root_, kPasid, /*valid=*/false);
  ExpectFault(Read(kVa, 6), RS_FAULT_VMID_INVALID);
  EXPECT_EQ(bench_.ReadRegister(mmu::kInvalidationsOffset), 0u);
}

TEST_F(MmuInvalidateTest, CountsWhatIsDone) {
  for (uint32_t i = 1; i <= 3; ++i) {
    bench_.Invalidate(5);
    EXPECT_EQ(bench_.ReadRegister(mmu::kInvStatusOffset), i << mmu::kInvStatusDoneShift);
    EXPECT_EQ(bench_.ReadRegister(mmu::kInvalidationsOffset), i);
  }
}

// At every moment of a walk: once an invalidation is done, neither an answer nor the TLB is older.
TEST_F(MmuInvalidateTest, WalkInFlightStartsOver) {
  constexpr uint64_t kOther = kVa + 0x10'0000;
  bench_.SetLatency(20, 20);
  int late_answers = 0;
  for (int delay = 0; delay < 90; ++delay) {
    tables_.Map(root_, kOther, kPage, kReadWrite);
    bench_.Invalidate(mmu::kInvReqAllMask);
    while (!bench_.Step(MmuRequest{.vmid = 5, .va = kOther})) {
    }
    bool answered = false;
    for (int i = 0; i < delay; ++i) {
      bench_.Step();
      answered |= bench_.answer().has_value();
    }
    tables_.Map(root_, kOther, kPage + 0x5000, kReadWrite);
    RegisterAccess access{
        .write = true, .from_host = true, .address = mmu::kInvReqOffset, .data = 5};
    bench_.StepWithRegister(&access);
    ASSERT_FALSE(access.error);
    do {
      answered |= bench_.answer().has_value();
      access = {.address = mmu::kInvStatusOffset};
      bench_.StepWithRegister(&access);
    } while (access.data & mmu::kInvStatusBusyMask);
    answered |= bench_.answer().has_value();
    if (!answered) {
      while (!bench_.answer().has_value()) bench_.Step();
      ExpectPage(*bench_.answer(), kPage + 0x5000);
      ++late_answers;
    }
    ExpectPage(Read(kOther), kPage + 0x5000);
  }
  EXPECT_GT(late_answers, 70);
}

TEST_F(MmuInvalidateTest, BusyWhileAnOldReadIsInFlight) {
  bench_.SetLatency(50, 50);
  while (!bench_.Step(MmuRequest{.vmid = 5, .va = kVa + 0x10'0000})) {
  }
  for (int i = 0; i < 10; ++i) bench_.Step();
  const uint64_t reads = bench_.reads();
  EXPECT_EQ(reads % 4, 1u);
  const uint64_t before = bench_.cycle();
  bench_.Invalidate(5);
  EXPECT_GE(bench_.cycle() - before, 35u);
  // Another VMID's walk does not keep an invalidation waiting.
  while (!bench_.answer().has_value()) bench_.Step();
  while (!bench_.Step(MmuRequest{.vmid = 7, .va = kVa + 0x10'0000})) {
  }
  for (int i = 0; i < 10; ++i) bench_.Step();
  const uint64_t other = bench_.cycle();
  bench_.Invalidate(5);
  EXPECT_LE(bench_.cycle() - other, 5u);
}

TEST_F(MmuTest, ContextsReadBack) {
  bench_.SetContext(15, 0xFEDC'BA98'7000, 0xBEEF);
  EXPECT_EQ(bench_.ReadRegister(mmu::VmidRootLoOffset(15)), 0xBA98'7000u);
  EXPECT_EQ(bench_.ReadRegister(mmu::VmidRootHiOffset(15)), 0xFEDCu);
  EXPECT_EQ(bench_.ReadRegister(mmu::VmidContextOffset(15)), mmu::kVmidContextValidMask | 0xBEEF);
}

TEST_F(MmuTest, InterruptsLearnThePasid) {
  bench_.SetContext(9, root_, 0x1111);
  bench_.SetContext(0, 0, 0x2222);
  bench_.model().pasid_vmid_i = 9;
  bench_.Step();
  EXPECT_EQ(bench_.model().pasid_o, 0x1111);
  bench_.model().pasid_vmid_i = 0;
  bench_.Step();
  EXPECT_EQ(bench_.model().pasid_o, 0x2222);
}

TEST_F(MmuTest, HostMayReadButNotWriteContexts) {
  for (const uint32_t address :
       {mmu::VmidRootLoOffset(5), mmu::VmidRootHiOffset(5), mmu::VmidContextOffset(5)}) {
    const uint32_t before = bench_.ReadRegister(address);
    RegisterAccess write{.write = true, .from_host = true, .address = address, .data = ~0u};
    bench_.StepWithRegister(&write);
    EXPECT_TRUE(write.error);
    RegisterAccess read{.from_host = true, .address = address};
    bench_.StepWithRegister(&read);
    EXPECT_FALSE(read.error);
    EXPECT_EQ(read.data, before);
  }
}

TEST_F(MmuTest, UnknownRegistersAndWritesToCountersAreErrors) {
  for (const uint32_t address : {0x00Cu, 0x114u, 0x11Cu, 0x134u, 0x200u, 0xFFCu}) {
    RegisterAccess read{.address = address};
    bench_.StepWithRegister(&read);
    EXPECT_TRUE(read.error) << std::hex << address;
  }
  for (const uint32_t address :
       {mmu::kInvStatusOffset, mmu::kTlbHitsOffset, mmu::kTlbMissesOffset, mmu::kWalksOffset,
        mmu::kFaultsOffset, mmu::kInvalidationsOffset}) {
    RegisterAccess write{.write = true, .address = address, .data = 1};
    bench_.StepWithRegister(&write);
    EXPECT_TRUE(write.error) << std::hex << address;
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
