#include "rtl/core/random_run.h"

#include <random>

#include "absl/strings/str_format.h"
#include "rtl/core/core_harness.h"
#include "rtl/core/program_generator.h"

namespace ringside {
namespace {

// An enabled interrupt is taken within this many cycles; the longest wait is a division's and a
// slow memory's.
constexpr int kInterruptDeadline = 64;

// Of the code, these many words cannot be fetched.
constexpr int kBrokenWords = 24;
// And of the data near where programs load and store most, these many cannot be written.
constexpr int kReadOnlyWords = 2;
constexpr uint32_t kBusyData = FlatMemory::kDataBase + 0x800;

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
    // Long pulses and short ones, each after the one before was taken: else one may stand for two.
    if (nmi_) {
      if (random_() % 3 == 0) SetNmi(core, false);
    } else if (!nmi_pending_ && random_() % 2000 == 0) {
      SetNmi(core, true);
    }
  }
  // An edge has come since the last one was taken.
  bool nmi_pending() const { return nmi_pending_; }
  void TakeNmi() { nmi_pending_ = false; }
  // WFI with nothing enabled: the program is over.
  bool dead() const { return asleep_ > 40; }

 private:
  uint32_t Percent() { return static_cast<uint32_t>(random_() % 100); }
  void SetNmi(CoreHarness* core, bool level) {
    nmi_pending_ |= level && !nmi_;
    nmi_ = level;
    core->set_nmi(level);
  }

  std::mt19937_64 random_;
  int asleep_ = 0;
  bool nmi_ = false;
  bool nmi_pending_ = false;
};

}  // namespace

absl::Status RunRandomProgram(uint64_t seed, RandomRunStatistics* statistics) {
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

  for (int i = 0; i < kReadOnlyWords; ++i) {
    core.BreakStore(kBusyData + 4 * static_cast<uint32_t>(random() % 16));
  }

  statistics->coverage.Restart();
  Pins pins(seed ^ 0x9e3779b97f4a7c15);
  int overdue = 0;
  bool slept = false;
  bool trapped = false;
  // Wild code may have sent traps to where nothing is: the program is over.
  int traps_in_row = 0;
  while (core.instructions() < kInstructionsARun && traps_in_row < 10 &&
         core.cycles() < 20 * kInstructionsARun) {
    pins.Drive(&core);
    if (pins.dead()) break;
    if (absl::Status status = core.Cycle(); !status.ok()) return status;
    if (core.retired_after_nmi()) {
      if (!pins.nmi_pending()) return absl::InternalError("an NMI is taken that never came");
      pins.TakeNmi();
      ++statistics->nmis;
    }
    const bool is_due = pins.nmi_pending() || core.iss().WouldInterrupt(core.interrupts());
    overdue = is_due ? overdue + 1 : 0;
    if (overdue > kInterruptDeadline) {
      return absl::InternalError(absl::StrFormat("interrupt ignored at %#x", core.iss().pc()));
    }
    if (core.sleeping() && !slept) ++statistics->sleeps;
    slept = core.sleeping();
    if (const auto& retired = core.retired(); retired.has_value()) {
      statistics->coverage.Add(*retired);
      if (retired->intr && !trapped) ++statistics->interrupts;
      trapped = retired->trap;
      traps_in_row = trapped ? traps_in_row + 1 : 0;
      statistics->exceptions += retired->trap;
      statistics->user += retired->mode == 0;
      statistics->compressed += (retired->insn & 3) != 3;
      statistics->fetch_faults += retired->trap && retired->insn == 0;
    }
  }
  statistics->instructions += core.instructions();
  statistics->cycles += core.cycles();
  return absl::OkStatus();
}

}  // namespace ringside
