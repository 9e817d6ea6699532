// Where a program's cycles went: how many retired an instruction, and why the others did not, as
// the core itself says.
//
// Call Count() once a cycle. Every cycle is counted exactly once, so `cycles` is `instret` and all
// reasons together.
#ifndef RINGSIDE_TESTBENCH_CORE_RUNNER_CYCLE_ACCOUNT_H_
#define RINGSIDE_TESTBENCH_CORE_RUNNER_CYCLE_ACCOUNT_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace ringside {

// core_pkg::Stall*.
enum class Stall : size_t { kNone, kFetch, kData, kDivide, kRefetch, kTrap, kSleep };
inline constexpr size_t kStalls = 7;

struct CycleCounts {
  uint64_t cycles = 0;
  uint64_t instret = 0;
  // Instructions that ended in an exception; they are not in `instret`.
  uint64_t traps = 0;
  // Cycles by reason.
  std::array<uint64_t, kStalls> stalls = {};

  uint64_t stall(Stall reason) const { return stalls[static_cast<size_t>(reason)]; }
};

class CycleAccount {
 public:
  // `traps`: an instruction ends in an exception.
  void Count(Stall stall, bool traps) {
    ++counts_.cycles;
    counts_.instret += stall == Stall::kNone;
    counts_.traps += traps;
    // Of kNone nobody asks.
    ++counts_.stalls[static_cast<size_t>(stall)];
  }

  const CycleCounts& counts() const { return counts_; }

 private:
  CycleCounts counts_;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_CORE_RUNNER_CYCLE_ACCOUNT_H_
