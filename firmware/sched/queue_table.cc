#include "firmware/sched/queue_table.h"

namespace ringside::firmware {

uint32_t QueueTable::Add(uint32_t doorbell) {
  uint32_t index = 0;
  while (index < end_ && queues_[index].used) ++index;
  if (index == RS_MAX_QUEUES) return kNoQueue;
  if (index == end_) ++end_;

  queues_[index] = Queue{};
  queues_[index].used = true;
  queues_[index].doorbell = static_cast<uint16_t>(doorbell);
  by_doorbell_[doorbell] = static_cast<uint8_t>(index + 1);
  ++count_;
  return index;
}

void QueueTable::Remove(uint32_t index) {
  Queue& queue = queues_[index];
  by_doorbell_[queue.doorbell] = 0;
  queue.used = false;
  --count_;
  while (end_ > 0 && !queues_[end_ - 1].used) --end_;
}

uint32_t QueueTable::FindByGang(uint32_t gang) const {
  for (uint32_t i = 0; i < end_; ++i) {
    if (queues_[i].used && queues_[i].gang == gang) return i;
  }
  return kNoQueue;
}

}  // namespace ringside::firmware
