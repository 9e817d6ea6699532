// One interrupt, maskable or not, at every cycle of a program that holds every kind of instruction:
// it is taken soon, once, and the program's results do not change.
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

constexpr uint32_t kHandler = 0x400;
constexpr uint32_t kEnd = 0x300;
constexpr uint32_t kTimer = 1u << 7;
// Counts the handler's runs; the program leaves it alone.
constexpr int kCounter = 31;
// A division is given up; what memory owes is waited for.
constexpr int kDeadlineCycles = 16;

// C.ADDI x8, 1 twice; and the halves of ADDI x9, x9, 1 across two words behind a C.ADDI.
constexpr uint32_t kTwoCompressed = 0x0405'0405;
constexpr uint32_t kAddi9 = 0x0014'8493;
constexpr uint32_t kCompressedAndLow = kAddi9 << 16 | 0x0405;
constexpr uint32_t kHighAndCompressed = 0x0405u << 16 | kAddi9 >> 16;

std::vector<uint32_t> Program() {
  std::vector<uint32_t> code = {
      rv::Addi(1, 0, kHandler),
      rv::Csrrw(0, rv::kMtvec, 1),
      rv::Addi(1, 0, kTimer),
      rv::Csrrw(0, rv::kMie, 1),
      rv::Lui(2, FlatMemory::kDataBase),
      rv::Addi(3, 0, 3),
      rv::Csr(6, 0, rv::kMstatus, 8),
      // The loop, three times round.
      rv::Addi(4, 4, 7),
      rv::Sw(4, 2, 0),
      rv::Lw(5, 2, 0),
      rv::Add(6, 5, 4),
      rv::Mul(7, 6, 5),
      rv::Div(10, 7, 3),
      rv::Rem(11, 7, 4),
      kTwoCompressed,
      kCompressedAndLow,
      kHighAndCompressed,
      rv::Sb(7, 2, 5),
      rv::Lb(12, 2, 5),
      rv::AmoaddW(20, 2, 7),
      // Again until no interrupt has come between.
      rv::LrW(21, 2),
      rv::Add(22, 21, 4),
      rv::ScW(23, 2, 22),
      rv::Bne(23, 0, -12),
      rv::Beq(12, 12, 8),
      rv::Addi(13, 13, 1),
      rv::Bne(12, 12, 8),
      rv::Addi(14, 14, 1),
      rv::Jal(15, 8),
      rv::Addi(13, 13, 1),
      rv::Auipc(16, 0),
      rv::Jalr(17, 16, 12),
      rv::Addi(13, 13, 1),
      rv::Csrrw(18, rv::kMscratch, 4),
      rv::kFence,
      rv::kFenceI,
      rv::Csr(7, 0, rv::kMstatus, 8),
      rv::Addi(19, 19, 1),
      rv::Csr(6, 0, rv::kMstatus, 8),
      rv::Addi(3, 3, -1),
  };
  constexpr uint32_t kLoop = 7 * 4;
  code.push_back(rv::Bne(3, 0, static_cast<int32_t>(kLoop - code.size() * 4)));
  code.push_back(rv::Jal(0, static_cast<int32_t>(kEnd - code.size() * 4)));
  code.resize(kEnd / 4, rv::kEbreak);
  code.push_back(rv::Jal(0, 0));
  code.resize(kHandler / 4, rv::kEbreak);
  code.push_back(rv::Addi(kCounter, kCounter, 1));
  code.push_back(rv::kMret);
  return code;
}

// Results of a whole run, and its length.
struct Outcome {
  std::array<uint32_t, kCounter> registers;
  uint64_t cycles;
};

class CoreInterruptSweepTest : public testing::TestWithParam<uint32_t> {
 protected:
  enum class Pin { kTimer, kNmi };

  // Raises the pin in cycle `offset`, the timer's until the handler runs, the other for one cycle;
  // counts the handler's runs.
  Outcome Run(Pin pin, uint64_t offset, uint32_t* interrupts) {
    CoreHarness core({.seed = 1, .max_fetch_latency = GetParam(), .max_data_latency = GetParam()});
    core.LoadCode(0, Program());
    bool raised = false;
    bool nmi_waits = false;
    int waited = 0;
    while (true) {
      if (pin == Pin::kNmi) core.set_nmi(core.cycles() == offset);
      if (core.cycles() == offset && pin == Pin::kTimer) core.set_interrupts(kTimer);
      nmi_waits |= core.cycles() == offset && pin == Pin::kNmi;
      const absl::Status status = core.Cycle();
      EXPECT_TRUE(status.ok()) << "interrupt at cycle " << offset << ": " << status.message();
      if (!status.ok() || core.cycles() > 10'000) break;
      if (core.retired_after_nmi()) nmi_waits = false;
      if (nmi_waits || core.iss().WouldInterrupt(core.interrupts())) ++waited;
      raised |= core.interrupts() != 0;
      if (!core.retired().has_value()) continue;
      if (core.retired()->pc_rdata == kHandler) core.set_interrupts(0);
      const bool is_over = core.retired()->pc_rdata == kEnd;
      if (is_over && !nmi_waits && (!raised || core.interrupts() == 0)) break;
    }
    EXPECT_LE(waited, kDeadlineCycles) << "interrupt at cycle " << offset;
    *interrupts = core.iss().reg(kCounter);
    Outcome outcome = {.cycles = core.cycles()};
    for (int i = 0; i < kCounter; ++i) outcome.registers[i] = core.iss().reg(i);
    return outcome;
  }
};

TEST_P(CoreInterruptSweepTest, IsTakenOnceAtEveryCycleAndChangesNothing) {
  constexpr uint64_t kNever = ~uint64_t{0};
  uint32_t interrupts = 0;
  const Outcome alone = Run(Pin::kTimer, kNever, &interrupts);
  ASSERT_EQ(interrupts, 0u);
  ASSERT_GT(alone.cycles, 100u);
  for (uint64_t offset = 0; offset < alone.cycles; ++offset) {
    const Outcome outcome = Run(Pin::kTimer, offset, &interrupts);
    EXPECT_EQ(interrupts, 1u) << "interrupt at cycle " << offset;
    EXPECT_EQ(outcome.registers, alone.registers) << "interrupt at cycle " << offset;
    if (HasFailure()) break;
  }
}

// From where mtvec is set on; interrupts are off at first, and in the program's middle.
TEST_P(CoreInterruptSweepTest, NmiIsTakenOnceAtEveryCycleWhateverIsMasked) {
  constexpr uint64_t kNever = ~uint64_t{0};
  const uint64_t first = 8 * GetParam();
  uint32_t interrupts = 0;
  const Outcome alone = Run(Pin::kNmi, kNever, &interrupts);
  ASSERT_EQ(interrupts, 0u);
  for (uint64_t offset = first; offset < alone.cycles; ++offset) {
    const Outcome outcome = Run(Pin::kNmi, offset, &interrupts);
    EXPECT_EQ(interrupts, 1u) << "NMI at cycle " << offset;
    EXPECT_EQ(outcome.registers, alone.registers) << "NMI at cycle " << offset;
    if (HasFailure()) break;
  }
}

INSTANTIATE_TEST_SUITE_P(MemoryLatencies, CoreInterruptSweepTest, testing::Values(1u, 2u, 5u));

}  // namespace
}  // namespace ringside
