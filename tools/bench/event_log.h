// Records what the machine's watchers see, each event with the queue that it concerns, so that a
// latency is the distance of two events.
//
// The one rule: the log grows until Clear(); clear it before each sample.
#ifndef RINGSIDE_TOOLS_BENCH_EVENT_LOG_H_
#define RINGSIDE_TOOLS_BENCH_EVENT_LOG_H_

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "testbench/machine/machine_listener.h"
#include "uapi/limits.h"

namespace ringside::bench {

inline constexpr uint32_t kNoDoorbell = ~0u;

enum class EventKind { kRing, kSlotState, kEngineTakes, kFetch, kPacket };

struct Event {
  EventKind kind;
  uint64_t cycle;
  // Of the queue; of one that is being loaded it is not known yet.
  uint32_t doorbell;
  // All but kRing.
  uint32_t slot = 0;
  // Of kRing and of kSlotState.
  RingOutcome ring = RingOutcome::kStray;
  SlotState state = SlotState::kFree;
};

class EventLog final : public MachineListener {
 public:
  void Clear() { events_.clear(); }
  const std::vector<Event>& events() const { return events_; }

  using Matcher = std::function<bool(const Event&)>;
  // First match, at or after `from`, in the order of the log; null: none.
  const Event* First(const Matcher& matches, const Event* from = nullptr) const;
  // Last match before `before`.
  const Event* LastBefore(const Event* before, const Matcher& matches) const;

  // The queue that is in `slot` now, save under way included.
  std::optional<uint32_t> InSlot(uint32_t slot) const;
  bool IsInSlot(uint32_t doorbell) const;

  void OnRing(uint64_t cycle, uint32_t doorbell, RingOutcome outcome, uint32_t slot) override;
  void OnSlotState(uint64_t cycle, uint32_t slot, SlotState state, uint32_t doorbell) override;
  void OnEngine(uint64_t cycle, bool busy, uint32_t slot) override;
  void OnFetch(uint64_t cycle, uint32_t slot) override;
  void OnPacket(uint64_t cycle, uint32_t slot, uint32_t header, uint64_t rptr) override;

 private:
  void Add(EventKind kind, uint64_t cycle, uint32_t slot);

  std::vector<Event> events_;
  std::array<std::optional<uint32_t>, RS_NUM_SLOTS> in_slot_;
};

// Matchers for what is asked for most.
EventLog::Matcher Is(EventKind kind, uint32_t doorbell);
EventLog::Matcher Enters(SlotState state, uint32_t doorbell);

}  // namespace ringside::bench

#endif  // RINGSIDE_TOOLS_BENCH_EVENT_LOG_H_
