// User mode and memory protection on the core, in lock-step with the simulator.
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "rtl/core/core_harness.h"
#include "testbench/iss/assembler.h"

namespace ringside {
namespace {

constexpr uint32_t kHandler = 0x400;
constexpr uint32_t kUserCode = 0x800;
constexpr uint32_t kIllegal = 2;
constexpr uint32_t kLoadAccess = 5;
constexpr uint32_t kStoreAccess = 7;
constexpr uint32_t kEcallU = 8;
constexpr uint32_t kTimer = 1u << 7;
constexpr uint32_t kMpp = 0x1800;
constexpr uint32_t kTw = 1u << 21;

std::vector<uint32_t> WriteCsr(uint32_t csr, uint32_t value) {
  return {rv::Lui(1, value + 0x800), rv::Addi(1, 1, static_cast<int32_t>(value << 20) >> 20),
          rv::Csrrw(0, csr, 1)};
}

class CoreUserModeTest : public testing::Test {
 protected:
  // More of what machine mode does before it goes to user mode.
  void Before(const std::vector<uint32_t>& program) {
    before_.insert(before_.end(), program.begin(), program.end());
  }
  // Everything may be done everywhere, but for regions before 15.
  void AllowEverything() {
    Before(WriteCsr(rv::kPmpaddr0 + 15, 0xffffffff));
    Before(WriteCsr(rv::kPmpcfg0 + 3, 0x1f000000));
  }
  // Goes to user mode with `program`; then runs until the handler has put mcause into x20, mtval
  // into x21, mepc into x22 and mstatus into x23.
  void Run(const std::vector<uint32_t>& program) {
    std::vector<uint32_t> all = WriteCsr(rv::kMtvec, kHandler);
    const std::vector<uint32_t> mepc = WriteCsr(rv::kMepc, kUserCode);
    all.insert(all.end(), before_.begin(), before_.end());
    all.insert(all.end(), mepc.begin(), mepc.end());
    all.push_back(rv::Lui(1, 0x2000));
    all.push_back(rv::Addi(1, 1, -2048));
    all.push_back(rv::Csr(3, 0, rv::kMstatus, 1));
    all.push_back(rv::kMret);
    core_.LoadCode(0, all);
    core_.LoadCode(kUserCode, program);
    core_.LoadCode(kHandler,
                   {rv::Csrrs(20, rv::kMcause, 0), rv::Csrrs(21, rv::kMtval, 0),
                    rv::Csrrs(22, rv::kMepc, 0), rv::Csrrs(23, rv::kMstatus, 0), rv::Jal(0, 0)});
    while (core_.iss().pc() != kHandler + 16) {
      const absl::Status status = core_.Cycle();
      ASSERT_TRUE(status.ok()) << status.message();
      ASSERT_LT(core_.cycles(), 1000u);
    }
  }
  uint32_t reg(int index) const { return core_.iss().reg(index); }

  CoreHarness core_{{}};
  std::vector<uint32_t> before_;
};

TEST_F(CoreUserModeTest, EcallHasItsOwnCauseAndRemembersTheMode) {
  AllowEverything();
  Run({rv::Addi(2, 0, 7), rv::kEcall});
  EXPECT_EQ(reg(2), 7u);
  EXPECT_EQ(reg(20), kEcallU);
  EXPECT_EQ(reg(22), kUserCode + 4);
  EXPECT_EQ(reg(23) & kMpp, 0u);
}

class CoreForbiddenTest : public CoreUserModeTest, public testing::WithParamInterface<uint32_t> {};

TEST_P(CoreForbiddenTest, IsIllegal) {
  AllowEverything();
  Run({GetParam()});
  EXPECT_EQ(reg(20), kIllegal);
  EXPECT_EQ(reg(21), GetParam());
}

INSTANTIATE_TEST_SUITE_P(MachineModes, CoreForbiddenTest,
                         testing::Values(rv::kMret, rv::Csrrs(2, rv::kMstatus, 0),
                                         rv::Csrrs(2, 0xf14, 0), rv::Csrrs(2, 0xc00, 0),
                                         rv::Csrrs(2, rv::kPmpcfg0, 0)));

TEST_F(CoreUserModeTest, CountersAreReadableIfMachineModeSaysSo) {
  AllowEverything();
  Before({rv::Csr(5, 0, rv::kMcounteren, 4)});
  Run({rv::Csrrs(2, 0xc02, 0), rv::Csrrs(3, 0xc00, 0)});
  EXPECT_GT(reg(2), 10u);
  EXPECT_EQ(reg(20), kIllegal);
  EXPECT_EQ(reg(22), kUserCode + 4);
}

TEST_F(CoreUserModeTest, WaitingIsIllegalUnderTimeoutWait) {
  AllowEverything();
  Before({rv::Lui(1, kTw), rv::Csrrs(0, rv::kMstatus, 1)});
  Run({rv::kWfi});
  EXPECT_EQ(reg(20), kIllegal);
  EXPECT_EQ(reg(21), rv::kWfi);
}

TEST_F(CoreUserModeTest, InterruptsComeWhateverMieSays) {
  AllowEverything();
  Before({rv::Addi(1, 0, kTimer), rv::Csrrw(0, rv::kMie, 1)});
  core_.set_interrupts(kTimer);
  Run({rv::kWfi, rv::kNop});
  EXPECT_EQ(reg(20), 0x80000007u);
  EXPECT_EQ(reg(22), kUserCode + 4) << "WFI itself is never interrupted";
}

TEST_F(CoreUserModeTest, WithoutARegionNothingIsAllowed) {
  Run({rv::kNop});
  EXPECT_EQ(reg(20), 1u);
  EXPECT_EQ(reg(21), kUserCode);
  EXPECT_EQ(reg(22), kUserCode);
}

// Only the second half of the instruction lies in the region that forbids.
TEST_F(CoreUserModeTest, SecondHalfMayBeForbidden) {
  AllowEverything();
  Before(WriteCsr(rv::kPmpaddr0, (kUserCode + 4) >> 2));
  Before(WriteCsr(rv::kPmpcfg0, 0x13));  // NA4, read and write.
  const uint32_t insn = rv::Addi(2, 0, 7);
  Run({(insn & 0xffff) << 16 | 1, insn >> 16});
  EXPECT_EQ(reg(20), 1u);
  EXPECT_EQ(reg(21), kUserCode + 4);
  EXPECT_EQ(reg(22), kUserCode + 2);
}

TEST_F(CoreUserModeTest, StoreToWhatMayBeReadOnlyTraps) {
  AllowEverything();
  Before(WriteCsr(rv::kPmpaddr0, FlatMemory::kDataBase >> 2));
  Before(WriteCsr(rv::kPmpcfg0, 0x11));  // NA4, read.
  Run({rv::Lui(4, FlatMemory::kDataBase), rv::Lw(5, 4, 0), rv::Sw(5, 4, 4), rv::Sb(5, 4, 3)});
  EXPECT_EQ(reg(20), kStoreAccess);
  EXPECT_EQ(reg(21), FlatMemory::kDataBase + 3);
  EXPECT_EQ(reg(22), kUserCode + 12);
}

// MPRV makes machine mode's loads those of user mode, and not its fetches.
TEST_F(CoreUserModeTest, MachineModeLoadsAsUserMode) {
  Before({rv::Lui(4, FlatMemory::kDataBase), rv::Lw(5, 4, 0), rv::Lui(1, 0x22000),
          rv::Csrrw(0, rv::kMstatus, 1), rv::Lui(1, 0x2000), rv::Addi(1, 1, -2048),
          rv::Csr(3, 0, rv::kMstatus, 1), rv::Lw(5, 4, 4)});
  Run({rv::kNop});
  EXPECT_EQ(reg(20), kLoadAccess);
  EXPECT_EQ(reg(21), FlatMemory::kDataBase + 4);
  EXPECT_EQ(reg(23) & kMpp, kMpp) << "it was machine mode that trapped";
}

// A locked range keeps both its ends. Region 0 has none below it: not 15's.
TEST_F(CoreUserModeTest, LockedRangesStayAsTheyAre) {
  AllowEverything();
  constexpr uint32_t kLockedRanges = 0x8f8f008f;  // Regions 0, 2 and 3, all permissions.
  for (uint32_t i = 0; i < 4; ++i) Before(WriteCsr(rv::kPmpaddr0 + i, 0x100 + i));
  Before(WriteCsr(rv::kPmpcfg0, kLockedRanges));
  for (uint32_t i = 0; i < 5; ++i) Before(WriteCsr(rv::kPmpaddr0 + i, 0x200 + i));
  Before(WriteCsr(rv::kPmpcfg0, 0));
  Before({rv::Csrrs(2, rv::kPmpaddr0, 0), rv::Csrrs(3, rv::kPmpaddr0 + 1, 0),
          rv::Csrrs(4, rv::kPmpaddr0 + 2, 0), rv::Csrrs(5, rv::kPmpaddr0 + 4, 0),
          rv::Csrrs(6, rv::kPmpcfg0, 0)});
  Before(WriteCsr(rv::kPmpaddr0 + 15, 0x3ffffffe));
  Before({rv::Csrrs(7, rv::kPmpaddr0 + 15, 0)});
  Before(WriteCsr(rv::kPmpaddr0 + 15, 0x3fffffff));
  Run({rv::kEcall});
  EXPECT_EQ(reg(2), 0x100u);
  EXPECT_EQ(reg(3), 0x101u) << "the bottom of region 2";
  EXPECT_EQ(reg(4), 0x102u);
  EXPECT_EQ(reg(5), 0x204u);
  EXPECT_EQ(reg(6), kLockedRanges);
  EXPECT_EQ(reg(7), 0x3ffffffeu);
}

// What was fetched before the region was there does not run.
TEST_F(CoreUserModeTest, LockedRegionHoldsForTheVeryNextInstruction) {
  // Behind three CSR writes of three instructions.
  constexpr uint32_t kNext = 4 * (3 + 3 + 3);
  Before(WriteCsr(rv::kPmpaddr0, kNext >> 2));
  Before(WriteCsr(rv::kPmpcfg0, 0x93));  // NA4, locked, no execution.
  Run({rv::kNop});
  EXPECT_EQ(reg(20), 1u);
  EXPECT_EQ(reg(22), kNext);
}

}  // namespace
}  // namespace ringside
