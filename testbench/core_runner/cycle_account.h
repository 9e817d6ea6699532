// Where a program's cycles went, seen from outside the core: how many retired an instruction, and
// what the others waited for.
//
// Call Count() once a cycle. Every cycle is counted exactly once.
#ifndef RINGSIDE_TESTBENCH_CORE_RUNNER_CYCLE_ACCOUNT_H_
#define RINGSIDE_TESTBENCH_CORE_RUNNER_CYCLE_ACCOUNT_H_

#include <cstdint>

namespace ringside {

struct CycleCounts {
  uint64_t cycles = 0;
  uint64_t instret = 0;  // Cycles in which an instruction retired,
  uint64_t traps = 0;    // or ended in an exception;
  // of the others, why none did:
  uint64_t fetch_wait = 0;  // instruction memory had not answered,
  uint64_t data_wait = 0;   // nor had data memory,
  uint64_t sleep = 0;       // WFI,
  uint64_t other = 0;       // jumps not foreseen, trap entry, division.
};

class CycleAccount {
 public:
  struct Cycle {
    bool retires;
    bool trap;
    bool fetch_waits;
    bool data_waits;
    bool sleeps;
  };

  void Count(const Cycle& cycle) {
    ++counts_.cycles;
    if (cycle.retires) {
      ++(cycle.trap ? counts_.traps : counts_.instret);
    } else if (cycle.data_waits) {
      ++counts_.data_wait;
    } else if (cycle.sleeps) {
      ++counts_.sleep;
    } else if ((fetch_waited_ & 1u << (kFetchToRetire - 1)) != 0) {
      ++counts_.fetch_wait;
    } else {
      ++counts_.other;
    }
    // While data memory keeps the oldest instruction, nothing behind it moves either.
    if (!cycle.data_waits) fetch_waited_ = fetch_waited_ << 1 | uint32_t{cycle.fetch_waits};
  }

  const CycleCounts& counts() const { return counts_; }

 private:
  // What instruction memory does not give in one cycle is missing at the retire port so much later.
  static constexpr int kFetchToRetire = 2;

  CycleCounts counts_;
  // Bit n: it waited n + 1 cycles ago.
  uint32_t fetch_waited_ = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_CORE_RUNNER_CYCLE_ACCOUNT_H_
