// Counts what the machine does for each queue, from its watchers: rings, packets, time on slots,
// latencies.
//
// Queues are named by doorbell id. The one rule: tell of each submission with WillSubmit() before
// its doorbell is rung, or its latency is not measured.
#ifndef RINGSIDE_TOOLS_RUN_MACHINE_STATS_H_
#define RINGSIDE_TOOLS_RUN_MACHINE_STATS_H_

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "testbench/machine/machine_listener.h"
#include "tools/run/samples.h"
#include "uapi/limits.h"

namespace ringside::run {

struct QueueCounts {
  uint64_t rings = 0;
  // Rings that came while the queue was in a slot, and while it was not.
  uint64_t rings_to_slot = 0;
  uint64_t rings_pending = 0;
  uint64_t packets = 0;
  // Times the queue entered a slot, and cycles that it held one (load and save included).
  uint64_t maps = 0;
  uint64_t slot_cycles = 0;
  // For submissions to a queue that had nothing else to do: ring to first fetch, ring to first
  // packet begun.
  Samples ring_to_fetch_mapped;
  Samples ring_to_fetch_unmapped;
  Samples ring_to_packet;
  // Submissions whose first packet has not begun.
  uint64_t not_begun = 0;
};

// A queue's stay in a slot: cycles [begin, end).
struct Residency {
  uint32_t slot;
  uint32_t doorbell;
  uint64_t begin;
  uint64_t end;
};

class MachineStats final : public MachineListener {
 public:
  using PacketHook = std::function<void(uint64_t cycle, uint32_t doorbell, uint64_t rptr)>;

  // The submission that the next ring of `doorbell` makes known starts at running byte `rptr`;
  // `idle`: the queue has nothing else outstanding.
  void WillSubmit(uint32_t doorbell, uint64_t rptr, bool idle);
  // Runs `hook` at each packet begun. It must not call the machine.
  void SetPacketHook(PacketHook hook) { packet_hook_ = std::move(hook); }

  // Closes the stays still open. Call once, at the end.
  void Finish(uint64_t cycle);

  const QueueCounts& queue(uint32_t doorbell) const;
  const std::vector<Residency>& residencies() const { return residencies_; }
  uint64_t stray_rings() const { return stray_rings_; }
  uint64_t engine_busy_cycles() const { return engine_busy_cycles_; }
  uint64_t core_awake_cycles() const { return core_awake_cycles_; }

  void OnRing(uint64_t cycle, uint32_t doorbell, RingOutcome outcome, uint32_t slot) override;
  void OnSlotState(uint64_t cycle, uint32_t slot, SlotState state, uint32_t doorbell) override;
  void OnEngine(uint64_t cycle, bool busy, uint32_t slot) override;
  void OnFetch(uint64_t cycle, uint32_t slot) override;
  void OnPacket(uint64_t cycle, uint32_t slot, uint32_t header, uint64_t rptr) override;
  void OnSleep(uint64_t cycle, bool asleep) override;

 private:
  struct Submission {
    uint64_t rptr;
    bool idle;
    std::optional<uint64_t> ring_cycle;
    bool mapped = false;
    bool fetched = false;
  };
  struct Queue {
    QueueCounts counts;
    std::deque<Submission> submissions;
  };
  struct Slot {
    uint64_t begin = 0;
    std::optional<uint32_t> doorbell;
  };

  void Leave(uint32_t slot, uint64_t cycle);

  std::map<uint32_t, Queue> queues_;
  std::array<Slot, RS_NUM_SLOTS> slots_;
  std::vector<Residency> residencies_;
  PacketHook packet_hook_;
  uint64_t stray_rings_ = 0;
  std::optional<uint64_t> engine_since_;
  uint64_t engine_busy_cycles_ = 0;
  std::optional<uint64_t> awake_since_ = 0;
  uint64_t core_awake_cycles_ = 0;
};

}  // namespace ringside::run

#endif  // RINGSIDE_TOOLS_RUN_MACHINE_STATS_H_
