#include "testbench/model/mmu_model.h"

#include <cstring>

#include "gtest/gtest.h"
#include "uapi/interrupt.h"
#include "uapi/pte.h"
#include "uapi/regs/mmu_regs.h"

namespace ringside::model {
namespace {

namespace mmu = ::ringside::regs::mmu;

constexpr uint32_t kVmid = 5;
constexpr uint32_t kPasid = 0x123;
constexpr uint64_t kTables = 0x10000;  // Root, then a table a level.
constexpr uint64_t kVa = 0x40'0000;    // Index 2 in its level-1 table, 0 in all others.
constexpr uint64_t kPage = 0x80000;

class MmuModelTest : public testing::Test {
 protected:
  void SetUp() override {
    for (uint32_t level = 3; level > 0; --level) SetEntry(level, Table(level - 1) | RS_PTE(VALID));
    SetEntry(0, kPage | RS_PTE(VALID) | RS_PTE(READABLE));
    ASSERT_TRUE(Write(mmu::VmidRootLoOffset(kVmid), Low(Table(3))));
    ASSERT_TRUE(Write(mmu::VmidContextOffset(kVmid), kPasid | mmu::kVmidContextValidMask));
  }

  static uint64_t Table(uint32_t level) { return kTables + (3 - level) * RS_PAGE_BYTES; }
  void SetEntry(uint32_t level, uint64_t entry) {
    const uint64_t index = level == 1 ? 2 : 0;
    std::memcpy(memory_.At(Table(level) + index * 8, 8), &entry, 8);
  }
  bool Write(uint32_t offset, uint32_t value) {
    return model_.WriteRegister(offset, value, Side::kFirmware);
  }
  uint32_t Reason(uint64_t va, bool write) { return model_.Translate(kVmid, va, write).reason; }

  BusMemory memory_{1 << 20, 1 << 20};
  Bus bus_{&memory_};
  MmuModel model_{&bus_};
};

TEST_F(MmuModelTest, WalksAndChecksPermission) {
  const MmuModel::Translation at = model_.Translate(kVmid, kVa + 0x123, false);
  EXPECT_EQ(at.reason, uint32_t{RS_FAULT_NONE});
  EXPECT_EQ(at.address, kPage + 0x123);
  EXPECT_EQ(Reason(kVa, true), uint32_t{RS_FAULT_NO_WRITE});
  SetEntry(0, kPage | RS_PTE(VALID) | RS_PTE(WRITEABLE));
  ASSERT_TRUE(Write(mmu::kInvReqOffset, kVmid));
  EXPECT_EQ(Reason(kVa, false), uint32_t{RS_FAULT_NO_READ});
}

TEST_F(MmuModelTest, EachFaultHasItsReason) {
  EXPECT_EQ(Reason(uint64_t{1} << 48, false), uint32_t{RS_FAULT_NON_CANONICAL});
  EXPECT_EQ(model_.Translate(6, kVa, false).reason, uint32_t{RS_FAULT_VMID_INVALID});
  EXPECT_EQ(Reason(kVa + RS_PAGE_BYTES, false), uint32_t{RS_FAULT_NOT_PRESENT});
  SetEntry(0, kPage | RS_PTE(VALID) | RS_PTE(PRT) | RS_PTE(READABLE));
  EXPECT_EQ(Reason(kVa, false), uint32_t{RS_FAULT_NOT_PRESENT});
  SetEntry(2, 0x30000000 | RS_PTE(VALID));
  EXPECT_EQ(Reason(kVa, false), uint32_t{RS_FAULT_BUS_ERROR});
  SetEntry(2, Table(1) | RS_PTE(VALID) | RS_PTE(PDE_IS_PTE));
  EXPECT_EQ(Reason(kVa, false), uint32_t{RS_FAULT_NOT_PRESENT});
  EXPECT_EQ(model_.Translate(0, kVa, true).address, kVa);
}

TEST_F(MmuModelTest, LargePagesAreAligned) {
  SetEntry(1, 0x401000 | RS_PTE(VALID) | RS_PTE(READABLE) | RS_PTE(PDE_IS_PTE));
  EXPECT_EQ(model_.Translate(kVmid, kVa + 0x12345, false).address, 0x400000u + 0x12345u);
}

TEST_F(MmuModelTest, RemembersWhatWasThereUntilInvalidated) {
  EXPECT_EQ(Reason(kVa, false), uint32_t{RS_FAULT_NONE});
  SetEntry(0, 0);
  EXPECT_EQ(Reason(kVa, false), uint32_t{RS_FAULT_NONE});
  // Of another process, and another range: not meant.
  ASSERT_TRUE(Write(mmu::kInvReqOffset, mmu::kInvReqByPasidMask | (kPasid + 1)));
  ASSERT_TRUE(Write(mmu::kInvStartLoOffset, 0x800));
  ASSERT_TRUE(Write(mmu::kInvPagesOffset, 1));
  ASSERT_TRUE(Write(mmu::kInvReqOffset, mmu::kInvReqRangeMask | kVmid));
  EXPECT_EQ(Reason(kVa, false), uint32_t{RS_FAULT_NONE});
  ASSERT_TRUE(Write(mmu::kInvReqOffset, mmu::kInvReqByPasidMask | kPasid));
  EXPECT_EQ(Reason(kVa, false), uint32_t{RS_FAULT_NOT_PRESENT});
  EXPECT_EQ(mmu::GetInvStatusDone(*model_.ReadRegister(mmu::kInvStatusOffset, Side::kHost)), 3u);
}

TEST_F(MmuModelTest, ARangeAndAContextWriteForget) {
  EXPECT_EQ(Reason(kVa, false), uint32_t{RS_FAULT_NONE});
  SetEntry(0, 0);
  ASSERT_TRUE(Write(mmu::kInvStartLoOffset, Low(kVa >> RS_PAGE_SHIFT)));
  ASSERT_TRUE(Write(mmu::kInvPagesOffset, 1));
  ASSERT_TRUE(Write(mmu::kInvReqOffset, mmu::kInvReqRangeMask | kVmid));
  EXPECT_EQ(Reason(kVa, false), uint32_t{RS_FAULT_NOT_PRESENT});
  SetEntry(0, kPage | RS_PTE(VALID) | RS_PTE(READABLE));
  EXPECT_EQ(Reason(kVa, false), uint32_t{RS_FAULT_NONE});
  ASSERT_TRUE(Write(mmu::VmidContextOffset(kVmid), 0));
  EXPECT_EQ(Reason(kVa, false), uint32_t{RS_FAULT_VMID_INVALID});
}

TEST_F(MmuModelTest, AbsenceIsNotRemembered) {
  SetEntry(0, 0);
  EXPECT_EQ(Reason(kVa, false), uint32_t{RS_FAULT_NOT_PRESENT});
  SetEntry(0, kPage | RS_PTE(VALID) | RS_PTE(READABLE));
  EXPECT_EQ(Reason(kVa, false), uint32_t{RS_FAULT_NONE});
}

TEST_F(MmuModelTest, HostWritesNoContexts) {
  EXPECT_FALSE(model_.WriteRegister(mmu::VmidContextOffset(kVmid), 0, Side::kHost));
  EXPECT_TRUE(model_.WriteRegister(mmu::kInvReqOffset, kVmid, Side::kHost));
  EXPECT_EQ(model_.pasid(kVmid), kPasid);
}

}  // namespace
}  // namespace ringside::model
