// Memory behind the engine's bus port, as unkind as the bus allows.
//
// Answers of different ids overtake each other and interleave; a write changes memory only when its
// B answer is given. Call Drive(), settle the model, then Step(), once a cycle.
#ifndef RINGSIDE_RTL_SDMA_TEST_RANDOM_MEMORY_H_
#define RINGSIDE_RTL_SDMA_TEST_RANDOM_MEMORY_H_

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <random>
#include <vector>

namespace ringside {

struct MemoryBehaviour {
  // Cycles from an address (or a burst's last data) to its answer.
  uint32_t latency_min = 120;
  uint32_t latency_max = 120;
  // Chance that a channel is not ready, or has nothing to give, in a cycle.
  double stall = 0;
};

using Beat = std::array<uint32_t, 8>;

struct BusOut {
  bool ar_ready, r_valid, r_last, aw_ready, w_ready, b_valid;
  uint8_t r_id, r_resp, b_id, b_resp;
  Beat r_data;
};

struct BusIn {
  bool ar_valid, aw_valid, w_valid, w_last;
  uint8_t ar_id, ar_len, aw_id, aw_len;
  uint64_t ar_addr, aw_addr;
  uint32_t w_strb;
  Beat w_data;
};

class RandomMemory {
 public:
  RandomMemory(uint64_t bytes, uint32_t seed) : bytes_(bytes), random_(seed) {}

  void set_behaviour(const MemoryBehaviour& behaviour) { behaviour_ = behaviour; }
  // Accesses to [begin, end), and beyond the end of memory, are answered with an error.
  void set_bad_range(uint64_t begin, uint64_t end) { bad_begin_ = begin, bad_end_ = end; }

  std::vector<uint8_t>& bytes() { return bytes_; }
  // Nothing is under way.
  bool idle() const { return reads_.empty() && writes_.empty() && open_writes_.empty(); }

  const BusOut& Drive();
  void Step(const BusIn& in);

 private:
  struct Read {
    uint64_t addr;
    uint32_t beats_left;
    uint64_t ready_at;
  };
  struct Write {
    uint8_t id;
    uint64_t addr;
    uint32_t beats_left;
    uint64_t ready_at;
    std::vector<Beat> data;
    std::vector<uint32_t> strobes;
  };

  bool Chance(double p);
  bool Bad(uint64_t addr) const;
  uint64_t ReadyAt();

  std::vector<uint8_t> bytes_;
  std::mt19937 random_;
  MemoryBehaviour behaviour_;
  uint64_t bad_begin_ = 0, bad_end_ = 0;
  uint64_t cycle_ = 0;
  // By id, oldest first.
  std::map<uint8_t, std::deque<Read>> reads_;
  std::map<uint8_t, std::deque<Write>> writes_;
  // Addresses whose data is still to come, oldest first.
  std::deque<Write> open_writes_;
  BusOut out_ = {};
};

}  // namespace ringside

#endif  // RINGSIDE_RTL_SDMA_TEST_RANDOM_MEMORY_H_
