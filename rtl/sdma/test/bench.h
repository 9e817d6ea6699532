// The SDMA engine between stand-ins: an HQD bank of four slots, an MMU that answers from a map, an
// unkind memory and an interrupt ring.
//
// Time passes only in Cycle() and what calls it. Everything random comes from the seed.
#ifndef RINGSIDE_RTL_SDMA_TEST_BENCH_H_
#define RINGSIDE_RTL_SDMA_TEST_BENCH_H_

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <vector>

#include "rtl/sdma/test/address_map.h"
#include "rtl/sdma/test/packets.h"
#include "rtl/sdma/test/queue_state.h"
#include "rtl/sdma/test/random_memory.h"

class Vsdma_testbench;
class VerilatedContext;

namespace ringside {

class Bench {
 public:
  static constexpr int kSlots = 4;

  // One slot of the HQD stand-in.
  struct Slot {
    Context context;
    uint64_t wptr = 0;
    bool active = false;
    bool stop = false;
    bool held = false;
    Fault fault;
    uint64_t releases = 0;
  };

  explicit Bench(uint32_t seed, uint64_t memory_bytes = 8u << 20);
  ~Bench();

  // Chance that the MMU or the interrupt ring is not ready in a cycle.
  void set_stall(double stall) { stall_ = stall; }
  // Longest answer of the MMU.
  void set_translation_cycles(uint32_t cycles) { translation_cycles_ = cycles; }
  // Makes every translation wrong by this many bytes.
  void set_translation_error(uint64_t bytes) { translation_error_ = bytes; }

  RandomMemory& memory() { return memory_; }
  AddressMap& map() { return map_; }
  Slot& slot(int index) { return slots_[index]; }
  const std::vector<Interrupt>& interrupts() const { return interrupts_; }
  // Called when an interrupt is taken, before the cycle ends.
  void set_on_interrupt(std::function<void(const Interrupt&)> f) { on_interrupt_ = std::move(f); }

  uint64_t cycle() const { return cycle_; }
  // Cycles since reset of the last take, the last fetch and the last packet's start.
  uint64_t last_take() const { return last_take_; }
  uint64_t first_fetch_after_take() const { return first_fetch_; }
  uint64_t packets_seen() const { return packets_seen_; }

  void Cycle();
  // Until no slot is held or can run and the bus is quiet. False if that takes more than `limit`
  // cycles.
  bool RunUntilIdle(uint64_t limit = 500'000);
  // Until the slot is held, or not held. False if that takes more than `limit` cycles.
  bool RunUntilHeld(int slot, bool held, uint64_t limit = 2'000'000);

  // Register access; false on an error answer.
  bool ReadRegister(uint32_t addr, uint32_t* value);
  bool WriteRegister(uint32_t addr, uint32_t value);

  // Memory as a VMID sees it. Every page must be mapped.
  void Poke(uint8_t vmid, uint64_t va, const void* data, uint64_t bytes);
  void Peek(uint8_t vmid, uint64_t va, void* data, uint64_t bytes);
  uint32_t Peek32(uint8_t vmid, uint64_t va);
  uint64_t Peek64(uint8_t vmid, uint64_t va);
  // Appends packets to the slot's ring and moves its wptr.
  void Submit(int slot, const Packets& packets);

 private:
  bool Chance(double p);
  void DriveHqd();
  void DriveMmu();
  void StepHqd();
  void StepMmu();
  void StepInterrupt();
  void Watch();

  std::unique_ptr<VerilatedContext> context_;
  std::unique_ptr<Vsdma_testbench> model_;
  std::mt19937 random_;
  RandomMemory memory_;
  AddressMap map_;
  std::array<Slot, kSlots> slots_;
  std::vector<Interrupt> interrupts_;
  std::function<void(const Interrupt&)> on_interrupt_;
  double stall_ = 0;
  uint32_t translation_cycles_ = 1;
  uint64_t translation_error_ = 0;

  uint64_t cycle_ = 0;
  uint64_t last_take_ = 0, first_fetch_ = 0, packets_seen_ = 0;
  bool translating_ = false;
  uint64_t translation_at_ = 0;
  Translation translation_;
};

}  // namespace ringside

#endif  // RINGSIDE_RTL_SDMA_TEST_BENCH_H_
