// Random programs on the core in lock-step with the simulator. A failure prints its seed.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "rtl/core/core_harness.h"
#include "rtl/core/program_generator.h"

namespace ringside {
namespace {

constexpr uint64_t kFirstSeed = 1;
constexpr int kPrograms = 200;
constexpr uint64_t kInstructions = 2000;
// An enabled interrupt is taken within this many cycles; the longest wait is a division's and a
// slow memory's.
constexpr int kInterruptDeadline = 64;

// Of the code, these many words cannot be fetched.
constexpr int kBrokenWords = 24;

struct Coverage {
  uint64_t instructions = 0;
  uint64_t cycles = 0;
  uint64_t exceptions = 0;
  uint64_t compressed = 0;
  uint64_t user = 0;
  uint64_t fetch_faults = 0;
  uint64_t interrupts = 0;
  uint64_t sleeps = 0;
  std::set<uint32_t> opcodes;  // funct3 and opcode.
};

// Moves interrupt pins at random and wakes a core that nothing else would.
class Pins {
 public:
  explicit Pins(uint64_t seed) : random_(seed) {}

  void Drive(CoreHarness* core) {
    uint32_t mip = core->interrupts();
    if (Percent() < 2) mip |= 1u << (random_() % 32);
    if (mip != 0 && Percent() < 8) mip &= static_cast<uint32_t>(random_());
    if (core->sleeping() && ++asleep_ > 20) mip = 0xffffffff;
    if (!core->sleeping()) asleep_ = 0;
    core->set_interrupts(mip);
  }
  // WFI with nothing enabled: the program is over.
  bool dead() const { return asleep_ > 40; }

 private:
  uint32_t Percent() { return static_cast<uint32_t>(random_() % 100); }
  std::mt19937_64 random_;
  int asleep_ = 0;
};

absl::Status RunProgram(uint64_t seed, Coverage* coverage) {
  ProgramGenerator generator(seed);
  CoreHarness::Options options;
  options.seed = seed;
  // Every third program on single-cycle memory, the others on slow data or slow everything.
  options.max_data_latency = seed % 3 == 0 ? 1 : 4;
  options.max_fetch_latency = seed % 3 == 2 ? 3 : 1;
  CoreHarness core(options);
  core.LoadCode(0, generator.Code());
  core.LoadData(FlatMemory::kDataBase, generator.Data());

  std::mt19937_64 random(seed);
  for (int i = 0; i < kBrokenWords; ++i) {
    const uint32_t word = static_cast<uint32_t>(random() % ProgramGenerator::kRandomWords);
    core.BreakFetch(ProgramGenerator::kRandomBase + 4 * word);
  }

  Pins pins(seed ^ 0x9e3779b97f4a7c15);
  int overdue = 0;
  bool slept = false;
  bool trapped = false;
  // Wild code may have sent traps to where nothing is: the program is over.
  int traps_in_row = 0;
  while (core.instructions() < kInstructions && traps_in_row < 10 &&
         core.cycles() < 20 * kInstructions) {
    pins.Drive(&core);
    if (pins.dead()) break;
    if (absl::Status status = core.Cycle(); !status.ok()) return status;
    overdue = core.iss().WouldInterrupt(core.interrupts()) ? overdue + 1 : 0;
    if (overdue > kInterruptDeadline) {
      return absl::InternalError(absl::StrFormat("interrupt ignored at %#x", core.iss().pc()));
    }
    if (core.sleeping() && !slept) ++coverage->sleeps;
    slept = core.sleeping();
    if (const auto& retired = core.retired(); retired.has_value()) {
      if (retired->intr && !trapped) ++coverage->interrupts;
      trapped = retired->trap;
      traps_in_row = trapped ? traps_in_row + 1 : 0;
      coverage->exceptions += retired->trap;
      coverage->user += retired->mode == 0;
      coverage->compressed += (retired->insn & 3) != 3;
      coverage->fetch_faults += retired->trap && retired->insn == 0;
      coverage->opcodes.insert(retired->insn & 0x707f);
    }
  }
  coverage->instructions += core.instructions();
  coverage->cycles += core.cycles();
  return absl::OkStatus();
}

TEST(CoreRandomTest, AgreesWithTheSimulator) {
  Coverage coverage;
  for (uint64_t seed = kFirstSeed; seed < kFirstSeed + kPrograms; ++seed) {
    const absl::Status status = RunProgram(seed, &coverage);
    ASSERT_TRUE(status.ok()) << "seed " << seed << ": " << status.message();
  }
  std::cout << absl::StreamFormat(
      "seeds %d-%d: %d instructions, %d cycles, %d exceptions, %d interrupts, %d sleeps, "
      "%d compressed, %d in user mode, %d fetch faults\n",
      kFirstSeed, kFirstSeed + kPrograms - 1, coverage.instructions, coverage.cycles,
      coverage.exceptions, coverage.interrupts, coverage.sleeps, coverage.compressed, coverage.user,
      coverage.fetch_faults);
  EXPECT_GE(coverage.instructions, 200'000u);
  EXPECT_GE(coverage.exceptions, 2'000u);
  EXPECT_GE(coverage.interrupts, 1'000u);
  EXPECT_GE(coverage.sleeps, 40u);
  EXPECT_GE(coverage.compressed, 100'000u);
  EXPECT_GE(coverage.user, 20'000u);
  EXPECT_GE(coverage.fetch_faults, 200u);
}

}  // namespace
}  // namespace ringside
