// What the directed tests of the MMU share: an MMU with one process's root table, and checks of
// answers.
#ifndef RINGSIDE_RTL_MMU_MMU_FIXTURE_H_
#define RINGSIDE_RTL_MMU_MMU_FIXTURE_H_

#include <cstdint>

#include "gtest/gtest.h"
#include "rtl/mmu/mmu_bench.h"
#include "rtl/mmu/page_tables.h"
#include "uapi/interrupt.h"
#include "uapi/pte.h"
#include "uapi/regs/mmu_regs.h"

namespace ringside {

inline constexpr uint32_t kVmid = 5;
inline constexpr uint32_t kPasid = 0x8001;
inline constexpr uint64_t kReadWrite = RS_PTE(READABLE) | RS_PTE(WRITEABLE);
// Different indexes at all four levels, and not the first page of a TLB line.
inline constexpr uint64_t kVa = 0x8123'4567'6000;
inline constexpr uint64_t kPage = 0x4765'4321'0000;

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
  uint32_t Walks() { return bench_.ReadRegister(regs::mmu::kWalksOffset); }

  MmuBench bench_;
  PageTables tables_;
  uint64_t root_;
};

inline void ExpectPage(const MmuAnswer& answer, uint64_t pa) {
  EXPECT_TRUE(answer.ok) << "reason " << answer.reason;
  EXPECT_EQ(answer.reason, RS_FAULT_NONE);
  EXPECT_EQ(answer.pa, pa);
}

inline void ExpectFault(const MmuAnswer& answer, uint32_t reason) {
  EXPECT_FALSE(answer.ok);
  EXPECT_EQ(answer.reason, reason);
}

}  // namespace ringside

#endif  // RINGSIDE_RTL_MMU_MMU_FIXTURE_H_
