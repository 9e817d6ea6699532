// A memory behind the bank's bus manager, with fixed or random latency.
//
// Reads of one id are answered in order; ids overtake each other and their beats may interleave.
// Protocol errors of the manager fail the test at once.
#ifndef RINGSIDE_RTL_HQD_TEST_AXI_MEMORY_H_
#define RINGSIDE_RTL_HQD_TEST_AXI_MEMORY_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <random>
#include <set>
#include <vector>

#include "Vhqd_harness.h"

namespace ringside {

class AxiMemory {
 public:
  // The last beat of a read, or a write's answer, as it goes over the bus.
  struct Answer {
    bool write;
    uint8_t id;
    uint64_t addr;  // Of the burst.
    bool error;
  };

  static constexpr size_t kBytes = 64 * 1024;

  AxiMemory() : bytes_(kBytes) {}

  // Cycles from the acceptance of a burst (of its last write beat) to its first answer; at least 1.
  void set_latency(int cycles) { latency_ = cycles; }

  // From now on readiness, order between ids and up to `max_latency` cycles are drawn from `rng`.
  void Randomize(std::mt19937_64* rng, int max_latency) {
    rng_ = rng;
    latency_ = max_latency;
  }

  // Bursts to the 512 bytes at `addr` that begin while this is on answer SLVERR and write nothing.
  void SetFailing(uint64_t addr, bool failing);

  uint64_t Read64(uint64_t addr) const;
  uint32_t Read32(uint64_t addr) const { return static_cast<uint32_t>(Read64(addr)); }
  void Write32(uint64_t addr, uint32_t value);
  void Write64(uint64_t addr, uint64_t value);

  // Called for every read beat, when its data is taken from memory.
  void set_on_answer(std::function<void(const Answer&)> f) { on_answer_ = std::move(f); }

  // Before the clock edge: drives the subordinate's side of the port.
  void Drive(Vhqd_harness* top);
  // At the clock edge, with all signals settled: takes what was exchanged.
  void Clock(const Vhqd_harness* top);

  bool idle() const { return reads_[0].empty() && reads_[1].empty() && !write_ && !answer_due_; }

 private:
  struct Read {
    uint64_t addr;
    int beats;
    bool fails;
    uint64_t due;
    int sent = 0;
  };
  struct Write {
    uint64_t addr;
    int beats;
    bool fails;
    int taken = 0;
  };

  bool Chance() { return rng_ == nullptr || (*rng_)() % 4 != 0; }
  uint64_t Due() {
    // `now_` is the cycle after the acceptance already.
    return now_ - 1 + (rng_ == nullptr ? latency_ : 1 + static_cast<int>((*rng_)() % latency_));
  }
  bool Fails(uint64_t addr) const { return failing_.contains(addr & ~uint64_t{511}); }

  std::vector<uint8_t> bytes_;
  std::set<uint64_t> failing_;
  std::function<void(const Answer&)> on_answer_;
  std::mt19937_64* rng_ = nullptr;
  int latency_ = 10;
  uint64_t now_ = 0;
  std::deque<Read> reads_[2];
  std::optional<Write> write_;
  std::optional<uint64_t> answer_due_;
  Write answered_ = {};
};

}  // namespace ringside

#endif  // RINGSIDE_RTL_HQD_TEST_AXI_MEMORY_H_
