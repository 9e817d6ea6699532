#include "firmware/sched/ready_list.h"

namespace ringside::firmware {

void ReadyList::PushBack(QueueTable& queues, uint32_t index) {
  const auto name = static_cast<uint8_t>(index);
  if (size_ == 0) {
    first_ = name;
  } else {
    queues[last_].next = name;
    queues[index].previous = last_;
  }
  last_ = name;
  ++size_;
}

void ReadyList::Remove(QueueTable& queues, uint32_t index) {
  const Queue& queue = queues[index];
  if (index == first_ && index == last_) {
    // The last one: nothing to link.
  } else if (index == first_) {
    first_ = queue.next;
  } else if (index == last_) {
    last_ = queue.previous;
  } else {
    queues[queue.previous].next = queue.next;
    queues[queue.next].previous = queue.previous;
  }
  --size_;
}

}  // namespace ringside::firmware
