// All queues, found by index, by doorbell id or by gang.
//
// Finding by doorbell is one load: it stands on the wake-up path. The table is empty when zeroed.
#ifndef RINGSIDE_FIRMWARE_SCHED_QUEUE_TABLE_H_
#define RINGSIDE_FIRMWARE_SCHED_QUEUE_TABLE_H_

#include <stdint.h>

#include "firmware/base/array.h"
#include "firmware/sched/queue.h"
#include "uapi/limits.h"

namespace ringside::firmware {

class QueueTable {
 public:
  static constexpr uint32_t kDoorbells = RS_NUM_DOORBELL_PAGES * RS_DOORBELLS_PER_PAGE;

  // Takes a record for a queue with this doorbell (below kDoorbells, not in the table); its other
  // fields are zero. kNoQueue: the table is full.
  uint32_t Add(uint32_t doorbell);

  // Gives the record back.
  void Remove(uint32_t index);

  // kNoQueue: no queue has it.
  uint32_t FindByDoorbell(uint32_t doorbell) const {
    return doorbell < kDoorbells && by_doorbell_[doorbell] != 0 ? by_doorbell_[doorbell] - 1u
                                                                : kNoQueue;
  }
  uint32_t FindByGang(uint32_t gang) const;

  Queue& operator[](uint32_t index) { return queues_[index]; }
  const Queue& operator[](uint32_t index) const { return queues_[index]; }

  uint32_t count() const { return count_; }

  // Calls `visit(index)` for every queue, in order of index.
  template <typename Visit>
  void ForEach(Visit visit) const {
    for (uint32_t i = 0; i < end_; ++i) {
      if (queues_[i].used) visit(i);
    }
  }

 private:
  Array<Queue, RS_MAX_QUEUES> queues_;
  // Index + 1; 0: none.
  Array<uint8_t, kDoorbells> by_doorbell_;
  uint32_t count_ = 0;
  // No record from here on is in use.
  uint32_t end_ = 0;
};

}  // namespace ringside::firmware

#endif  // RINGSIDE_FIRMWARE_SCHED_QUEUE_TABLE_H_
