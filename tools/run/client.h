// One queue's application: submits its packets again and again, as fences come, without the driver.
//
// It acts only in timed events and fence interrupts, so it keeps submitting while the driver is in
// the middle of an eviction, as real user mode does.
#ifndef RINGSIDE_TOOLS_RUN_CLIENT_H_
#define RINGSIDE_TOOLS_RUN_CLIENT_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "host/event_loop/event_loop.h"
#include "host/memory/buffer.h"
#include "host/usermode/packet_builder.h"
#include "host/usermode/user_ring.h"
#include "host/userq/user_queue.h"
#include "tools/run/machine_stats.h"
#include "tools/run/samples.h"
#include "tools/scenario/scenario.h"

namespace ringside::run {

class Client {
 public:
  // `indirect` holds one slot of IndirectBytes() a submission of the queue's depth, at
  // `indirect_va`; null unless the queue is indirect. All arguments outlive the client.
  Client(EventLoop* loop, MachineStats* stats, const scenario::QueueSpec& spec, UserQueue* queue,
         const RingMemory& memory, Buffer* indirect, uint64_t indirect_va);

  // Room that one submission's indirect buffer takes, in bytes.
  static uint64_t IndirectBytes(const scenario::QueueSpec& spec);

  // Posts the first submissions, `spec.start_cycle` after `first_cycle`. `on_done` runs once, when
  // nothing more will come: all fences reached, or stopped.
  void Start(uint64_t first_cycle, std::function<void()> on_done);
  // The queue was stopped by a fault: submits nothing more.
  void Stop();

  const scenario::QueueSpec& spec() const { return spec_; }
  UserQueue* queue() const { return queue_; }
  bool done() const { return done_; }
  bool stopped() const { return stopped_; }
  uint32_t submitted() const { return submitted_; }
  uint32_t completed() const { return completed_; }
  uint64_t doorbells_rung() const { return ring_.doorbells_rung(); }
  // Doorbell to fence interrupt, a submission.
  const Samples& submission_cycles() const { return submission_cycles_; }
  // Bytes that the completed submissions copied, filled and wrote.
  uint64_t bytes_moved() const;

  // The packet that stands at running byte `rptr` of the ring; nullptr for a fence or an indirect
  // buffer.
  const scenario::PacketSpec* PacketAt(uint64_t rptr) const;

 private:
  struct Outstanding {
    uint64_t fence;
    uint64_t cycle;
  };

  void SubmitWhatFits();
  absl::Status SubmitOne();
  void OnFence(uint64_t value, uint64_t cycle);
  void AppendPackets(uint32_t repetition, PacketBuilder* builder) const;

  EventLoop* const loop_;
  MachineStats* const stats_;
  const scenario::QueueSpec& spec_;
  UserQueue* const queue_;
  UserRing ring_;
  Buffer* const indirect_;
  const uint64_t indirect_va_;
  std::function<void()> on_done_;
  uint32_t submitted_ = 0;
  uint32_t completed_ = 0;
  uint64_t submission_bytes_ = 0;
  bool waiting_ = false;
  bool stopped_ = false;
  bool done_ = false;
  std::deque<Outstanding> outstanding_;
  Samples submission_cycles_;
};

}  // namespace ringside::run

#endif  // RINGSIDE_TOOLS_RUN_CLIENT_H_
