#include "tools/run/machine_stats.h"

namespace ringside::run {

void MachineStats::WillSubmit(uint32_t doorbell, uint64_t rptr, bool idle) {
  Queue& queue = queues_[doorbell];
  queue.submissions.push_back({.rptr = rptr, .idle = idle, .ring_cycle = std::nullopt});
  ++queue.counts.not_begun;
}

const QueueCounts& MachineStats::queue(uint32_t doorbell) const {
  static const auto& none = *new QueueCounts();
  const auto found = queues_.find(doorbell);
  return found == queues_.end() ? none : found->second.counts;
}

void MachineStats::OnRing(uint64_t cycle, uint32_t doorbell, RingOutcome outcome,
                          uint32_t /*slot*/) {
  if (outcome == RingOutcome::kStray) {
    ++stray_rings_;
    return;
  }
  Queue& queue = queues_[doorbell];
  ++queue.counts.rings;
  const bool mapped = outcome == RingOutcome::kToSlot;
  ++(mapped ? queue.counts.rings_to_slot : queue.counts.rings_pending);
  for (Submission& submission : queue.submissions) {
    if (submission.ring_cycle.has_value()) continue;
    submission.ring_cycle = cycle;
    submission.mapped = mapped;
  }
}

void MachineStats::OnSlotState(uint64_t cycle, uint32_t slot, SlotState state, uint32_t doorbell) {
  switch (state) {
    case SlotState::kLoading:
      slots_[slot] = {.begin = cycle, .doorbell = std::nullopt};
      break;
    case SlotState::kActive:
      if (slots_[slot].doorbell.has_value()) break;
      slots_[slot].doorbell = doorbell;
      ++queues_[doorbell].counts.maps;
      break;
    case SlotState::kFree:
      Leave(slot, cycle);
      break;
    case SlotState::kStopping:
    case SlotState::kSaving:
    case SlotState::kFaulted:
      break;
  }
}

void MachineStats::Leave(uint32_t slot, uint64_t cycle) {
  const Slot left = std::exchange(slots_[slot], Slot{});
  // A load that failed had no queue.
  if (!left.doorbell.has_value()) return;
  queues_[*left.doorbell].counts.slot_cycles += cycle - left.begin;
  residencies_.push_back(
      {.slot = slot, .doorbell = *left.doorbell, .begin = left.begin, .end = cycle});
}

void MachineStats::OnEngine(uint64_t cycle, bool busy, uint32_t /*slot*/) {
  if (engine_since_.has_value()) engine_busy_cycles_ += cycle - *engine_since_;
  engine_since_ = busy ? std::optional<uint64_t>(cycle) : std::nullopt;
}

void MachineStats::OnFetch(uint64_t cycle, uint32_t slot) {
  if (!slots_[slot].doorbell.has_value()) return;
  Queue& queue = queues_[*slots_[slot].doorbell];
  if (queue.submissions.empty()) return;
  Submission& next = queue.submissions.front();
  if (!next.idle || next.fetched || !next.ring_cycle.has_value()) return;
  next.fetched = true;
  (next.mapped ? queue.counts.ring_to_fetch_mapped : queue.counts.ring_to_fetch_unmapped)
      .Add(cycle - *next.ring_cycle);
}

void MachineStats::OnPacket(uint64_t cycle, uint32_t slot, uint32_t /*header*/, uint64_t rptr) {
  if (!slots_[slot].doorbell.has_value()) return;
  const uint32_t doorbell = *slots_[slot].doorbell;
  Queue& queue = queues_[doorbell];
  ++queue.counts.packets;
  while (!queue.submissions.empty() && queue.submissions.front().rptr <= rptr) {
    const Submission& begun = queue.submissions.front();
    if (begun.idle && begun.ring_cycle.has_value()) {
      queue.counts.ring_to_packet.Add(cycle - *begun.ring_cycle);
    }
    --queue.counts.not_begun;
    queue.submissions.pop_front();
  }
  if (packet_hook_) packet_hook_(cycle, doorbell, rptr);
}

void MachineStats::OnSleep(uint64_t cycle, bool asleep) {
  if (awake_since_.has_value()) core_awake_cycles_ += cycle - *awake_since_;
  awake_since_ = asleep ? std::nullopt : std::optional<uint64_t>(cycle);
}

void MachineStats::Finish(uint64_t cycle) {
  for (uint32_t slot = 0; slot < slots_.size(); ++slot) Leave(slot, cycle);
  OnEngine(cycle, false, 0);
  OnSleep(cycle, true);
}

}  // namespace ringside::run
