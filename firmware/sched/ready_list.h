// Queues that wait for a slot, first come first served: that is the whole of round robin.
//
// The links are in the queues, so a queue can leave from the middle at once; every call gets the
// table they are in. A queue is in the list exactly while its state is kReady (kernel queues, which
// have their own slots, never are). The list is empty when zeroed.
#ifndef RINGSIDE_FIRMWARE_SCHED_READY_LIST_H_
#define RINGSIDE_FIRMWARE_SCHED_READY_LIST_H_

#include <stdint.h>

#include "firmware/sched/queue.h"
#include "firmware/sched/queue_table.h"

namespace ringside::firmware {

class ReadyList {
 public:
  bool empty() const { return size_ == 0; }
  uint32_t size() const { return size_; }

  void PushBack(QueueTable& queues, uint32_t index);

  // The list must not be empty.
  uint32_t PopFront(QueueTable& queues) {
    const uint32_t index = first_;
    Remove(queues, index);
    return index;
  }

  // `index` must be in the list.
  void Remove(QueueTable& queues, uint32_t index);

 private:
  // Meaningful while size_ is not 0; so are the links of the queues within.
  uint8_t first_ = 0;
  uint8_t last_ = 0;
  uint32_t size_ = 0;
};

}  // namespace ringside::firmware

#endif  // RINGSIDE_FIRMWARE_SCHED_READY_LIST_H_
