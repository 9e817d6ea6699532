// Tells every listener of the machine what happened, at the cycle of the shared clock.
#ifndef RINGSIDE_TESTBENCH_MODEL_LISTENERS_H_
#define RINGSIDE_TESTBENCH_MODEL_LISTENERS_H_

#include <cstdint>
#include <vector>

#include "testbench/machine/machine_listener.h"
#include "testbench/model/register_block.h"

namespace ringside::model {

class Listeners {
 public:
  // `clock` must outlive it.
  explicit Listeners(const Clock* clock) : clock_(*clock) {}

  // `listener` must outlive it.
  void Add(MachineListener* listener) { listeners_.push_back(listener); }

  void Ring(uint32_t doorbell, RingOutcome outcome, uint32_t slot) const {
    for (MachineListener* l : listeners_) l->OnRing(clock_.cycle, doorbell, outcome, slot);
  }
  void SlotChanged(uint32_t slot, SlotState state, uint32_t doorbell) const {
    for (MachineListener* l : listeners_) l->OnSlotState(clock_.cycle, slot, state, doorbell);
  }
  void Engine(bool busy, uint32_t slot) const {
    for (MachineListener* l : listeners_) l->OnEngine(clock_.cycle, busy, slot);
  }
  void Fetch(uint32_t slot) const {
    for (MachineListener* l : listeners_) l->OnFetch(clock_.cycle, slot);
  }
  void Packet(uint32_t slot, uint32_t header, uint64_t rptr) const {
    for (MachineListener* l : listeners_) l->OnPacket(clock_.cycle, slot, header, rptr);
  }
  void Sleep(bool asleep) const {
    for (MachineListener* l : listeners_) l->OnSleep(clock_.cycle, asleep);
  }

 private:
  const Clock& clock_;
  std::vector<MachineListener*> listeners_;
};

}  // namespace ringside::model

#endif  // RINGSIDE_TESTBENCH_MODEL_LISTENERS_H_
