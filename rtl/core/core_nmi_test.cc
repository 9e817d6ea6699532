// The non-maskable interrupt on the core, in lock-step with the simulator: what it leaves, and that
// it is never lost beside another trap.
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "rtl/core/core_harness.h"
#include "testbench/iss/assembler.h"

namespace ringside {
namespace {

constexpr uint32_t kHandler = 0x400;
constexpr uint32_t kNmiCause = 0x80000000;
constexpr uint32_t kTimer = 1u << 7;
// Counted by the handler: NMIs, exceptions, other interrupts.
constexpr int kNmis = 10;
constexpr int kExceptions = 11;
constexpr int kInterrupts = 12;
constexpr int kCause = 20;
constexpr int kMepc = 21;
constexpr int kMtval = 22;
constexpr int kMstatus = 23;

// Behind what sets mtvec.
constexpr uint32_t kBody = 20;

// `mode` of mtvec, then `body`. The handler counts; from exceptions it goes on behind them, and
// from an NMI it stays in an endless loop.
void Load(CoreHarness* core, uint32_t mode, const std::vector<uint32_t>& body) {
  std::vector<uint32_t> program = {rv::Addi(1, 0, static_cast<int32_t>(kHandler + mode)),
                                   rv::Csrrw(0, rv::kMtvec, 1), rv::Addi(kNmis, 0, 0),
                                   rv::Addi(kExceptions, 0, 0), rv::Addi(kInterrupts, 0, 0)};
  program.insert(program.end(), body.begin(), body.end());
  core->LoadCode(0, program);
  core->LoadCode(
      kHandler,
      {rv::Csrrs(kCause, rv::kMcause, 0), rv::Slli(2, kCause, 1), rv::Beq(2, 0, 40),
       rv::Branch(4, kCause, 0, 20), rv::Addi(kExceptions, kExceptions, 1),
       rv::Csrrs(2, rv::kMepc, 0), rv::Addi(2, 2, 4), rv::Jal(0, 12),
       rv::Addi(kInterrupts, kInterrupts, 1), rv::Csrrs(2, rv::kMepc, 0),
       rv::Csrrw(0, rv::kMepc, 2), rv::kMret,
       // NMI.
       rv::Addi(kNmis, kNmis, 1), rv::Csrrs(kMepc, rv::kMepc, 0), rv::Csrrs(kMtval, rv::kMtval, 0),
       rv::Csrrs(kMstatus, rv::kMstatus, 0), rv::Jal(0, 0)});
}

void Cycles(CoreHarness* core, int cycles) {
  for (int i = 0; i < cycles; ++i) {
    const absl::Status status = core->Cycle();
    ASSERT_TRUE(status.ok()) << status.message();
  }
}

// In vectored mode too it goes to the base.
TEST(CoreNmiTest, LeavesCauseAndPlace) {
  for (const uint32_t mode : {0u, 1u}) {
    CoreHarness core({});
    Load(&core, mode, {rv::Jal(0, 0)});
    Cycles(&core, 20);
    core.set_nmi(true);
    Cycles(&core, 40);
    EXPECT_EQ(core.iss().reg(kCause), kNmiCause);
    EXPECT_EQ(core.iss().reg(kMepc), kBody);
    EXPECT_EQ(core.iss().reg(kMtval), 0u);
    EXPECT_EQ(core.iss().reg(kMstatus), 0x1800u);
    EXPECT_EQ(core.iss().reg(kNmis), 1u) << "once an edge, however long the pin stays";
  }
}

TEST(CoreNmiTest, WakesASleeperThatHasNothingEnabled) {
  CoreHarness core({});
  Load(&core, 0, {rv::kWfi, rv::Jal(0, 0)});
  Cycles(&core, 30);
  ASSERT_TRUE(core.sleeping());
  core.set_nmi(true);
  Cycles(&core, 1);
  core.set_nmi(false);
  Cycles(&core, 40);
  EXPECT_EQ(core.iss().reg(kNmis), 1u);
  EXPECT_EQ(core.iss().reg(kMepc), kBody + 4) << "behind WFI";
}

// The program traps in each instruction, with an interrupt besides: one cycle of the pin anywhere.
TEST(CoreNmiTest, IsNotLostBesideOtherTraps) {
  for (const uint32_t latency : {1u, 4u}) {
    for (int offset = 10; offset < 150; ++offset) {
      CoreHarness core({.seed = 1, .max_fetch_latency = 1, .max_data_latency = latency});
      Load(&core, 0,
           {rv::Addi(3, 0, kTimer), rv::Csrrw(0, rv::kMie, 3), rv::Csr(6, 0, rv::kMstatus, 8),
            rv::Lw(4, 0, 4), rv::kEcall, rv::Sw(4, 0, 0), rv::AmoaddW(4, 0, 4), rv::kEbreak,
            rv::Lw(4, 0, 2), rv::Jal(0, -24)});
      for (int cycle = 0; cycle < offset + 60; ++cycle) {
        core.set_nmi(cycle == offset);
        core.set_interrupts(cycle / 16 % 2 == 0 ? kTimer : 0);
        const absl::Status status = core.Cycle();
        ASSERT_TRUE(status.ok()) << "offset " << offset << ": " << status.message();
      }
      EXPECT_EQ(core.iss().reg(kNmis), 1u) << "offset " << offset;
    }
  }
}

// Nothing works at the trap vector, so that the core traps in every instruction; even then.
TEST(CoreNmiTest, ComesThroughATrapLoop) {
  CoreHarness core({});
  core.LoadCode(0, {rv::Lui(1, 0x20000000), rv::Csrrw(0, rv::kMtvec, 1), rv::kEcall});
  Cycles(&core, 50);
  core.set_nmi(true);
  bool taken = false;
  for (int i = 0; i < 20; ++i) {
    Cycles(&core, 1);
    taken |= core.retired_after_nmi();
  }
  EXPECT_TRUE(taken);
}

}  // namespace
}  // namespace ringside
