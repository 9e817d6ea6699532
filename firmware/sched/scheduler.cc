#include "firmware/sched/scheduler.h"

namespace ringside::firmware {
namespace {

// Sign of the difference: right across the wrap of the counter.
constexpr int32_t After(uint32_t a, uint32_t b) { return static_cast<int32_t>(a - b); }

// Times of the counter's half range compare; no quantum grows beyond that.
constexpr uint32_t kLongestQuantum = 0x3fffffffu;
constexpr uint8_t kMostPatience = 29;

}  // namespace

void Scheduler::Configure(uint32_t vmids, uint32_t user_slots) {
  user_slots_ = user_slots;
  processes_.SetVmids(vmids);
}

Error Scheduler::Add(const QueueConfig& config, uint32_t* queue) {
  if (queues_.FindByDoorbell(config.doorbell) != kNoQueue) return Error::kQueueExists;
  if (queues_.FindByGang(config.gang) != kNoQueue) return Error::kQueueExists;
  if (queues_.count() == RS_MAX_QUEUES) return Error::kQueueTableFull;
  uint32_t process = kNoProcess;
  if (config.kernel) {
    const uint32_t slot = config.home_slot;
    if (slot >= RS_NUM_SLOTS || HasBit(user_slots_ | promised_, slot)) return Error::kSlotTaken;
    promised_ |= Bit(slot);
  } else {
    const Error error =
        processes_.Open(config.process_context, config.pasid, config.root, &process);
    if (error != Error::kOk) return error;
  }

  const uint32_t index = queues_.Add(config.doorbell);
  Queue& added = queues_[index];
  added.kernel = config.kernel;
  added.slot = kNoSlot;
  added.home_slot = static_cast<uint8_t>(config.kernel ? config.home_slot : kNoSlot);
  added.process = static_cast<uint8_t>(process);
  added.command = kNoCommand;
  added.gang = config.gang;
  added.mqd = config.mqd;
  added.quantum = config.quantum;
  added.rb_cntl = config.rb_cntl;
  if (config.kernel) promised_to_[config.home_slot] = static_cast<uint8_t>(index);
  if (config.suspended) {
    added.state = QueueState::kSuspended;
  } else {
    MakeReady(index);
  }
  *queue = index;
  return Error::kOk;
}

uint32_t Scheduler::Forget(uint32_t queue) {
  const Queue& leaving = queues_[queue];
  uint32_t vmid = 0;
  if (leaving.kernel) {
    promised_ &= ~Bit(leaving.home_slot);
  } else {
    vmid = processes_.Close(leaving.process);
  }
  queues_.Remove(queue);
  return vmid;
}

Removal Scheduler::TakeOff(uint32_t queue, Intent intent) {
  Queue& target = queues_[queue];
  switch (target.state) {
    case QueueState::kRunning:
      target.intent = intent;
      return Removal::kSave;
    case QueueState::kLoading:
    case QueueState::kSaving:
      target.intent = intent;
      return Removal::kWait;
    case QueueState::kReady:
      if (target.kernel) {
        kernel_ready_ &= ~Bit(target.home_slot);
      } else {
        ready_.Remove(queues_, queue);
      }
      [[fallthrough]];
    case QueueState::kIdle:
      target.state = QueueState::kSuspended;
      return Removal::kDone;
    case QueueState::kSuspended:
    case QueueState::kFaulted:
      return Removal::kDone;
  }
  return Removal::kDone;
}

void Scheduler::Resume(uint32_t queue) { MakeReady(queue); }

void Scheduler::Rang(uint32_t queue) {
  Queue& target = queues_[queue];
  switch (target.state) {
    case QueueState::kIdle:
      MakeReady(queue);
      break;
    case QueueState::kSaving:
    case QueueState::kSuspended:
      target.has_work = true;
      break;
    // The wptr that it was rung for is read again when it is in its slot.
    case QueueState::kReady:
    case QueueState::kLoading:
    case QueueState::kRunning:
    case QueueState::kFaulted:
      break;
  }
}

void Scheduler::Started(uint32_t slot, uint32_t now) {
  Queue& queue = queues_[owner_[slot]];
  queue.state = QueueState::kRunning;
  loading_ &= ~Bit(slot);
  ++queue.maps;
  if (queue.kernel) return;
  running_ |= Bit(slot);
  started_[slot] = now;
  expires_[slot] = now + NextQuantum(queue);
}

void Scheduler::Saving(uint32_t slot) {
  Queue& queue = queues_[owner_[slot]];
  queue.state = QueueState::kSaving;
  loading_ &= ~Bit(slot);
  if (queue.intent == Intent::kStay && !queue.faulted) ++queue.switches_out;
  running_ &= ~Bit(slot);
  leaving_ |= Bit(slot) & user_slots_;
}

void Scheduler::Faulted(uint32_t slot, Error error) {
  Queue& queue = queues_[owner_[slot]];
  queue.faulted = true;
  queue.fault = static_cast<uint8_t>(error);
}

uint32_t Scheduler::Off(uint32_t slot) {
  const uint32_t index = owner_[slot];
  Queue& queue = queues_[index];
  queue.state = QueueState::kSaving;
  queue.slot = kNoSlot;
  occupied_ &= ~Bit(slot);
  loading_ &= ~Bit(slot);
  running_ &= ~Bit(slot);
  leaving_ &= ~Bit(slot);
  if (!queue.kernel) processes_.Leave(queue.process);
  return index;
}

void Scheduler::LeftWithWork(uint32_t queue, uint32_t position) {
  Queue& target = queues_[queue];
  if (target.position == position) {
    if (target.patience < kMostPatience) ++target.patience;
  } else {
    target.position = position;
    if (target.patience > 0) --target.patience;
  }
}

uint32_t Scheduler::NextQuantum(const Queue& queue) {
  return queue.quantum > kLongestQuantum >> queue.patience ? kLongestQuantum
                                                           : queue.quantum << queue.patience;
}

void Scheduler::Settle(uint32_t queue, bool has_work) {
  Queue& target = queues_[queue];
  const Intent intent = target.intent;
  target.intent = Intent::kStay;
  if (target.faulted) {
    target.state = QueueState::kFaulted;
  } else if (intent != Intent::kStay) {
    target.state = QueueState::kSuspended;
  } else if (has_work || target.has_work || target.kernel) {
    MakeReady(queue);
  } else {
    target.state = QueueState::kIdle;
  }
}

Placement Scheduler::Place() {
  uint32_t index;
  uint32_t slot;
  const uint32_t kernel = kernel_ready_ & ~occupied_;
  const uint32_t free = user_slots_ & ~occupied_;
  if (kernel != 0) {
    slot = LowestBit(kernel);
    index = promised_to_[slot];
    kernel_ready_ &= ~Bit(slot);
  } else if (free != 0 && !ready_.empty()) {
    slot = LowestBit(free);
    index = ready_.PopFront(queues_);
  } else {
    return {.queue = kNoQueue, .slot = kNoSlot, .vmid = 0, .fresh_vmid = false};
  }

  Queue& queue = queues_[index];
  queue.state = QueueState::kLoading;
  queue.slot = static_cast<uint8_t>(slot);
  queue.has_work = false;
  owner_[slot] = static_cast<uint8_t>(index);
  occupied_ |= Bit(slot);
  loading_ |= Bit(slot);
  if (queue.kernel) return {.queue = index, .slot = slot, .vmid = 0, .fresh_vmid = false};
  const Processes::Lease lease = processes_.Enter(queue.process);
  return {.queue = index, .slot = slot, .vmid = lease.vmid, .fresh_vmid = lease.fresh};
}

bool Scheduler::IsExpired(uint32_t slot, uint32_t now) const {
  return queues_[owner_[slot]].quantum != 0 && After(now, expires_[slot]) >= 0;
}

uint32_t Scheduler::PickIdle(uint32_t idle) const {
  uint32_t victim = kNoSlot;
  if (Waiting() == 0) return victim;
  ForEachBit(running_ & idle, [&](uint32_t slot) {
    if (victim == kNoSlot || After(started_[slot], started_[victim]) < 0) victim = slot;
  });
  return victim;
}

uint32_t Scheduler::PickExpired(uint32_t now) const {
  uint32_t victim = kNoSlot;
  if (Waiting() == 0) return victim;
  ForEachBit(running_, [&](uint32_t slot) {
    if (!IsExpired(slot, now)) return;
    if (victim == kNoSlot || After(expires_[slot], expires_[victim]) < 0) victim = slot;
  });
  return victim;
}

int32_t Scheduler::NextExpiry(uint32_t now) const {
  int32_t next = -1;
  ForEachBit(running_, [&](uint32_t slot) {
    if (queues_[owner_[slot]].quantum == 0) return;
    int32_t left = After(expires_[slot], now);
    if (left < 0) left = 0;
    if (next < 0 || left < next) next = left;
  });
  return next;
}

void Scheduler::MakeReady(uint32_t queue) {
  Queue& target = queues_[queue];
  target.state = QueueState::kReady;
  if (target.kernel) {
    kernel_ready_ |= Bit(target.home_slot);
  } else {
    ready_.PushBack(queues_, queue);
  }
}

}  // namespace ringside::firmware
