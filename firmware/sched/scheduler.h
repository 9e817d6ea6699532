// Decides which queue is in which slot. Pure policy: it touches no register and knows no clock.
//
// Callers report what happened (a ring, a finished load or save, a fault) and then ask what to do:
// Place() while CanPlace(), then while queues wait PickIdle() and PickExpired(). Every load or save
// that it names must be begun, and its end reported with Loaded() or Off(). Call Configure() first.
#ifndef RINGSIDE_FIRMWARE_SCHED_SCHEDULER_H_
#define RINGSIDE_FIRMWARE_SCHED_SCHEDULER_H_

#include <stdint.h>

#include "firmware/base/array.h"
#include "firmware/base/bits.h"
#include "firmware/base/error.h"
#include "firmware/sched/processes.h"
#include "firmware/sched/queue.h"
#include "firmware/sched/queue_table.h"
#include "firmware/sched/ready_list.h"
#include "uapi/limits.h"

namespace ringside::firmware {

struct QueueConfig {
  uint32_t doorbell;
  uint32_t gang;
  uint32_t mqd;
  uint32_t quantum;  // 100 ns units, below 2^31; 0: no limit.
  uint32_t rb_cntl;
  uint32_t process_context;  // This and the next two: user queues only.
  uint32_t pasid;
  uint64_t root;
  bool kernel;
  uint32_t home_slot;  // Kernel queues only.
  bool suspended;
};

// A queue goes into a slot.
struct Placement {
  uint32_t queue;  // kNoQueue: nothing can be placed now.
  uint32_t slot;
  uint32_t vmid;
  bool fresh_vmid;  // Program the MMU first.
};

// What taking a queue off the hardware needs.
enum class Removal : uint8_t {
  kDone,  // It is off already.
  kSave,  // Save it now.
  kWait,  // A load or save is under way; its end brings it off.
};

class Scheduler {
 public:
  constexpr Scheduler() = default;
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  // What may be used: VMIDs for user processes, slots for user queues (at most as many). Once,
  // before anything else.
  void Configure(uint32_t vmids, uint32_t user_slots);
  bool configured() const { return user_slots_ != 0; }
  uint32_t user_slots() const { return user_slots_; }

  // A new queue, taken to have work. Nothing changes on error.
  Error Add(const QueueConfig& config, uint32_t* queue);

  // Forgets a queue that is off the hardware. Returns the VMID that means nothing any more, or 0.
  uint32_t Forget(uint32_t queue);

  // Takes a queue off the hardware, or keeps it from getting there; `intent` is kSuspend or
  // kRemove. The queue must have no other intent. On kDone it is kSuspended (a faulted one stays
  // kFaulted) or ready to be forgotten.
  Removal TakeOff(uint32_t queue, Intent intent);

  // A suspended queue is ready again.
  void Resume(uint32_t queue);

  // Its doorbell rang while it was not bound to a slot.
  void Rang(uint32_t queue);

  // The load of the queue in `slot` is done. False: save it at once, it is wanted elsewhere.
  bool Loaded(uint32_t slot) const { return queues_[owner_[slot]].intent == Intent::kStay; }
  // It runs; its quantum begins at `now` (low half of the reference counter).
  void Started(uint32_t slot, uint32_t now);

  // A running queue leaves its slot: the caller begins the save.
  void Saving(uint32_t slot);

  // The queue in `slot` was stopped, and gets `error` as its reason.
  void Faulted(uint32_t slot, Error error);

  // The slot is empty (saved, or load failed); returns the queue, whose fate Settle() decides.
  uint32_t Off(uint32_t slot);
  // After Off, of a queue that leaves with work, before Settle: `position` is any word that is
  // another once the queue got anywhere. One that got nowhere has its next quantum doubled, one
  // that did has it halved again, down to what was asked for: a quantum shorter than the way to
  // the first byte cannot keep it, or all, at nothing for ever.
  void LeftWithWork(uint32_t queue, uint32_t position);
  // After Off: ready if it `has_work` or has rung since, suspended, faulted, or for kRemove left to
  // Forget().
  void Settle(uint32_t queue, bool has_work);

  // Whether some queue can go into a free slot now.
  bool CanPlace() const {
    return (kernel_ready_ & ~occupied_) != 0 ||
           ((user_slots_ & ~occupied_) != 0 && !ready_.empty());
  }
  // Next queue to load, into a free slot.
  Placement Place();

  // Ready queues that no slot is on its way for. Ask when nothing can be placed.
  uint32_t Waiting() const {
    if (ready_.empty()) return 0;
    const uint32_t coming = CountBits(leaving_);
    return ready_.size() > coming ? ready_.size() - coming : 0;
  }
  // Slots whose running user queues may be asked to leave.
  uint32_t Candidates() const { return running_; }
  // The slot to take a queue from because somebody waits: of those that are idle (a set of slots)
  // the one whose queue is there longest; when none is idle, the one whose quantum expired first.
  // kNoSlot: none, or nobody waits.
  uint32_t PickIdle(uint32_t idle) const;
  uint32_t PickExpired(uint32_t now) const;
  // Time until the next quantum expires, in 100 ns units; -1: none will.
  int32_t NextExpiry(uint32_t now) const;

  // Whether some slot is loading.
  bool IsLoading() const { return loading_ != 0; }
  uint32_t QueueIn(uint32_t slot) const { return owner_[slot]; }
  uint32_t on_slots() const { return CountBits(occupied_); }

  QueueTable& queues() { return queues_; }
  const QueueTable& queues() const { return queues_; }
  const Processes& processes() const { return processes_; }

 private:
  void MakeReady(uint32_t queue);
  bool IsExpired(uint32_t slot, uint32_t now) const;
  static uint32_t NextQuantum(const Queue& queue);

  QueueTable queues_;
  ReadyList ready_;
  Processes processes_;

  uint32_t user_slots_ = 0;
  // Sets of slots: with a queue in any stage; loading; running user queues; user queues on their
  // way out.
  uint32_t occupied_ = 0;
  uint32_t loading_ = 0;
  uint32_t running_ = 0;
  uint32_t leaving_ = 0;
  // Kernel slots: promised to a queue; whose queue is ready.
  uint32_t promised_ = 0;
  uint32_t kernel_ready_ = 0;
  // By slot: queue in it; owner of a kernel slot; times in 100 ns, low half.
  Array<uint8_t, RS_NUM_SLOTS> owner_;
  Array<uint8_t, RS_NUM_SLOTS> promised_to_;
  Array<uint32_t, RS_NUM_SLOTS> started_;
  // Expiry of the quantum; meaningful when the queue has one.
  Array<uint32_t, RS_NUM_SLOTS> expires_;
};

}  // namespace ringside::firmware

#endif  // RINGSIDE_FIRMWARE_SCHED_SCHEDULER_H_
