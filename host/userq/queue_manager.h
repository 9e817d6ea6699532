// Moves user queues through their states by commands to the firmware.
//
//   map      UNMAPPED            -> MAPPED      ADD_QUEUE
//   unmap    MAPPED, PREEMPTED   -> UNMAPPED    REMOVE_QUEUE
//   preempt  MAPPED              -> PREEMPTED   SUSPEND
//   restore  PREEMPTED           -> MAPPED      RESUME
//
// The one rule: each helper is a no-op that succeeds in any other state, and any failure of one
// makes the queue HUNG. HUNG ends only with Destroy.
#ifndef RINGSIDE_HOST_USERQ_QUEUE_MANAGER_H_
#define RINGSIDE_HOST_USERQ_QUEUE_MANAGER_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "host/command_ring/command_ring.h"
#include "host/memory/buffer.h"
#include "host/trace/driver_trace.h"
#include "host/userq/queue_commands.h"
#include "host/userq/user_queue.h"

namespace ringside {

struct QueueTotals {
  uint64_t maps = 0;
  uint64_t unmaps = 0;
  uint64_t preempts = 0;
  uint64_t restores = 0;
};

class QueueManager {
 public:
  // All outlive the manager; `trace` may be null.
  QueueManager(MemoryPools* pools, CommandRing* commands, FencePage* fences, QueueQuanta quanta,
               DriverTrace* trace)
      : pools_(pools), commands_(commands), fences_(fences), quanta_(quanta), trace_(trace) {}

  // Makes an UNMAPPED queue of `owner`; `siblings` are the owner's other queues. On an error
  // nothing is left behind; it names the field of `spec` that is wrong. The caller makes the queue
  // known to the interrupt handlers before it maps it.
  absl::StatusOr<std::unique_ptr<UserQueue>> Prepare(
      const QueueOwner& owner, const QueueSpec& spec,
      absl::Span<const std::unique_ptr<UserQueue>> siblings);

  // Deletes a queue whose first Map failed; keeps its memory if the firmware will not let go of it.
  void Discard(std::unique_ptr<UserQueue> queue);

  // Takes the queue off the hardware, whatever its state; the caller then deletes it. On an error
  // it is HUNG and must not be deleted: the hardware may still write to its memory.
  absl::Status Destroy(UserQueue* queue);

  absl::Status Map(UserQueue* queue);
  absl::Status Unmap(UserQueue* queue);
  absl::Status Preempt(UserQueue* queue);
  absl::Status Restore(UserQueue* queue);

  struct PreemptResult {
    std::vector<UserQueue*> preempted;  // What RestoreAll should bring back.
    // Not OK: at least one queue may still be on the hardware, so memory must not be moved.
    absl::Status all_off;
  };
  // Preempts all MAPPED queues at once: all commands first, then one wait. Queues that may run in
  // spite of their command, or of one before, are removed from the firmware and stay HUNG.
  PreemptResult PreemptAll(absl::Span<const std::unique_ptr<UserQueue>> queues);
  // Restores all of them that are PREEMPTED, in the same manner. The first error.
  absl::Status RestoreAll(absl::Span<UserQueue* const> queues);
  // Makes all PREEMPTED queues HUNG, which then never come back.
  void HangPreempted(absl::Span<const std::unique_ptr<UserQueue>> queues);

  // From interrupt context.
  void OnFence(UserQueue* queue, uint64_t value, uint64_t cycle);
  void OnFault(UserQueue* queue, const FaultReport& report);

  const QueueTotals& totals() const { return totals_; }

 private:
  // Runs one command for each queue, in one batch. Failures make queues HUNG.
  std::vector<CommandAnswer> Batch(absl::Span<UserQueue* const> queues,
                                   CommandFrame (*frame)(const UserQueue&));
  void FinishPreempt(UserQueue* queue, const CommandAnswer& answer);
  absl::Status Remove(UserQueue* queue);
  absl::Status RefreshWptr(UserQueue* queue);
  void Trace(absl::string_view action, const UserQueue& queue, const CommandAnswer& answer);

  MemoryPools* const pools_;
  CommandRing* const commands_;
  FencePage* const fences_;
  const QueueQuanta quanta_;
  DriverTrace* const trace_;
  QueueTotals totals_;
  // Their creation failed, but the firmware would not let go of them: their memory stays.
  std::vector<std::unique_ptr<UserQueue>> lost_;
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_USERQ_QUEUE_MANAGER_H_
