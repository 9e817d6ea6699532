// Directed tests of the MMU's registers and of the PASID look-up.
#include "uapi/regs/mmu_regs.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "rtl/mmu/mmu_bench.h"
#include "rtl/mmu/mmu_fixture.h"
#include "uapi/interrupt.h"
#include "uapi/pte.h"

namespace ringside {
namespace {

namespace mmu = regs::mmu;

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

}  // namespace
}  // namespace ringside
