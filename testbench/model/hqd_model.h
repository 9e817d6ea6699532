// The HQD bank: slots that hold mapped queues, loads, saves and polls, events to firmware.
//
// A loaded queue runs only once armed by a ring or by the end of a poll, and a ring that came after
// a poll began wins over what the poll reads: no wake-up is lost between bind and poll. A slot that
// is asked to leave waits until the engine has given it back and no poll is under way.
#ifndef RINGSIDE_TESTBENCH_MODEL_HQD_MODEL_H_
#define RINGSIDE_TESTBENCH_MODEL_HQD_MODEL_H_

#include <array>
#include <cstdint>
#include <optional>

#include "testbench/model/bus.h"
#include "testbench/model/listeners.h"
#include "testbench/model/queue_context.h"
#include "testbench/model/register_block.h"
#include "uapi/limits.h"

namespace ringside::model {

class HqdModel final : public RegisterBlock {
 public:
  // All must outlive it.
  HqdModel(const Clock* clock, Bus* bus, const Listeners* listeners)
      : clock_(*clock), bus_(*bus), listeners_(*listeners) {}

  // A ring on a doorbell that is bound to `slot`.
  void Ring(uint32_t slot, uint64_t wptr);

  std::optional<uint32_t> ReadRegister(uint32_t offset, Side side) override;
  bool WriteRegister(uint32_t offset, uint32_t value, Side side) override;
  bool irq() const { return (event_ & enable_) != 0; }

  // When the next load, save or poll ends; RunDue() ends those whose time has come.
  uint64_t next_due() const;
  void RunDue();

  // The engine's side. Bit n is slot n; a slot that is held is in neither set.
  uint32_t runnable() const;
  uint32_t runnable_kernel() const;
  // Takes a runnable slot. The engine changes the context in place until it gives the slot back.
  QueueContext* Take(uint32_t slot);
  uint64_t wptr(uint32_t slot) const { return slots_[slot].wptr; }
  // The slot held is wanted back.
  bool stop(uint32_t slot) const { return slots_[slot].state != SlotState::kActive; }
  void Release(uint32_t slot, const QueueFault& fault);

 private:
  struct Slot {
    SlotState state = SlotState::kFree;
    QueueContext context;
    uint64_t wptr = 0;
    uint64_t poll_addr = 0;
    uint32_t mqd_addr = 0;  // Bus address >> 8.
    bool armed = false;
    bool held = false;
    bool polling = false;
    bool poll_stale = false;
    bool drop = false;  // STOPPING ends without a save.
    bool bus_error = false;
    bool was_idle = false;
    QueueFault fault;
    uint64_t job_due = kNever;  // End of the load or save.
    uint64_t poll_due = kNever;
    uint64_t active_since = 0;
    uint64_t active_cycles = 0;  // Up to `active_since`.

    bool has_work() const {
      return held || context.ib_active || context.mid_active || context.ring_bytes_left(wptr) != 0;
    }
    bool runnable() const { return state == SlotState::kActive && armed && !held && has_work(); }
    bool counts_cycles() const {
      return state == SlotState::kActive || state == SlotState::kStopping;
    }
  };

  std::optional<uint32_t> ReadSlot(const Slot& slot, uint32_t offset) const;
  bool Command(uint32_t n, uint32_t command);
  void SetState(uint32_t n, SlotState state);
  void EndLoad(uint32_t n);
  void EndSave(uint32_t n);
  void EndPoll(uint32_t n);
  // After any change: a slot that may leave does, one that ran dry says so.
  void Settle(uint32_t n);
  void Raise(uint32_t event_mask, uint32_t n);

  const Clock& clock_;
  Bus& bus_;
  const Listeners& listeners_;
  std::array<Slot, RS_NUM_SLOTS> slots_;
  uint32_t event_ = 0;
  uint32_t enable_ = 0;
};

}  // namespace ringside::model

#endif  // RINGSIDE_TESTBENCH_MODEL_HQD_MODEL_H_
