// The HQD bank with an engine for every slot, in random time.
//
// A ring is a run of packets of kPacketBytes, each of which takes some ticks; a save may cut one in
// its middle. A command that the slot cannot obey fails the test, as it would kill firmware.
#ifndef RINGSIDE_FIRMWARE_TEST_HQD_MODEL_H_
#define RINGSIDE_FIRMWARE_TEST_HQD_MODEL_H_

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <set>

#include "firmware/test/memory_model.h"
#include "firmware/test/random.h"
#include "uapi/limits.h"

namespace ringside::firmware::test {

class HqdModel {
 public:
  static constexpr uint64_t kPacketBytes = 64;

  enum class State { kFree, kLoading, kActive, kStopping, kSaving, kFaulted };

  struct Slot {
    State state = State::kFree;
    uint32_t mqd = 0;
    uint32_t doorbell = 0;
    uint32_t vmid = 0;
    uint64_t ring_mask = 0;
    uint64_t rptr = 0;
    uint64_t wptr = 0;
    uint32_t poll_addr = 0;
    bool armed = false;
    bool was_idle = false;
    bool faulted = false;
    uint32_t mid = 0;   // Ticks left of the packet in hand.
    uint32_t job = 0;   // Ticks left of a load or save.
    uint32_t poll = 0;  // Ticks left of a poll.
    bool poll_stale = false;
    uint64_t poll_wptr = 0;

    bool has_work() const { return mid != 0 || ((wptr ^ rptr) & ring_mask) != 0; }
  };

  HqdModel(MemoryModel* memory, Random* random) : memory_(*memory), random_(*random) {}

  // Called for each packet begun, with its doorbell and VMID.
  void set_on_packet(std::function<void(uint32_t, uint32_t)> on_packet) {
    on_packet_ = std::move(on_packet);
  }

  // The next packet of this doorbell's queue faults.
  void Poison(uint32_t doorbell) { poisoned_.insert(doorbell); }
  // A new queue will use this doorbell.
  void ForgetQueue(uint32_t doorbell) {
    packets_.erase(doorbell);
    poisoned_.erase(doorbell);
  }
  // Reads of this MQD, or of this wptr word, end in a bus error.
  void BreakAddress(uint32_t address) { broken_.insert(address); }

  void Ring(uint32_t slot, uint64_t wptr);
  uint32_t ReadRegister(uint32_t offset);
  void WriteRegister(uint32_t offset, uint32_t value);
  void Tick();

  bool irq() const { return (event_ & enable_) != 0; }
  const Slot& slot(uint32_t n) const { return slots_[n]; }
  uint64_t packets(uint32_t doorbell) const {
    const auto found = packets_.find(doorbell);
    return found == packets_.end() ? 0 : found->second;
  }

 private:
  void Command(Slot& slot, uint32_t command);
  void EndLoad(uint32_t n);
  void EndSave(uint32_t n);
  void Run(uint32_t n);
  void Event(uint32_t mask, uint32_t slot);

  MemoryModel& memory_;
  Random& random_;
  std::function<void(uint32_t, uint32_t)> on_packet_;
  std::array<Slot, RS_NUM_SLOTS> slots_;
  uint32_t event_ = 0;
  uint32_t enable_ = 0;
  std::set<uint32_t> poisoned_;
  std::set<uint32_t> broken_;
  std::map<uint32_t, uint64_t> packets_;
};

}  // namespace ringside::firmware::test

#endif  // RINGSIDE_FIRMWARE_TEST_HQD_MODEL_H_
