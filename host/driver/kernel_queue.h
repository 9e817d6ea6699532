// The driver's own SDMA queue: VMID 0, always in slot 0; moves memory by bus addresses.
//
// The one rule: its ring is driven like a user's, by UserRing. After a failed Copy the queue is out
// of use, because the state of the transfer is not known; it is then off the hardware if the
// firmware still answers.
#ifndef RINGSIDE_HOST_DRIVER_KERNEL_QUEUE_H_
#define RINGSIDE_HOST_DRIVER_KERNEL_QUEUE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "host/command_ring/command_ring.h"
#include "host/event_loop/event_loop.h"
#include "host/memory/buffer.h"
#include "host/mqd/mqd.h"
#include "host/usermode/user_ring.h"
#include "host/userq/fault_report.h"
#include "host/userq/fence_page.h"

namespace ringside {

// Bus addresses and bytes.
struct CopyJob {
  uint64_t source;
  uint64_t destination;
  uint64_t bytes;
};

class KernelQueue {
 public:
  static constexpr uint32_t kSlot = 0;

  // Needs SET_HW_RSRC to have left slot 0 to the kernel. All pointers outlive the queue.
  static absl::StatusOr<std::unique_ptr<KernelQueue>> Create(MemoryPools* pools, EventLoop* loop,
                                                             CommandRing* commands,
                                                             FencePage* fences);

  // Copies, in order, and waits until all bytes are written. DEADLINE_EXCEEDED: more than
  // `timeout_cycles` for one filling of the ring. FAILED_PRECONDITION: out of use.
  absl::Status Copy(absl::Span<const CopyJob> jobs, uint64_t timeout_cycles);

  // After a Copy that failed: the hardware could not be stopped, and may still write to the
  // destinations.
  bool last_copy_may_write() const { return last_copy_may_write_; }

  void OnFault(const FaultReport& report) { fault_ = report; }
  const std::optional<FaultReport>& fault() const { return fault_; }
  std::string Describe() const;

 private:
  KernelQueue(EventLoop* loop, CommandRing* commands) : loop_(loop), commands_(commands) {}

  CommandFrame AddFrame() const;
  absl::Status SubmitAndWait(absl::Span<const uint32_t> dwords, uint64_t timeout_cycles);
  void Stop();

  EventLoop* const loop_;
  CommandRing* const commands_;
  std::unique_ptr<Buffer> memory_;  // wptr and rptr in the first page, then the ring.
  FencePage::Slot fence_;
  std::unique_ptr<Mqd> mqd_;
  std::unique_ptr<UserRing> ring_;
  std::optional<FaultReport> fault_;
  bool stopped_ = false;
  bool last_copy_may_write_ = false;
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_DRIVER_KERNEL_QUEUE_H_
