// A code memory and a data memory as plain words: what a core under test and its simulator each
// have a copy of.
//
// Fetches reach only code, loads and stores only data, as in the firmware processor; everything
// else is an access fault.
#ifndef RINGSIDE_TESTBENCH_ISS_FLAT_MEMORY_H_
#define RINGSIDE_TESTBENCH_ISS_FLAT_MEMORY_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "testbench/iss/iss.h"

namespace ringside {

class FlatMemory : public IssMemory {
 public:
  static constexpr uint32_t kBytes = 64 * 1024;
  static constexpr uint32_t kCodeBase = 0;
  static constexpr uint32_t kDataBase = 0x1000'0000;

  std::vector<uint32_t>& code() { return code_; }
  std::vector<uint32_t>& data() { return data_; }

  // From now on fetches of the word at `address` fail.
  void BreakFetch(uint32_t address) { broken_code_.push_back(address); }
  // From now on stores to the word at `address` fail; loads do not.
  void BreakStore(uint32_t address) { read_only_.push_back(address); }

  bool Fetch(uint32_t address, uint32_t* insn) override {
    if (address - kCodeBase >= kBytes) return false;
    if (Has(broken_code_, address)) return false;
    *insn = code_[(address - kCodeBase) / 4];
    return true;
  }
  bool Load(uint32_t address, int bytes, uint32_t* value) override {
    if (address - kDataBase >= kBytes) return false;
    *value = data_[(address - kDataBase) / 4] >> Shift(address) & ValueMask(bytes);
    return true;
  }
  bool Store(uint32_t address, int bytes, uint32_t value) override {
    if (address - kDataBase >= kBytes || Has(read_only_, address & ~3u)) return false;
    uint32_t& word = data_[(address - kDataBase) / 4];
    const uint32_t mask = ValueMask(bytes) << Shift(address);
    word = (word & ~mask) | (value << Shift(address) & mask);
    return true;
  }

 protected:
  bool LoadCode(uint32_t address, int bytes, uint32_t* value) const {
    *value = code_[(address - kCodeBase) / 4] >> Shift(address) & ValueMask(bytes);
    return true;
  }

 private:
  static bool Has(const std::vector<uint32_t>& addresses, uint32_t address) {
    return std::find(addresses.begin(), addresses.end(), address) != addresses.end();
  }
  static uint32_t Shift(uint32_t address) { return 8 * (address % 4); }
  static uint32_t ValueMask(int bytes) { return 0xffffffffu >> (32 - 8 * bytes); }

  std::vector<uint32_t> code_ = std::vector<uint32_t>(kBytes / 4);
  std::vector<uint32_t> broken_code_;
  std::vector<uint32_t> read_only_;
  std::vector<uint32_t> data_ = std::vector<uint32_t>(kBytes / 4);
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_ISS_FLAT_MEMORY_H_
