// Debug mode and triggers: what the debugger does is seen, and nothing that it does not.
#include <array>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "rtl/core/core_harness.h"
#include "testbench/iss/assembler.h"
#include "testbench/iss/flat_memory.h"

namespace ringside {
namespace {

constexpr uint32_t kTselect = 0x7a0;
constexpr uint32_t kTdata1 = 0x7a1;
constexpr uint32_t kTdata2 = 0x7a2;
constexpr uint32_t kDcsr = 0x7b0;
constexpr uint32_t kDpc = 0x7b1;
constexpr uint32_t kDscratch0 = 0x7b2;
constexpr uint32_t kData0 = 0x7c0;

constexpr uint32_t kDcsrStep = 1 << 2;
constexpr uint32_t kDcsrEbreakm = 1 << 15;
constexpr uint32_t kCauseEbreak = 1;
constexpr uint32_t kCauseTrigger = 2;
constexpr uint32_t kCauseHalt = 3;
constexpr uint32_t kCauseStep = 4;
constexpr uint32_t kCauseReset = 5;

// tdata1: type 2 for the debugger, in both modes, into debug mode.
constexpr uint32_t kToDebug = 2u << 28 | 1u << 27 | 1u << 12 | 1u << 6 | 1u << 3;
constexpr uint32_t kExecute = 4;
constexpr uint32_t kStore = 2;
constexpr uint32_t kLoad = 1;

constexpr uint32_t kHandler = 0x200;
constexpr uint32_t kEnd = 0x100;
constexpr int kDeadlineCycles = 40;

// A loop of all that takes time or goes elsewhere, twice; then it waits at kEnd.
std::vector<uint32_t> Program() {
  std::vector<uint32_t> code = {
      rv::Addi(1, 0, kHandler),
      rv::Csrrw(0, rv::kMtvec, 1),
      rv::Lui(2, FlatMemory::kDataBase),
      rv::Addi(3, 0, 2),
      // The loop.
      rv::Addi(4, 4, 7),
      rv::Sw(4, 2, 8),
      rv::Lw(5, 2, 8),
      rv::Add(6, 5, 4),
      rv::Mul(7, 6, 5),
      rv::Div(8, 7, 3),
      0x0405'0405,  // C.ADDI x8, 1, twice.
      rv::kEcall,
      rv::Lw(9, 0, 0),  // An access fault.
      rv::AmoaddW(10, 2, 7),
      rv::Jal(11, 8),
      rv::Addi(12, 12, 1),
      rv::Csrrw(13, rv::kMscratch, 4),
      rv::Csrrw(14, rv::kMinstret, 4),
      rv::Csrrs(15, rv::kMinstret, 0),
      rv::Addi(3, 3, -1),
  };
  constexpr uint32_t kLoop = 4 * 4;
  code.push_back(rv::Bne(3, 0, static_cast<int32_t>(kLoop - code.size() * 4)));
  code.push_back(rv::Jal(0, static_cast<int32_t>(kEnd - code.size() * 4)));
  code.resize(kEnd / 4, rv::kEbreak);
  code.push_back(rv::Jal(0, 0));
  code.resize(kHandler / 4, rv::kEbreak);
  // Counts, and returns behind the instruction.
  code.push_back(rv::Addi(16, 16, 1));
  code.push_back(rv::Csrrs(17, rv::kMepc, 0));
  code.push_back(rv::Addi(17, 17, 4));
  code.push_back(rv::Csrrw(0, rv::kMepc, 17));
  code.push_back(rv::kMret);
  return code;
}

class CoreDebugTest : public testing::TestWithParam<uint32_t> {
 protected:
  CoreDebugTest()
      : core_({.seed = 1, .max_fetch_latency = GetParam(), .max_data_latency = GetParam()}) {}

  void Cycle() {
    const absl::Status status = core_.Cycle();
    ASSERT_TRUE(status.ok()) << "cycle " << core_.cycles() << ": " << status.message();
  }

  CoreDebugger& debugger() { return core_.debugger(); }

  void UntilHalted(int deadline = kDeadlineCycles) {
    for (int i = 0; i < deadline && !debugger().halted(); ++i) Cycle();
    ASSERT_TRUE(debugger().halted());
  }
  void Halt() {
    debugger().set_halt(true);
    UntilHalted();
    debugger().set_halt(false);
  }
  void Execute(const std::vector<uint32_t>& program) {
    debugger().Execute(program);
    for (int i = 0; i < 200 && debugger().busy(); ++i) Cycle();
    ASSERT_FALSE(debugger().busy());
  }
  void Resume() {
    debugger().Resume();
    for (int i = 0; i < 200 && debugger().busy(); ++i) Cycle();
    ASSERT_FALSE(debugger().busy());
  }
  // As the debug module does it: by way of x8, which data0 keeps.
  uint32_t ReadCsr(uint32_t csr) {
    Execute({rv::Csrrw(8, kData0, 8), rv::Csrrs(8, csr, 0), rv::Csrrw(8, kData0, 8)});
    return debugger().data0();
  }
  void WriteCsr(uint32_t csr, uint32_t value) {
    debugger().set_data0(value);
    Execute({rv::Csrrw(8, kData0, 8), rv::Csrrw(0, csr, 8), rv::Csrrw(8, kData0, 8)});
    ASSERT_FALSE(debugger().exception());
  }
  uint32_t Cause() { return ReadCsr(kDcsr) >> 6 & 7; }
  void SetTrigger(int index, uint32_t control, uint32_t address) {
    WriteCsr(kTselect, static_cast<uint32_t>(index));
    WriteCsr(kTdata2, address);
    WriteCsr(kTdata1, control);
  }
  void RunToEnd() {
    while (core_.iss().pc() != kEnd && core_.cycles() < 100'000 && !HasFailure()) Cycle();
  }
  std::array<uint32_t, 32> Registers() const {
    std::array<uint32_t, 32> registers;
    for (int i = 0; i < 32; ++i) registers[i] = core_.iss().reg(i);
    return registers;
  }

  CoreHarness core_;
};

class CoreDebugSweepTest : public testing::TestWithParam<uint32_t> {};

// What a run without a debugger leaves behind, and how long it takes.
struct Outcome {
  std::array<uint32_t, 32> registers;
  uint64_t cycles;
};

Outcome Undisturbed(uint32_t latency) {
  CoreHarness core({.seed = 1, .max_fetch_latency = latency, .max_data_latency = latency});
  core.LoadCode(0, Program());
  while (core.iss().pc() != kEnd && core.cycles() < 100'000) {
    EXPECT_TRUE(core.Cycle().ok());
  }
  Outcome outcome = {.cycles = core.cycles()};
  for (int i = 0; i < 32; ++i) outcome.registers[i] = core.iss().reg(i);
  return outcome;
}

// Lock-step compares every instruction, of the debugger too, and all that it changed.
TEST_P(CoreDebugSweepTest, HaltingAtAnyCycleChangesNothing) {
  const Outcome expected = Undisturbed(GetParam());
  for (uint64_t offset = 1; offset < expected.cycles; ++offset) {
    CoreHarness core({.seed = 1, .max_fetch_latency = GetParam(), .max_data_latency = GetParam()});
    core.LoadCode(0, Program());
    CoreDebugger& debugger = core.debugger();
    const auto cycle = [&] {
      const absl::Status status = core.Cycle();
      ASSERT_TRUE(status.ok()) << "halted at cycle " << offset << ": " << status.message();
    };
    while (core.cycles() < offset && !HasFatalFailure()) cycle();
    debugger.set_halt(true);
    int waited = 0;
    for (; waited < kDeadlineCycles && !debugger.halted(); ++waited) cycle();
    ASSERT_LT(waited, kDeadlineCycles) << "halted at cycle " << offset;
    debugger.set_halt(false);
    // Reads and spoils what the debugger may spoil, and puts x8 back.
    debugger.set_data0(0x1234'5678);
    debugger.Execute({rv::Csrrw(8, kData0, 8), rv::Csrrw(0, kDscratch0, 8), rv::Lw(8, 0, 4)});
    for (int i = 0; i < 100 && debugger.busy(); ++i) cycle();
    ASSERT_FALSE(debugger.busy()) << "halted at cycle " << offset;
    ASSERT_TRUE(debugger.exception());
    debugger.Execute({rv::Csrrw(8, kData0, 8)});
    for (int i = 0; i < 100 && debugger.busy(); ++i) cycle();
    ASSERT_FALSE(debugger.busy()) << "halted at cycle " << offset;
    debugger.Resume();
    while (core.iss().pc() != kEnd && core.cycles() < 100'000 && !HasFatalFailure()) cycle();
    for (int i = 0; i < 32; ++i) {
      ASSERT_EQ(core.iss().reg(i), expected.registers[i]) << "x" << i << ", cycle " << offset;
    }
  }
}

TEST_P(CoreDebugTest, StepsInstructionByInstruction) {
  core_.LoadCode(0, Program());
  Halt();
  WriteCsr(kDcsr, kDcsrStep);
  int steps = 0;
  while (core_.iss().pc() != kEnd && ++steps < 200 && !HasFailure()) {
    const uint64_t before = core_.instructions();
    bool trapped = false;
    debugger().Resume();
    // DRET leaves, the core comes back by itself.
    for (int i = 0; i < 100; ++i) {
      Cycle();
      if (core_.retired().has_value() && !core_.retired()->debug) trapped |= core_.retired()->trap;
      if (!debugger().busy() && debugger().halted()) break;
    }
    ASSERT_TRUE(debugger().halted());
    EXPECT_EQ(core_.instructions() - before, trapped ? 0u : 1u) << "step " << steps;
    ASSERT_EQ(Cause(), kCauseStep);
    // The simulator has stepped with it, so this is where the core stands.
    const uint32_t dpc = ReadCsr(kDpc);
    if (dpc == kEnd) break;
  }
  EXPECT_EQ(ReadCsr(kDpc), kEnd);
}

TEST_P(CoreDebugTest, HaltsBeforeTheFirstInstructionAfterReset) {
  core_.LoadCode(0, Program());
  debugger().set_reset_halt(true);
  debugger().Drive(core_.debug_pins());
  UntilHalted();
  EXPECT_EQ(core_.instructions(), 0u);
  EXPECT_EQ(Cause(), kCauseReset);
  EXPECT_EQ(ReadCsr(kDpc), 0u);
}

TEST_P(CoreDebugTest, LeavesWfiAndHaltsBehindIt) {
  core_.LoadCode(0, {rv::kWfi, rv::kNop, rv::Jal(0, 0)});
  while (!core_.sleeping()) Cycle();
  Halt();
  EXPECT_EQ(Cause(), kCauseHalt);
  EXPECT_EQ(ReadCsr(kDpc), 4u);
}

TEST_P(CoreDebugTest, EbreakHaltsOnlyIfAskedTo) {
  core_.LoadCode(
      0, {rv::Addi(1, 0, 16), rv::Csrrw(0, rv::kMtvec, 1), rv::kEbreak, rv::kNop, rv::Jal(0, 0)});
  Halt();
  WriteCsr(kDcsr, kDcsrEbreakm);
  Resume();
  UntilHalted();
  EXPECT_EQ(Cause(), kCauseEbreak);
  EXPECT_EQ(ReadCsr(kDpc), 8u);
  WriteCsr(kDcsr, 0);
  Resume();
  while (core_.iss().pc() != 16 && !HasFailure()) Cycle();
}

TEST_P(CoreDebugTest, TriggersHaltBeforeTheInstruction) {
  core_.LoadCode(0, Program());
  Halt();
  SetTrigger(0, kToDebug | kExecute, 9 * 4);
  SetTrigger(1, kToDebug | kStore, FlatMemory::kDataBase + 9);
  SetTrigger(3, kToDebug | kLoad, FlatMemory::kDataBase + 10);
  for (uint32_t pc : {5 * 4, 6 * 4, 9 * 4}) {
    Resume();
    UntilHalted();
    EXPECT_EQ(Cause(), kCauseTrigger);
    ASSERT_EQ(ReadCsr(kDpc), pc);
    // Over it: one step with the triggers off would do; here the trigger moves away.
    if (pc == 5 * 4) SetTrigger(1, 2u << 28, 0);
    if (pc == 6 * 4) SetTrigger(3, 2u << 28, 0);
  }
  SetTrigger(0, 2u << 28, 0);
  Resume();
  RunToEnd();
}

TEST_P(CoreDebugTest, TriggersOfTheProgramRaiseBreakpoints) {
  std::vector<uint32_t> code = {
      rv::Addi(1, 0, kHandler),
      rv::Csrrw(0, rv::kMtvec, 1),
      rv::Lui(2, FlatMemory::kDataBase),
      // Any byte of 16 from data + 16: NAPOT.
      rv::Addi(3, 2, 16 + 7),
      rv::Csrrw(0, kTdata2, 3),
      rv::Lui(4, 0x2000'0000),
      rv::Addi(5, 4, 1 << 7 | 1 << 6 | 3),
      rv::Csrrw(0, kTdata1, 5),
      rv::Sw(1, 2, 12),
      rv::Sb(1, 2, 31),
      rv::Lw(6, 2, 16),
      rv::Lw(6, 2, 32),
      rv::Jal(0, 0),
  };
  code.resize(kHandler / 4, rv::kNop);
  code.push_back(rv::Addi(16, 16, 1));
  code.push_back(rv::Csrrs(17, rv::kMepc, 0));
  code.push_back(rv::Addi(17, 17, 4));
  code.push_back(rv::Csrrw(0, rv::kMepc, 17));
  code.push_back(rv::kMret);
  core_.LoadCode(0, code);
  while (core_.iss().pc() != 12 * 4 && core_.cycles() < 2000 && !HasFailure()) Cycle();
  EXPECT_EQ(core_.iss().reg(16), 2u);
}

TEST_P(CoreDebugTest, ProgramsOfTheDebuggerMayBeCompressed) {
  core_.LoadCode(0, {rv::Jal(0, 0)});
  Halt();
  WriteCsr(kDscratch0, 0);
  // C.ADDI x8, 1; ADDI x9, x9, 1 across two words; C.ADDI x8, 1.
  const uint32_t x8 = core_.iss().reg(8);
  const uint32_t x9 = core_.iss().reg(9);
  Execute({0x8493'0405, 0x0405'0014});
  EXPECT_FALSE(debugger().exception());
  EXPECT_EQ(core_.iss().reg(8), x8 + 2);
  EXPECT_EQ(core_.iss().reg(9), x9 + 1);
}

TEST_P(CoreDebugTest, WhatIsNotForTheDebuggerEndsItsProgram) {
  core_.LoadCode(0, {rv::Jal(0, 0)});
  Halt();
  for (uint32_t insn : {rv::kEcall, rv::kMret, 0u, rv::Csrrw(0, 0x7ff, 0), rv::Lw(0, 0, 2)}) {
    Execute({insn});
    EXPECT_TRUE(debugger().exception()) << insn;
  }
  Execute({rv::kWfi, rv::kFenceI, rv::kFence});
  EXPECT_FALSE(debugger().exception());
  EXPECT_EQ(ReadCsr(rv::kMcause), 0u);
  EXPECT_EQ(ReadCsr(rv::kMepc), 0u);
}

INSTANTIATE_TEST_SUITE_P(Latency, CoreDebugTest, testing::Values(1, 3));
INSTANTIATE_TEST_SUITE_P(Latency, CoreDebugSweepTest, testing::Values(1, 3));

}  // namespace
}  // namespace ringside
