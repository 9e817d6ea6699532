// A client that copies its source buffer to its destination, one chunk a submission, as fences
// come: the well-behaved neighbour of a test.
//
// It acts in timed events and fence interrupts only, so it goes on while the driver works or waits.
#ifndef RINGSIDE_TESTBENCH_E2E_COPY_WORKER_H_
#define RINGSIDE_TESTBENCH_E2E_COPY_WORKER_H_

#include <cstdint>

#include "gtest/gtest.h"
#include "host/event_loop/event_loop.h"
#include "host/memory/buffer.h"
#include "host/usermode/packet_builder.h"
#include "testbench/e2e/machine_fixture.h"

namespace ringside::e2e {

class CopyWorker {
 public:
  // Both buffers are whole chunks long and mapped at the addresses. All outlive the worker.
  CopyWorker(EventLoop* loop, Client* client, uint64_t source_va, uint64_t destination_va,
             uint64_t bytes, uint64_t chunk_bytes)
      : loop_(loop),
        client_(client),
        source_va_(source_va),
        destination_va_(destination_va),
        bytes_(bytes),
        chunk_bytes_(chunk_bytes) {}

  // From now on; with a pause of `gap_cycles` between a fence and the next submission.
  void Start(uint64_t gap_cycles = 0) {
    gap_cycles_ = gap_cycles;
    copied_ = 0;
    client_->queue->SetFenceListener([this](uint64_t value, uint64_t) {
      if (value < expected_fence_) return;
      copied_ += chunk_bytes_;
      if (copied_ < bytes_) loop_->PostAt(loop_->now() + gap_cycles_, [this] { SubmitChunk(); });
    });
    loop_->PostAt(loop_->now(), [this] { SubmitChunk(); });
  }

  uint64_t copied() const { return copied_; }
  bool done() const { return copied_ >= bytes_; }

 private:
  void SubmitChunk() {
    PacketBuilder packets;
    packets.Copy(source_va_ + copied_, destination_va_ + copied_, chunk_bytes_).ProtectedFence();
    const absl::StatusOr<uint64_t> fence = client_->user->Submit(packets.dwords());
    ASSERT_TRUE(fence.ok()) << fence.status();
    expected_fence_ = *fence;
  }

  EventLoop* const loop_;
  Client* const client_;
  const uint64_t source_va_;
  const uint64_t destination_va_;
  const uint64_t bytes_;
  const uint64_t chunk_bytes_;
  uint64_t gap_cycles_ = 0;
  uint64_t copied_ = 0;
  uint64_t expected_fence_ = 0;
};

}  // namespace ringside::e2e

#endif  // RINGSIDE_TESTBENCH_E2E_COPY_WORKER_H_
