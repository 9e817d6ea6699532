// Directed programs on the core, each in lock-step with the simulator: corners and cycle counts.
#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "rtl/core/core_harness.h"
#include "testbench/iss/assembler.h"

namespace ringside {
namespace {

constexpr uint32_t kHandler = 0x400;
constexpr uint32_t kTimer = 1u << 7;

class CoreTest : public testing::Test {
 protected:
  CoreTest() : core_({}) {}

  // Runs `program` to its last instruction.
  void Run(const std::vector<uint32_t>& program) {
    core_.LoadCode(0, program);
    RunMore(program.size());
  }
  void RunMore(uint64_t instructions) {
    const absl::Status status = core_.Run(instructions);
    ASSERT_TRUE(status.ok()) << status.message();
  }
  // Cycles that `body` takes behind `setup`, from its first retirement to that of the instruction
  // after it.
  uint64_t CyclesOf(const std::vector<uint32_t>& setup, const std::vector<uint32_t>& body,
                    uint64_t retired) {
    std::vector<uint32_t> program = setup;
    program.insert(program.end(), body.begin(), body.end());
    program.insert(program.end(), 64, rv::kNop);
    core_.LoadCode(0, program);
    RunMore(setup.size());
    const uint64_t start = core_.cycles();
    RunMore(retired);
    return core_.cycles() - start;
  }
  uint32_t reg(int index) const { return core_.iss().reg(index); }

  CoreHarness core_;
};

TEST_F(CoreTest, EveryPairOfHardOperandsMultipliesAndDivides) {
  constexpr std::array<uint32_t, 10> kHard = {
      0, 1, 2, 3, 0x7fffffff, 0x80000000, 0x80000001, 0xfffffffe, 0xffffffff, 0x12345678};
  core_.LoadData(FlatMemory::kDataBase, {kHard.begin(), kHard.end()});
  std::vector<uint32_t> program = {rv::Lui(1, FlatMemory::kDataBase)};
  for (size_t i = 0; i < kHard.size(); ++i) {
    for (size_t j = 0; j < kHard.size(); ++j) {
      program.push_back(rv::Lw(2, 1, static_cast<int32_t>(4 * i)));
      program.push_back(rv::Lw(3, 1, static_cast<int32_t>(4 * j)));
      for (uint32_t op = 0; op < 8; ++op) program.push_back(rv::Op(1, op, 4, 2, 3));
    }
  }
  Run(program);
}

// Runs `body`, which must stay on its straight line, with `a` in x2 and `b` in x3 on a core that
// goes on `insn_bytes` behind what traps.
void RunPastTraps(const std::vector<uint32_t>& body, uint32_t a, uint32_t b, int insn_bytes = 4) {
  constexpr size_t kBatch = 12'000;
  for (size_t first = 0; first < body.size(); first += kBatch) {
    const size_t count = std::min(kBatch, body.size() - first);
    std::vector<uint32_t> program = {rv::Addi(1, 0, 24), rv::Csrrw(0, rv::kMtvec, 1),
                                     rv::Lui(1, FlatMemory::kDataBase), rv::Lw(2, 1, 0),
                                     rv::Lw(3, 1, 4), rv::Jal(0, 20),
                                     // The handler: on behind what trapped.
                                     rv::Csrrs(6, rv::kMepc, 0), rv::Addi(6, 6, insn_bytes),
                                     rv::Csrrw(0, rv::kMepc, 6), rv::kMret};
    program.insert(program.end(), body.begin() + first, body.begin() + first + count);
    const uint32_t end = 4 * static_cast<uint32_t>(program.size());
    program.push_back(rv::Jal(0, 0));
    CoreHarness core({});
    core.LoadCode(0, program);
    core.LoadData(FlatMemory::kDataBase, {a, b});
    while (core.iss().pc() != end) {
      const absl::Status status = core.Cycle();
      ASSERT_TRUE(status.ok()) << status.message();
      ASSERT_LT(core.cycles(), 40 * kBatch) << "lost at " << core.iss().pc();
    }
  }
}

constexpr std::array<uint32_t, 12> kHardOperands = {0,          1,          31,         0x8000,
                                                    0x7fffffff, 0x80000000, 0x80000001, 0xfffffffe,
                                                    0xffffffff, 0x12345678, 0x00ff00ff, 0xa5008001};

// Reserved encodings among them trap and change nothing.
TEST(CoreOperationTest, EveryOperationBetweenRegistersAgreesOnHardOperands) {
  std::vector<uint32_t> all;
  for (uint32_t funct7 = 0; funct7 < 128; ++funct7) {
    for (uint32_t funct3 = 0; funct3 < 8; ++funct3) all.push_back(rv::Op(funct7, funct3, 5, 2, 3));
  }
  for (const uint32_t a : kHardOperands) {
    for (const uint32_t b : kHardOperands) RunPastTraps(all, a, b);
  }
}

TEST(CoreOperationTest, EveryOperationWithAnImmediateAgreesOnHardOperands) {
  std::vector<uint32_t> all;
  for (int32_t imm = -2048; imm < 2048; ++imm) {
    for (const uint32_t funct3 : {1u, 5u}) all.push_back(rv::OpImm(funct3, 5, 2, imm));
  }
  for (const uint32_t a : kHardOperands) RunPastTraps(all, a, 0);
}

// Every 32-bit opcode, funct3 and funct7 there is, but those that leave the straight line.
TEST(CoreEncodingTest, CoreAndSimulatorAgreeOnWhatIsIllegal) {
  constexpr uint32_t kJal = 0x6f;
  constexpr uint32_t kJalr = 0x67;
  constexpr uint32_t kBranch = 0x63;
  constexpr uint32_t kSystem = 0x73;
  std::vector<uint32_t> all;
  for (uint32_t opcode = 3; opcode < 128; opcode += 4) {
    for (uint32_t funct3 = 0; funct3 < 8; ++funct3) {
      if (opcode == kJal || (opcode == kJalr && funct3 == 0)) continue;
      if (opcode == kBranch && funct3 != 2 && funct3 != 3) continue;
      for (uint32_t funct7 = 0; funct7 < 128; ++funct7) {
        all.push_back(funct7 << 25 | funct3 << 12 | 5u << 7 | opcode);
      }
    }
  }
  // ECALL, EBREAK, MRET and WFI have one encoding each; these are their neighbours.
  for (uint32_t csr = 0; csr < 4096; ++csr) all.push_back(csr << 20 | 1u << 7 | kSystem);
  // Every CSR, read only.
  for (uint32_t csr = 0; csr < 4096; ++csr) all.push_back(rv::Csrrs(5, csr, 0));

  RunPastTraps(all, 0, 0);
}

// Two compressed instructions to a word.
uint32_t Pair(uint32_t first, uint32_t second) { return second << 16 | first; }

constexpr uint32_t kCNop = 0x0001;
// C.ADDI x1, 1.
constexpr uint32_t kCIncrement = 0x0085;

bool IsCompressedJump(uint32_t insn) {
  constexpr uint32_t kCEbreak = 0x9002;
  const uint32_t funct3 = insn >> 13;
  if ((insn & 3) == 1) return funct3 == 1 || funct3 >= 5;
  return (insn & 3) == 2 && funct3 == 4 && (insn >> 2 & 31) == 0 && insn != kCEbreak;
}

TEST(CoreCompressedTest, EveryEncodingButJumpsAgrees) {
  std::vector<uint32_t> halves;
  for (uint32_t insn = 0; insn < 0x10000; ++insn) {
    if ((insn & 3) != 3 && !IsCompressedJump(insn)) halves.push_back(insn);
  }
  halves.resize((halves.size() + 1) / 2 * 2, kCNop);
  std::vector<uint32_t> all;
  for (size_t i = 0; i < halves.size(); i += 2) all.push_back(Pair(halves[i], halves[i + 1]));
  RunPastTraps(all, 0x80000000, 0xffffffff, 2);
  // A stack pointer that points to memory.
  RunPastTraps(all, FlatMemory::kDataBase + 0x8000, 1, 2);
}

// From the middle of the code; branches on x8 see what is not 0, those on other registers 0.
TEST(CoreCompressedTest, EveryJumpAgrees) {
  constexpr uint32_t kMiddle = 0x8000;
  for (uint32_t insn = 0; insn < 0x10000; ++insn) {
    if ((insn & 3) == 3 || !IsCompressedJump(insn)) continue;
    CoreHarness core({});
    std::vector<uint32_t> code(FlatMemory::kBytes / 4, Pair(kCNop, kCNop));
    code[0] = rv::Lui(8, 0x1000);
    code[1] = rv::Jal(0, kMiddle - 4);
    code[kMiddle / 4] = Pair(insn, kCNop);
    core.LoadCode(0, code);
    const absl::Status status = core.Run(5);
    ASSERT_TRUE(status.ok()) << std::hex << insn << ": " << status.message();
  }
}

class CoreCompressedCostTest : public CoreTest {};

TEST_F(CoreCompressedCostTest, CompressedTakeOneCycleEach) {
  EXPECT_EQ(CyclesOf({rv::kNop}, std::vector<uint32_t>(8, Pair(kCIncrement, kCIncrement)), 16),
            16u);
  EXPECT_EQ(reg(1), 16u);
}

// A compressed one, then seven that cross words.
TEST_F(CoreCompressedCostTest, CrossingWordsIsFreeOnTheStraightLine) {
  const uint32_t add = rv::Addi(1, 1, 1);
  std::vector<uint32_t> body = {Pair(kCIncrement, add & 0xffff)};
  for (int i = 0; i < 6; ++i) body.push_back(Pair(add >> 16, add & 0xffff));
  body.push_back(Pair(add >> 16, kCNop));
  EXPECT_EQ(CyclesOf({rv::kNop}, body, 9), 9u);
  EXPECT_EQ(reg(1), 8u);
}

TEST_F(CoreCompressedCostTest, ForeseenCompressedJumpIsFree) {
  constexpr uint32_t kCJump6 = 0xa019;
  EXPECT_EQ(CyclesOf({rv::kNop}, {Pair(kCJump6, kCNop), Pair(kCNop, kCIncrement)}, 2), 2u);
  EXPECT_EQ(reg(1), 1u);
}

TEST_F(CoreCompressedCostTest, JumpToOneThatCrossesWordsIsFree) {
  const uint32_t add = rv::Addi(1, 1, 1);
  EXPECT_EQ(
      CyclesOf({rv::kNop}, {rv::Jal(0, 6), Pair(kCNop, add & 0xffff), Pair(add >> 16, kCNop)}, 2),
      2u);
  EXPECT_EQ(reg(1), 1u);
}

// Memory protection looks at one word a cycle; a locked region, wherever it is, makes it look.
TEST_F(CoreCompressedCostTest, JumpToOneThatCrossesProtectedWordsCostsOneCycle) {
  const uint32_t add = rv::Addi(1, 1, 1);
  constexpr uint32_t kLockedNa4 = 0x90;
  const std::vector<uint32_t> setup = {rv::Addi(2, 0, kLockedNa4), rv::Csrrw(0, rv::kPmpcfg0, 2),
                                       rv::kNop};
  EXPECT_EQ(CyclesOf(setup, {rv::Jal(0, 6), Pair(kCNop, add & 0xffff), Pair(add >> 16, kCNop)}, 2),
            3u);
  EXPECT_EQ(reg(1), 1u);
}

class CoreFetchFaultTest : public CoreTest {
 protected:
  // Jumps to `place`, with the word at `broken` out of reach; then x2 is mepc, x3 mtval and x4
  // mcause.
  void Trap(uint32_t place, uint32_t broken, const std::vector<uint32_t>& words) {
    const std::vector<uint32_t> handler = {rv::Csrrs(2, rv::kMepc, 0), rv::Csrrs(3, rv::kMtval, 0),
                                           rv::Csrrs(4, rv::kMcause, 0)};
    core_.LoadCode(kHandler, handler);
    core_.LoadCode(kWords, words);
    core_.BreakFetch(broken);
    core_.LoadCode(0, {rv::Addi(1, 0, kHandler), rv::Csrrw(0, rv::kMtvec, 1),
                       rv::Jal(0, static_cast<int32_t>(place) - 8)});
    RunMore(3 + 3);
  }
  static constexpr uint32_t kWords = 0x800;
};

TEST_F(CoreFetchFaultTest, SecondHalfIsBlamedAndNothingElse) {
  const uint32_t add = rv::Addi(1, 1, 1);
  Trap(kWords + 2, kWords + 4, {Pair(kCNop, add & 0xffff), add >> 16});
  EXPECT_EQ(reg(2), kWords + 2);
  EXPECT_EQ(reg(3), kWords + 4);
  EXPECT_EQ(reg(4), 1u);
}

TEST_F(CoreFetchFaultTest, FirstHalfIsBlamed) {
  Trap(kWords + 2, kWords, {Pair(kCNop, rv::kNop & 0xffff), rv::kNop >> 16});
  EXPECT_EQ(reg(2), kWords + 2);
  EXPECT_EQ(reg(3), kWords + 2);
  EXPECT_EQ(reg(4), 1u);
}

// The word behind is asked for but not needed.
TEST_F(CoreFetchFaultTest, CompressedBeforeABrokenWordRuns) {
  constexpr uint32_t kCJumpBack2 = 0xbffd;
  Trap(kWords, kWords + 4, {Pair(kCIncrement, kCJumpBack2)});
  EXPECT_GE(reg(1), kHandler + 1);
  EXPECT_EQ(reg(3), 0u) << "no trap";
}

TEST_F(CoreFetchFaultTest, ReservedCompressedLeavesItsHalfOnly) {
  constexpr uint32_t kReserved = 0x8002;  // C.JR x0
  Trap(kWords + 2, FlatMemory::kBytes - 4, {Pair(kCNop, kReserved), 0xffffffff});
  EXPECT_EQ(reg(2), kWords + 2);
  EXPECT_EQ(reg(3), kReserved);
  EXPECT_EQ(reg(4), 2u);
}

// The harness lets the core and the simulator disagree nowhere, so loops need no other check.
TEST_F(CoreTest, SumsALoop) {
  Run({rv::Addi(1, 0, 10), rv::Addi(2, 0, 0), rv::Add(2, 2, 1), rv::Addi(1, 1, -1),
       rv::Bne(1, 0, -8)});
  RunMore(27);
  EXPECT_EQ(reg(2), 55u);
}

TEST_F(CoreTest, IndependentInstructionsTakeOneCycleEach) {
  EXPECT_EQ(CyclesOf({rv::kNop}, std::vector<uint32_t>(16, rv::Addi(1, 1, 1)), 16), 16u);
}

TEST_F(CoreTest, LoadedValueIsUsedWithoutABubble) {
  EXPECT_EQ(CyclesOf({rv::Lui(1, FlatMemory::kDataBase)},
                     {rv::Lw(2, 1, 0), rv::Add(3, 2, 2), rv::Lw(4, 1, 4), rv::Sw(4, 1, 8)}, 4),
            4u);
}

TEST_F(CoreTest, ForeseenJumpsAreFree) {
  EXPECT_EQ(CyclesOf({rv::kNop}, {rv::Jal(0, 8), rv::kNop, rv::Jal(0, 8), rv::kNop}, 3), 3u);
}

TEST_F(CoreTest, BackwardBranchesAreFreeWhileTaken) {
  EXPECT_EQ(CyclesOf({rv::Addi(1, 0, 9)}, {rv::Addi(1, 1, -1), rv::Bne(1, 0, -4)}, 16), 16u);
}

TEST_F(CoreTest, WrongGuessCostsOneCycle) {
  EXPECT_EQ(CyclesOf({rv::kNop}, {rv::Beq(0, 0, 8), rv::kNop, rv::kNop}, 2), 3u);
}

class CorePredictionCostTest : public CoreTest {};

// A branch forward, always taken, in a loop of three: guessed wrong in the first two of eight
// rounds. The branch back is taken seven times and then not.
TEST_F(CorePredictionCostTest, BranchForwardIsLearntAfterTwoRounds) {
  EXPECT_EQ(CyclesOf({rv::Addi(1, 0, 8)},
                     {rv::Beq(0, 0, 8), rv::kNop, rv::Addi(1, 1, -1), rv::Bne(1, 0, -12)}, 25),
            25u + 2u + 1u);
}

// The last of a loop's branches does not spoil the prediction of the next time round: of 3 x 4
// rounds each last one is guessed wrong, and the outer branch only when it ends.
TEST_F(CorePredictionCostTest, LoopsInLoopsAreForgivenTheirEnd) {
  EXPECT_EQ(CyclesOf({rv::Addi(1, 0, 3)},
                     {rv::Addi(2, 0, 4), rv::Addi(2, 2, -1), rv::Bne(2, 0, -4), rv::Addi(1, 1, -1),
                      rv::Bne(1, 0, -16)},
                     3 * (1 + 4 * 2 + 2) + 1),
            3 * (1 + 4 * 2 + 2) + 1 + 3 + 1u);
}

// Two branches 256 bytes apart share a counter, but both keep to the rule.
TEST_F(CorePredictionCostTest, BranchesThatShareACounterAgree) {
  std::vector<uint32_t> body(64, rv::kNop);
  body[0] = rv::Bne(0, 0, 8);
  body.push_back(rv::Addi(1, 1, -1));
  body[63] = rv::Addi(1, 0, 5);
  body.push_back(rv::Bne(1, 0, -4));
  EXPECT_EQ(CyclesOf({rv::kNop}, body, 64 + 10), 64u + 10u);
}

TEST_F(CorePredictionCostTest, IndirectJumpCostsOneCycle) {
  EXPECT_EQ(CyclesOf({rv::Addi(5, 0, 12)}, {rv::Jalr(0, 5, 0), rv::kNop, rv::kNop}, 2), 3u);
}

TEST_F(CorePredictionCostTest, ReturnIsFree) {
  EXPECT_EQ(CyclesOf({rv::Addi(1, 0, 16), rv::kNop}, {rv::Jalr(0, 1, 0), rv::kNop, rv::kNop}, 2),
            2u);
  EXPECT_EQ(core_.iss().pc(), 20u);
}

TEST_F(CorePredictionCostTest, CallAndReturnAreFree) {
  EXPECT_EQ(CyclesOf({rv::kNop},
                     {rv::Jal(1, 12), rv::kNop, rv::Jal(0, 12), rv::kNop, rv::Jalr(0, 1, 0)}, 5),
            5u);
}

TEST_F(CorePredictionCostTest, ReturnRightBehindTheWriteOfItsAddressCostsOneCycle) {
  EXPECT_EQ(CyclesOf({rv::kNop}, {rv::Addi(1, 0, 16), rv::Jalr(0, 1, 0), rv::kNop, rv::kNop}, 3),
            4u);
}

TEST_F(CorePredictionCostTest, ReturnBehindTheLoadOfItsAddressIsFreeWithOneBetween) {
  core_.LoadData(FlatMemory::kDataBase, {20});
  EXPECT_EQ(
      CyclesOf({rv::Lui(2, FlatMemory::kDataBase)},
               {rv::Lw(1, 2, 0), rv::Addi(2, 2, 16), rv::Jalr(0, 1, 0), rv::kNop, rv::kNop}, 4),
      4u);
}

// Not the address alone: an offset has to be added first.
TEST_F(CorePredictionCostTest, ReturnWithAnOffsetCostsOneCycle) {
  EXPECT_EQ(CyclesOf({rv::Addi(1, 0, 8), rv::kNop}, {rv::Jalr(0, 1, 8), rv::kNop, rv::kNop}, 2),
            3u);
}

TEST_F(CoreTest, MultiplyTakesOneCycle) {
  EXPECT_EQ(CyclesOf({rv::kNop}, std::vector<uint32_t>(8, rv::Mul(1, 1, 1)), 8), 8u);
}

class CoreDivideCostTest : public CoreTest {
 protected:
  // Of DIVU, which leaves the pipeline in its last cycle.
  uint64_t DivideCycles(uint32_t dividend, uint32_t divisor) {
    core_.LoadData(FlatMemory::kDataBase, {dividend, divisor});
    return CyclesOf({rv::Lui(4, FlatMemory::kDataBase), rv::Lw(1, 4, 0), rv::Lw(2, 4, 4)},
                    {rv::Op(1, 5, 3, 1, 2), rv::kNop}, 2) -
           1;
  }
};

TEST_F(CoreDivideCostTest, EightDigitsTakeTenCycles) { EXPECT_EQ(DivideCycles(~0u, 3), 10u); }

TEST_F(CoreDivideCostTest, ByZeroTakesTenCycles) { EXPECT_EQ(DivideCycles(5, 0), 10u); }

TEST_F(CoreDivideCostTest, LeadingZeroesOfTheDividendTakeNoTime) {
  EXPECT_EQ(DivideCycles(0xfff, 3), 5u);
}

TEST_F(CoreDivideCostTest, DigitsOfTheDivisorTakeNoTime) {
  EXPECT_EQ(DivideCycles(0xffffffff, 0xfffff), 6u);
}

TEST_F(CoreDivideCostTest, BySomethingLongerTakesTwoCycles) {
  EXPECT_EQ(DivideCycles(0xfff, 0x1000), 2u);
  EXPECT_EQ(reg(3), 0u);
}

TEST_F(CoreDivideCostTest, OfZeroTakesTwoCycles) { EXPECT_EQ(DivideCycles(0, 3), 2u); }

class CoreInterruptTest : public CoreTest {
 protected:
  // Timer interrupts on, then `body`; the handler starts with a NOP.
  void Start(const std::vector<uint32_t>& body) {
    std::vector<uint32_t> program = {rv::Addi(1, 0, kHandler), rv::Csrrw(0, rv::kMtvec, 1),
                                     rv::Addi(1, 0, kTimer), rv::Csrrw(0, rv::kMie, 1),
                                     rv::Csr(6, 0, rv::kMstatus, 8)};
    const size_t setup = program.size();
    program.insert(program.end(), body.begin(), body.end());
    program.resize(kHandler / 4, rv::kNop);
    program.push_back(rv::kNop);
    program.push_back(rv::kMret);
    core_.LoadCode(0, program);
    RunMore(setup);
  }
  // Cycles from the pin to the first instruction of the handler in the execute stage.
  int EntryCycles() {
    core_.set_interrupts(kTimer);
    int cycles = 0;
    do {
      const absl::Status status = core_.Cycle();
      EXPECT_TRUE(status.ok()) << status.message();
      ++cycles;
    } while (cycles < 100 &&
             !(core_.retired().has_value() && core_.retired()->pc_rdata == kHandler));
    // It retires one cycle after it executes.
    return cycles - 1;
  }
};

TEST_F(CoreInterruptTest, EntryTakesThreeCycles) {
  Start({});
  EXPECT_EQ(EntryCycles(), 3);
}

TEST_F(CoreInterruptTest, DivisionIsGivenUpForAnInterrupt) {
  Start(std::vector<uint32_t>(20, rv::Div(2, 0, 0)));
  RunMore(1);
  EXPECT_EQ(EntryCycles(), 3);
  core_.set_interrupts(0);
  RunMore(8);
}

TEST_F(CoreInterruptTest, WfiSleepsUntilAnEnabledInterrupt) {
  Start({rv::kWfi});
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(core_.Cycle().ok());
  EXPECT_TRUE(core_.sleeping());
  core_.set_interrupts(1u << 3);
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(core_.Cycle().ok());
  EXPECT_TRUE(core_.sleeping()) << "software interrupts are not enabled";
  EXPECT_EQ(EntryCycles(), 3);
}

// The handler returns behind WFI, also if the interrupt was pending before.
TEST_F(CoreInterruptTest, WfiIsNotExecutedAgain) {
  Start({rv::kWfi, rv::Csr(7, 0, rv::kMstatus, 8), rv::Addi(2, 2, 1)});
  core_.set_interrupts(kTimer);
  RunMore(3);
  core_.set_interrupts(0);
  RunMore(2);
  EXPECT_EQ(reg(2), 1u);
}

// Firmware's way: interrupts stay masked in mstatus, and WFI goes on with what fetch has in hand.
TEST_F(CoreInterruptTest, MaskedWfiGoesOnInTheNextCycle) {
  Start({rv::Csr(7, 0, rv::kMstatus, 8), rv::kWfi, rv::Csrrs(2, rv::kMip, 0)});
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(core_.Cycle().ok());
  ASSERT_TRUE(core_.sleeping());
  core_.set_interrupts(kTimer);
  const uint64_t start = core_.cycles();
  RunMore(2);
  // The pin's cycle, in which WFI ends; one in which the next executes, one in which it retires.
  EXPECT_EQ(core_.cycles() - start, 3u);
  EXPECT_EQ(reg(2), kTimer);
}

// Writing one half of mcycle in the cycle in which it would have carried leaves the other alone.
TEST_F(CoreTest, WrittenMcycleDoesNotCarry) {
  constexpr uint32_t kMcycle = 0xb00, kMcycleh = 0xb80;
  Run({rv::Addi(1, 0, -1), rv::Csrrw(0, kMcycle, 1), rv::Csrrw(0, kMcycle, 0),
       rv::Csrrs(2, kMcycleh, 0)});
  EXPECT_EQ(reg(2), 0u);
}

// With mstatus.MIE 0, an enabled pending interrupt still ends WFI.
TEST_F(CoreTest, WfiWakesWithoutTrapping) {
  core_.set_interrupts(kTimer);
  Run({rv::Addi(1, 0, kTimer), rv::Csrrw(0, rv::kMie, 1), rv::kWfi, rv::Addi(2, 0, 7)});
  EXPECT_EQ(reg(2), 7u);
}

TEST(CoreDeathTest, StrayAnswerIsCaught) {
  EXPECT_DEATH(
      {
        CoreHarness core({});
        core.InjectStrayAnswer();
        for (int i = 0; i < 3; ++i) core.Cycle().IgnoreError();
      },
      "");
}

}  // namespace
}  // namespace ringside
