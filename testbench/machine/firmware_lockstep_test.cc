#include "testbench/machine/firmware_lockstep.h"

#include <cstdint>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "testbench/iss/assembler.h"
#include "testbench/iss/iss.h"

namespace ringside {
namespace {

// ADDI x5, x0, 7 at 0, as a right core reports it.
Retired FirstInstruction() {
  return {.insn = rv::Addi(5, 0, 7), .pc_rdata = 0, .pc_wdata = 4, .rd_addr = 5, .rd_wdata = 7};
}

TEST(FirmwareLockstep, FollowsWhatTheHostLoaded) {
  FirmwareLockstep lockstep;
  lockstep.OnHostWrite(false, 0, rv::Addi(5, 0, 7));
  EXPECT_TRUE(lockstep.OnRetire(FirstInstruction(), 0).ok());
  EXPECT_EQ(lockstep.instructions(), 1u);
}

TEST(FirmwareLockstep, NamesTheFieldThatDiffers) {
  FirmwareLockstep lockstep;
  lockstep.OnHostWrite(false, 0, rv::Addi(5, 0, 7));
  Retired wrong = FirstInstruction();
  wrong.rd_wdata = 8;
  const absl::Status status = lockstep.OnRetire(wrong, 0);
  ASSERT_FALSE(status.ok());
  EXPECT_NE(status.message().find("rd_wdata: core 0x8, iss 0x7"), std::string::npos) << status;
}

TEST(FirmwareLockstep, BeginsAnewAfterResetAndKeepsMemory) {
  FirmwareLockstep lockstep;
  lockstep.OnHostWrite(false, 0, rv::Addi(5, 0, 7));
  EXPECT_TRUE(lockstep.OnRetire(FirstInstruction(), 0).ok());
  EXPECT_FALSE(lockstep.OnRetire(FirstInstruction(), 0).ok());
  lockstep.OnReset();
  EXPECT_TRUE(lockstep.OnRetire(FirstInstruction(), 0).ok());
}

TEST(FirmwareLockstep, LoadsWhatTheHostWroteAndBelievesTheRest) {
  FirmwareLockstep lockstep;
  lockstep.OnHostWrite(true, 8, 0x1234);
  lockstep.OnHostWrite(false, 0, rv::Lui(6, 0x1000'0000));
  lockstep.OnHostWrite(false, 4, rv::Lw(7, 6, 8));
  lockstep.OnHostWrite(false, 8, rv::Lui(6, 0x4000'0000));
  lockstep.OnHostWrite(false, 12, rv::Lw(7, 6, 0));
  const auto lui = [](uint64_t order, uint32_t pc, uint32_t value) {
    return Retired{.order = order,
                   .insn = rv::Lui(6, value),
                   .pc_rdata = pc,
                   .pc_wdata = pc + 4,
                   .rd_addr = 6,
                   .rd_wdata = value};
  };
  const auto load = [](uint64_t order, uint32_t pc, uint32_t base, int offset, uint32_t value) {
    return Retired{.order = order,
                   .insn = rv::Lw(7, 6, offset),
                   .pc_rdata = pc,
                   .pc_wdata = pc + 4,
                   .rs1_addr = 6,
                   .rs1_rdata = base,
                   .rd_addr = 7,
                   .rd_wdata = value,
                   .mem_addr = base + offset,
                   .mem_rmask = 15,
                   .mem_rdata = value};
  };
  EXPECT_TRUE(lockstep.OnRetire(lui(0, 0, 0x1000'0000), 0).ok());
  EXPECT_TRUE(lockstep.OnRetire(load(1, 4, 0x1000'0000, 8, 0x1234), 0).ok());
  EXPECT_TRUE(lockstep.OnRetire(lui(2, 8, 0x4000'0000), 0).ok());
  EXPECT_TRUE(lockstep.OnRetire(load(3, 12, 0x4000'0000, 0, 0xabcd), 0).ok());
}

}  // namespace
}  // namespace ringside
