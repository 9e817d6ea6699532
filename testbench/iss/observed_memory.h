// The firmware processor's memory as the simulator sees it in lock-step: its own copies of both
// tightly coupled memories, and for everything else (registers, memory window) whatever the core
// has just observed there.
//
// Call Observe() with each retired instruction before the simulator executes it.
#ifndef RINGSIDE_TESTBENCH_ISS_OBSERVED_MEMORY_H_
#define RINGSIDE_TESTBENCH_ISS_OBSERVED_MEMORY_H_

#include <cstdint>

#include "testbench/iss/flat_memory.h"
#include "testbench/iss/iss.h"

namespace ringside {

class ObservedMemory : public FlatMemory {
 public:
  void Observe(const Retired& core) { core_ = core; }

  bool Load(uint32_t address, int bytes, uint32_t* value) override {
    // A debugger's loads reach the instruction memory.
    if (core_.debug && address - kCodeBase < kBytes) return LoadCode(address, bytes, value);
    if (!IsOutside(address)) return FlatMemory::Load(address, bytes, value);
    *value = core_.mem_rdata;
    return !core_.trap;
  }
  bool Store(uint32_t address, int bytes, uint32_t value) override {
    return IsOutside(address) ? !core_.trap : FlatMemory::Store(address, bytes, value);
  }
  bool AllowsAtomics(uint32_t address) const override { return !IsOutside(address); }

 private:
  static bool IsOutside(uint32_t address) {
    constexpr uint32_t kWindow = 0x8000'0000;
    constexpr uint32_t kRegisters = 0x4000'0000;
    return address >= kWindow || address >> 16 == kRegisters >> 16;
  }

  Retired core_;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_ISS_OBSERVED_MEMORY_H_
