#include "tools/bench/event_log.h"

#include <algorithm>
#include <iterator>

namespace ringside::bench {

const Event* EventLog::First(const Matcher& matches, const Event* from) const {
  const size_t begin = from == nullptr ? 0 : from - events_.data();
  const auto found = std::find_if(events_.begin() + begin, events_.end(), matches);
  return found == events_.end() ? nullptr : &*found;
}

const Event* EventLog::LastBefore(const Event* before, const Matcher& matches) const {
  const auto end = std::make_reverse_iterator(events_.begin() + (before - events_.data()));
  const auto found = std::find_if(end, events_.rend(), matches);
  return found == events_.rend() ? nullptr : &*found;
}

std::optional<uint32_t> EventLog::InSlot(uint32_t slot) const { return in_slot_[slot]; }

bool EventLog::IsInSlot(uint32_t doorbell) const {
  return std::find(in_slot_.begin(), in_slot_.end(), doorbell) != in_slot_.end();
}

void EventLog::Add(EventKind kind, uint64_t cycle, uint32_t slot) {
  events_.push_back({.kind = kind,
                     .cycle = cycle,
                     .doorbell = in_slot_[slot].value_or(kNoDoorbell),
                     .slot = slot});
}

void EventLog::OnRing(uint64_t cycle, uint32_t doorbell, RingOutcome outcome, uint32_t /*slot*/) {
  events_.push_back(
      {.kind = EventKind::kRing, .cycle = cycle, .doorbell = doorbell, .ring = outcome});
}

void EventLog::OnSlotState(uint64_t cycle, uint32_t slot, SlotState state, uint32_t doorbell) {
  if (state == SlotState::kActive) in_slot_[slot] = doorbell;
  Add(EventKind::kSlotState, cycle, slot);
  events_.back().state = state;
  if (state == SlotState::kFree) in_slot_[slot].reset();
}

void EventLog::OnEngine(uint64_t cycle, bool busy, uint32_t slot) {
  if (busy) Add(EventKind::kEngineTakes, cycle, slot);
}

void EventLog::OnFetch(uint64_t cycle, uint32_t slot) { Add(EventKind::kFetch, cycle, slot); }

void EventLog::OnPacket(uint64_t cycle, uint32_t slot, uint32_t /*header*/, uint64_t /*rptr*/) {
  Add(EventKind::kPacket, cycle, slot);
}

EventLog::Matcher Is(EventKind kind, uint32_t doorbell) {
  return [=](const Event& event) { return event.kind == kind && event.doorbell == doorbell; };
}

EventLog::Matcher Enters(SlotState state, uint32_t doorbell) {
  return [=](const Event& event) {
    return event.kind == EventKind::kSlotState && event.state == state &&
           event.doorbell == doorbell;
  };
}

}  // namespace ringside::bench
