// A user queue as the driver keeps it: what was asked for, its state, its counters.
//
// The one rule: only QueueManager changes a queue. Everyone else reads, and may set the fence
// listener.
#ifndef RINGSIDE_HOST_USERQ_USER_QUEUE_H_
#define RINGSIDE_HOST_USERQ_USER_QUEUE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "host/gpuvm/address_space.h"
#include "host/memory/buffer.h"
#include "host/mqd/mqd.h"
#include "host/userq/fault_report.h"
#include "host/userq/fence_page.h"
#include "uapi/queue_state.h"

namespace ringside {

enum class QueueState : uint32_t {
  kUnmapped = RS_QUEUE_UNMAPPED,
  kMapped = RS_QUEUE_MAPPED,
  kPreempted = RS_QUEUE_PREEMPTED,
  kHung = RS_QUEUE_HUNG,
};

absl::string_view QueueStateName(QueueState state);

// What a process asks for. All addresses are GPU VAs of the process.
struct QueueSpec {
  std::string name;             // For reports and traces.
  uint64_t ring_va = 0;         // 256-byte aligned.
  uint64_t ring_bytes = 0;      // Power of two, 4 KiB to 16 MiB; inside one mapping.
  uint64_t rptr_va = 0;         // 64-bit word, 8-byte aligned, mapped writeable.
  uint64_t wptr_va = 0;         // 64-bit word, 8-byte aligned, mapped.
  uint32_t doorbell_index = 0;  // In the process's doorbell page, 0..511, free.
};

struct QueueStats {
  uint64_t maps = 0;
  uint64_t unmaps = 0;
  uint64_t preempts = 0;
  uint64_t restores = 0;
  uint64_t fences = 0;  // Protected-fence interrupts.
  // Cycles from the command's doorbell to the firmware's answer, one entry a preempt or restore.
  std::vector<uint64_t> preempt_cycles;
  std::vector<uint64_t> restore_cycles;
};

// What a queue needs to know of its process.
struct QueueOwner {
  std::string name;
  uint16_t pasid = 0;
  uint32_t doorbell_page = 0;
  uint64_t context_address = 0;  // Names the process to the firmware.
  const AddressSpace* address_space = nullptr;
};

class UserQueue {
 public:
  const QueueSpec& spec() const { return spec_; }
  const std::string& name() const { return spec_.name; }
  const QueueOwner& owner() const { return owner_; }
  QueueState state() const { return state_; }
  // page * RS_DOORBELLS_PER_PAGE + index: what Device::RingDoorbell takes.
  uint32_t doorbell_id() const { return doorbell_id_; }
  // The protected fence: where user mode finds it on the GPU (read-only) and in the fence page.
  uint64_t fence_va() const { return kFencePageVa + fence_slot_.offset(); }
  const Buffer& fence_page() const { return *fence_page_; }
  uint64_t fence_offset() const { return fence_slot_.offset(); }
  absl::StatusOr<uint64_t> FenceValue() const { return fence_slot_.Read(); }
  const Mqd& mqd() const { return *mqd_; }
  // Interrupt entries read before the firmware's completion of this number are not about this queue
  // but about one that had its doorbell earlier.
  uint64_t first_completion() const { return first_completion_; }
  // Set when a fault stopped the queue.
  const std::optional<FaultReport>& fault() const { return fault_; }
  const QueueStats& stats() const { return stats_; }

  // Called in interrupt context with each protected fence of this queue: its value and the cycle of
  // its interrupt entry. Must not call the driver.
  using FenceListener = absl::AnyInvocable<void(uint64_t value, uint64_t cycle)>;
  void SetFenceListener(FenceListener listener) { fence_listener_ = std::move(listener); }

 private:
  friend class QueueManager;
  UserQueue(QueueOwner owner, QueueSpec spec, uint32_t doorbell_id, uint64_t first_completion)
      : owner_(std::move(owner)),
        spec_(std::move(spec)),
        doorbell_id_(doorbell_id),
        first_completion_(first_completion) {}

  const QueueOwner owner_;
  const QueueSpec spec_;
  const uint32_t doorbell_id_;
  const uint64_t first_completion_;
  QueueState state_ = QueueState::kUnmapped;
  // ADD_QUEUE was sent and the firmware has not let go of it: it may use the MQD and the fence.
  bool known_to_firmware_ = false;
  // HUNG because a command failed in a way that leaves open whether the hardware runs the queue.
  bool may_run_ = false;
  const Buffer* fence_page_ = nullptr;
  FencePage::Slot fence_slot_;
  std::unique_ptr<Mqd> mqd_;
  std::optional<FaultReport> fault_;
  QueueStats stats_;
  FenceListener fence_listener_;
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_USERQ_USER_QUEUE_H_
