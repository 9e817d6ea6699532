// A memory on the AXI port whose every answer takes a random time, from a seed.
//
// Serves one read and one write burst at a time, as the window bridge makes them. Addresses at and
// above its size answer DECERR. Call Drive() before the model settles and Step() with the settled
// signals, once a cycle.
#ifndef RINGSIDE_RTL_CPU_RANDOM_AXI_MEMORY_H_
#define RINGSIDE_RTL_CPU_RANDOM_AXI_MEMORY_H_

#include <cstdint>
#include <random>
#include <vector>

#include "Vcpu_testbench.h"

namespace ringside {

class RandomAxiMemory {
 public:
  // Every step of an answer waits 0 to `max_wait` cycles.
  RandomAxiMemory(uint64_t seed, uint32_t bytes, uint32_t max_wait)
      : random_(seed), words_(bytes / 4), max_wait_(max_wait) {}

  // By byte address on the bus, word aligned.
  uint32_t& word(uint32_t address) { return words_[address / 4]; }

  void Drive(Vcpu_testbench* cpu);
  void Step(const Vcpu_testbench& cpu);

  uint64_t reads() const { return reads_; }
  uint64_t writes() const { return writes_; }

 private:
  static constexpr uint32_t kBeatBytes = 32;

  bool Inside(uint64_t address) const { return address < words_.size() * 4; }
  uint32_t Wait() { return std::uniform_int_distribution<uint32_t>(0, max_wait_)(random_); }

  std::mt19937_64 random_;
  std::vector<uint32_t> words_;
  const uint32_t max_wait_;

  uint32_t read_wait_ = 0;
  uint32_t beats_left_ = 0;
  uint64_t read_address_ = 0;

  enum class Write { kIdle, kData, kAnswer };
  Write write_ = Write::kIdle;
  uint32_t write_wait_ = 0;
  uint64_t write_address_ = 0;

  uint64_t reads_ = 0;
  uint64_t writes_ = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_RTL_CPU_RANDOM_AXI_MEMORY_H_
