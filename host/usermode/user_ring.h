// The user-mode side of a queue: submits packets and learns of fences without any driver call.
//
// The one rule: nothing here waits or moves time on, so it may run in timed events and fence
// listeners. Stores go out in the order packets, wptr, doorbell.
#ifndef RINGSIDE_HOST_USERMODE_USER_RING_H_
#define RINGSIDE_HOST_USERMODE_USER_RING_H_

#include <cstdint>
#include <map>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "host/device/device.h"
#include "host/memory/buffer.h"

namespace ringside {

// One 64-bit word, or the start of a ring, inside a buffer.
struct BufferSlice {
  Buffer* buffer;
  uint64_t offset;
};

// Where the process put the parts of its queue. The addresses given to Process::CreateQueue must be
// mappings of the same bytes.
struct RingMemory {
  BufferSlice ring;
  uint64_t ring_bytes;
  BufferSlice wptr;
  BufferSlice rptr;
  const Buffer* fence_page;  // UserQueue::fence_page(), fence_offset().
  uint64_t fence_offset;
};

class UserRing {
 public:
  // Starts at position 0; `doorbell_id` as Device::RingDoorbell takes it.
  UserRing(Device* device, const RingMemory& memory, uint32_t doorbell_id)
      : device_(device), memory_(memory), doorbell_id_(doorbell_id) {}

  // Stores `dwords` behind what was submitted before, then wptr, then rings the doorbell. Returns
  // the new wptr in bytes: the value that a protected fence at its end will have.
  // RESOURCE_EXHAUSTED, with nothing stored: not enough room now. INVALID_ARGUMENT: can never fit.
  absl::StatusOr<uint64_t> Submit(absl::Span<const uint32_t> dwords);

  // As Submit, but does not ring: a later Submit or Ring does.
  absl::StatusOr<uint64_t> Store(absl::Span<const uint32_t> dwords);
  absl::Status Ring();

  // Bytes that Submit takes now, from the last rptr report and fence. One dword always stays free,
  // because a full ring would look like an empty one.
  absl::StatusOr<uint64_t> FreeBytes() const;

  // Has the protected fence reached `value`?
  absl::StatusOr<bool> FenceReached(uint64_t value) const;
  absl::StatusOr<uint64_t> FenceValue() const;

  // Runs `callback` when Poll finds the protected fence at `value` or beyond; never from here.
  void WhenFence(uint64_t value, absl::AnyInvocable<void()> callback);
  // Runs the callbacks that are due, by value and then in order. Call it from the queue's fence
  // listener.
  absl::Status Poll();

  uint64_t wptr() const { return wptr_; }
  uint64_t doorbells_rung() const { return doorbells_rung_; }
  uint32_t doorbell_id() const { return doorbell_id_; }

 private:
  Device* const device_;
  const RingMemory memory_;
  const uint32_t doorbell_id_;
  uint64_t wptr_ = 0;  // Running byte count, never masked.
  uint64_t doorbells_rung_ = 0;
  std::multimap<uint64_t, absl::AnyInvocable<void()>> waiters_;
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_USERMODE_USER_RING_H_
