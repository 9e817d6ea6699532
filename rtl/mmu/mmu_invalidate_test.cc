// Directed tests of invalidation: what is dropped, what is kept, and when it is done.
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "rtl/mmu/mmu_bench.h"
#include "rtl/mmu/mmu_fixture.h"
#include "uapi/interrupt.h"
#include "uapi/pte.h"
#include "uapi/regs/mmu_regs.h"

namespace ringside {
namespace {

namespace mmu = regs::mmu;

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

// Any range: what moved is the table, not a page of the range.
TEST_F(MmuInvalidateTest, DropsLeafTablesOfTheVmid) {
  const uint64_t other = tables_.Allocate();
  bench_.memory()[other / 8 + (kVa >> 12) % 512 + 4] =
      (kPage + 0x7000) | kReadWrite | RS_PTE(VALID);
  tables_.Map(root_, kVa + 0x4000, kPage + 0x6000, kReadWrite);
  tables_.Entry(root_, kVa, 1) = other | RS_PTE(VALID);
  SetRange(0, 1);
  bench_.Invalidate(6 | regs::mmu::kInvReqRangeMask);
  ExpectPage(Read(kVa + 0x4000, 5), kPage + 0x6000);
  ExpectPage(Read(kVa + 0x4000, 6), kPage + 0x7000);
}

// A walk that starts around the write of INV_REQ must not use the leaf table known before.
TEST_F(MmuInvalidateTest, WalkThatStartsMeanwhileForgetsLeafTables) {
  for (int lead = 0; lead < 3; ++lead) {
    const uint64_t region = kVa + (uint64_t{2} << 20) * (lead + 1);
    const MmuRequest request{.vmid = 5, .va = region + 0x4000};
    tables_.Map(root_, region, kPage, kReadWrite);
    tables_.Map(root_, request.va, kPage + 0x6000, kReadWrite);
    ExpectPage(Read(region), kPage);
    tables_.Entry(root_, region, 1) = 0;
    tables_.Map(root_, request.va, kPage + 0x7000, kReadWrite);

    bool taken = lead > 0 && bench_.Step(request);
    for (int i = 1; i < lead; ++i) bench_.Step();
    RegisterAccess invalidate{.write = true, .address = mmu::kInvReqOffset, .data = 5};
    if (lead == 0) taken = bench_.StepWithRegister(&invalidate, request);
    if (lead > 0) bench_.StepWithRegister(&invalidate);
    ASSERT_TRUE(taken);
    while (!bench_.answer().has_value()) bench_.Step();
    ExpectPage(*bench_.answer(), kPage + 0x7000);
  }
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
  // Far from kVa, so that no leaf table is known.
  constexpr uint64_t kFar = kVa ^ uint64_t { 1 } << 40;
  while (!bench_.Step(MmuRequest{.vmid = 5, .va = kFar})) {
  }
  for (int i = 0; i < 10; ++i) bench_.Step();
  const uint64_t reads = bench_.reads();
  EXPECT_EQ(reads % 4, 1u);
  const uint64_t before = bench_.cycle();
  bench_.Invalidate(5);
  EXPECT_GE(bench_.cycle() - before, 35u);
  // Another VMID's walk does not keep an invalidation waiting.
  while (!bench_.answer().has_value()) bench_.Step();
  while (!bench_.Step(MmuRequest{.vmid = 7, .va = kFar})) {
  }
  for (int i = 0; i < 10; ++i) bench_.Step();
  const uint64_t other = bench_.cycle();
  bench_.Invalidate(5);
  EXPECT_LE(bench_.cycle() - other, 5u);
}

// A request that comes after the write of INV_REQ sees its effect, done or not.
TEST_F(MmuInvalidateTest, RequestAfterTheWriteIsFresh) {
  RegisterAccess invalidate{.write = true, .address = mmu::kInvReqOffset, .data = 5};
  bench_.StepWithRegister(&invalidate);
  ExpectPage(Read(kVa), kPage + 0x1000);
}

}  // namespace
}  // namespace ringside
