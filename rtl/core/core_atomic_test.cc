// Atomic instructions on the core, in lock-step with the simulator: reservations, traps, cost.
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "rtl/core/core_harness.h"
#include "testbench/iss/assembler.h"

namespace ringside {
namespace {

constexpr uint32_t kHandler = 0x400;
constexpr uint32_t kLoadMisaligned = 4;
constexpr uint32_t kLoadAccess = 5;
constexpr uint32_t kStoreMisaligned = 6;
constexpr uint32_t kStoreAccess = 7;
// Registers that programs below keep: data memory, what is written, what is returned.
constexpr int kData = 1;
constexpr int kValue = 2;
constexpr int kResult = 3;

class CoreAtomicTest : public testing::Test {
 protected:
  // Traps to a handler that leaves mcause in x20, mtval in x21 and mepc in x22, then `body` with
  // kData and kValue (7) set. Runs to the handler's end, or the body's.
  void Run(const std::vector<uint32_t>& body) {
    std::vector<uint32_t> program = {rv::Addi(kData, 0, kHandler), rv::Csrrw(0, rv::kMtvec, kData),
                                     rv::Lui(kData, FlatMemory::kDataBase), rv::Addi(kValue, 0, 7)};
    body_ = 4 * static_cast<uint32_t>(program.size());
    program.insert(program.end(), body.begin(), body.end());
    const uint32_t end = 4 * static_cast<uint32_t>(program.size());
    program.push_back(rv::Jal(0, 0));
    core_.LoadCode(0, program);
    core_.LoadCode(kHandler, {rv::Csrrs(20, rv::kMcause, 0), rv::Csrrs(21, rv::kMtval, 0),
                              rv::Csrrs(22, rv::kMepc, 0), rv::Jal(0, 0)});
    while (core_.iss().pc() != end && core_.iss().pc() != kHandler + 12) {
      const absl::Status status = core_.Cycle();
      ASSERT_TRUE(status.ok()) << status.message();
      ASSERT_LT(core_.cycles(), 1000u);
    }
  }
  // Cycles from the retirement of the instruction before `insn`, of 10, to its own.
  uint64_t CyclesOf(uint32_t insn) {
    std::vector<uint32_t> program = {rv::Lui(kData, FlatMemory::kDataBase), rv::kNop, rv::kNop};
    const size_t setup = program.size();
    program.insert(program.end(), 10, insn);
    core_.LoadCode(0, program);
    EXPECT_TRUE(core_.Run(setup).ok());
    const uint64_t start = core_.cycles();
    EXPECT_TRUE(core_.Run(10).ok());
    return core_.cycles() - start;
  }
  uint32_t reg(int index) const { return core_.iss().reg(index); }

  CoreHarness core_{{}};
  // Where the body is.
  uint32_t body_ = 0;
};

TEST_F(CoreAtomicTest, LoadReservedTakesOneCycle) {
  EXPECT_EQ(CyclesOf(rv::LrW(kResult, kData)), 10u);
}

TEST_F(CoreAtomicTest, StoreConditionalTakesOneCycle) {
  EXPECT_EQ(CyclesOf(rv::ScW(kResult, kData, kValue)), 10u);
}

TEST_F(CoreAtomicTest, ReadAndWriteTakeTwoCycles) {
  EXPECT_EQ(CyclesOf(rv::AmoaddW(kResult, kData, kResult)), 20u);
}

// Old value, address and both operands are the same registers.
TEST_F(CoreAtomicTest, DestinationMayBeASource) {
  core_.LoadData(FlatMemory::kDataBase, {40});
  Run({rv::AmoaddW(kValue, kData, kValue), rv::AmoaddW(kData, kData, kValue)});
  EXPECT_EQ(reg(kValue), 40u);
  EXPECT_EQ(reg(kData), 47u);
}

TEST_F(CoreAtomicTest, ReservationIsOneWordAndUsedOnce) {
  Run({rv::Addi(4, kData, 4), rv::ScW(5, kData, kValue), rv::LrW(6, kData), rv::ScW(7, 4, kValue),
       rv::ScW(8, kData, kValue), rv::LrW(9, kData), rv::ScW(10, kData, kValue),
       rv::ScW(11, kData, kValue), rv::Lw(12, kData, 0)});
  EXPECT_EQ(reg(5), 1u);
  EXPECT_EQ(reg(7), 1u);
  EXPECT_EQ(reg(8), 1u);
  EXPECT_EQ(reg(10), 0u);
  EXPECT_EQ(reg(11), 1u);
  EXPECT_EQ(reg(12), 7u);
}

// Neither the core's own stores nor its AMO*.W do.
TEST_F(CoreAtomicTest, OwnAccessesKeepTheReservation) {
  Run({rv::LrW(6, kData), rv::Sw(kValue, kData, 0), rv::AmoaddW(7, kData, kValue),
       rv::ScW(8, kData, kValue)});
  EXPECT_EQ(reg(7), 7u);
  EXPECT_EQ(reg(8), 0u);
}

TEST_F(CoreAtomicTest, ReturnFromATrapForgetsTheReservation) {
  const std::vector<uint32_t> body = {
      rv::Auipc(5, 0),   rv::Addi(5, 5, 20), rv::Csrrw(0, rv::kMepc, 5),
      rv::LrW(6, kData), rv::kMret,          rv::ScW(7, kData, kValue)};
  // MRET would lead to user mode, which may do nothing here.
  std::vector<uint32_t> all = {rv::Lui(8, 0x2000), rv::Addi(8, 8, -2048),
                               rv::Csrrs(0, rv::kMstatus, 8)};
  all.insert(all.end(), body.begin(), body.end());
  Run(all);
  EXPECT_EQ(reg(7), 1u);
}

struct FaultCase {
  uint32_t insn;
  // From the start of data memory.
  uint32_t offset;
  uint32_t cause;
};

constexpr uint32_t kBeyond = FlatMemory::kBytes;
constexpr uint32_t kReadOnly = 0x40;

class CoreAtomicFaultTest : public CoreAtomicTest, public testing::WithParamInterface<FaultCase> {};

// Nothing is written, to memory or a register, and nothing behind it happens.
TEST_P(CoreAtomicFaultTest, IsPrecise) {
  const FaultCase c = GetParam();
  core_.BreakStore(FlatMemory::kDataBase + kReadOnly);
  core_.LoadData(FlatMemory::kDataBase, std::vector<uint32_t>(32, 99));
  Run({rv::Lui(5, c.offset + 0x800), rv::Addi(5, 5, static_cast<int32_t>(c.offset << 20) >> 20),
       rv::Addi(kResult, 0, 55), rv::Add(kData, kData, 5),
       // A reservation for SC.W, where there can be one.
       c.offset == kReadOnly ? rv::LrW(0, kData) : rv::kNop, c.insn, rv::Addi(kValue, 0, 1)});
  EXPECT_EQ(reg(20), c.cause);
  EXPECT_EQ(reg(21), FlatMemory::kDataBase + c.offset);
  EXPECT_EQ(reg(22), body_ + 20);
  EXPECT_EQ(reg(kResult), 55u);
  EXPECT_EQ(reg(kValue), 7u);
}

INSTANTIATE_TEST_SUITE_P(
    Atomics, CoreAtomicFaultTest,
    testing::Values(FaultCase{rv::LrW(kResult, kData), 2, kLoadMisaligned},
                    FaultCase{rv::ScW(kResult, kData, kValue), 1, kStoreMisaligned},
                    FaultCase{rv::AmoaddW(kResult, kData, kValue), 3, kStoreMisaligned},
                    // Misaligned comes before out of reach.
                    FaultCase{rv::LrW(kResult, kData), kBeyond + 2, kLoadMisaligned},
                    FaultCase{rv::LrW(kResult, kData), kBeyond, kLoadAccess},
                    FaultCase{rv::AmoaddW(kResult, kData, kValue), kBeyond, kStoreAccess},
                    FaultCase{rv::ScW(kResult, kData, kValue), kReadOnly, kStoreAccess},
                    FaultCase{rv::AmoaddW(kResult, kData, kValue), kReadOnly, kStoreAccess}));

// One that fails makes no access that could be refused.
TEST_F(CoreAtomicTest, StoreConditionalThatFailsAccessesNothing) {
  Run({rv::Lui(kData, 0x20000000), rv::ScW(kResult, kData, kValue)});
  EXPECT_EQ(reg(kResult), 1u);
}

class CoreAtomicProtectionTest : public CoreAtomicTest,
                                 public testing::WithParamInterface<uint32_t> {};

// A locked region that may only be read: enough for LR.W, not for the others.
TEST_P(CoreAtomicProtectionTest, ReadOnlyRegionForbidsWhatWrites) {
  constexpr uint32_t kLockedReadOnlyWord = 0x91;
  Run({rv::Srli(5, kData, 2), rv::Csrrw(0, rv::kPmpaddr0, 5), rv::Addi(5, 0, kLockedReadOnlyWord),
       rv::Csrrw(0, rv::kPmpcfg0, 5), rv::LrW(6, kData), GetParam()});
  EXPECT_EQ(reg(20), kStoreAccess);
  EXPECT_EQ(reg(22), body_ + 20);
}

INSTANTIATE_TEST_SUITE_P(Writers, CoreAtomicProtectionTest,
                         testing::Values(rv::ScW(kResult, kData, kValue),
                                         rv::AmoaddW(kResult, kData, kValue)));

}  // namespace
}  // namespace ringside
