#include "host/usermode/user_ring.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace ringside {
namespace {

constexpr uint64_t kDwordBytes = 4;

}  // namespace

absl::StatusOr<uint64_t> UserRing::FenceValue() const {
  return memory_.fence_page->ReadWord64(memory_.fence_offset);
}

absl::StatusOr<bool> UserRing::FenceReached(uint64_t value) const {
  const absl::StatusOr<uint64_t> fence = FenceValue();
  if (!fence.ok()) return fence.status();
  return *fence >= value;
}

absl::StatusOr<uint64_t> UserRing::FreeBytes() const {
  // The engine reports rptr only when it leaves the queue; a fence is a report too.
  const absl::StatusOr<uint64_t> rptr = memory_.rptr.buffer->ReadWord64(memory_.rptr.offset);
  if (!rptr.ok()) return rptr.status();
  const absl::StatusOr<uint64_t> fence = FenceValue();
  if (!fence.ok()) return fence.status();
  // The report lies in the process's own memory; nonsense there must not make room.
  const uint64_t done = std::max(*rptr <= wptr_ ? *rptr : 0, *fence);
  const uint64_t used = wptr_ - std::min(done, wptr_);
  return memory_.ring_bytes - kDwordBytes - used;
}

absl::StatusOr<uint64_t> UserRing::Store(absl::Span<const uint32_t> dwords) {
  const uint64_t bytes = dwords.size() * kDwordBytes;
  if (bytes > memory_.ring_bytes - kDwordBytes) {
    return absl::InvalidArgumentError(absl::StrCat(bytes, " bytes of packets never fit a ring of ",
                                                   memory_.ring_bytes, " bytes"));
  }
  const absl::StatusOr<uint64_t> free = FreeBytes();
  if (!free.ok()) return free.status();
  if (bytes > *free) {
    return absl::ResourceExhaustedError(
        absl::StrCat(bytes, " bytes of packets, but the ring has room for ", *free));
  }
  const absl::Span<const uint8_t> data(reinterpret_cast<const uint8_t*>(dwords.data()), bytes);
  const uint64_t at = wptr_ % memory_.ring_bytes;
  const uint64_t first = std::min(bytes, memory_.ring_bytes - at);
  Buffer* ring = memory_.ring.buffer;
  absl::Status status = ring->Write(memory_.ring.offset + at, data.first(first));
  if (status.ok() && first < bytes) {
    status = ring->Write(memory_.ring.offset, data.subspan(first));
  }
  if (!status.ok()) return status;
  wptr_ += bytes;
  return wptr_;
}

absl::Status UserRing::Ring() {
  if (absl::Status status = memory_.wptr.buffer->WriteWord64(memory_.wptr.offset, wptr_);
      !status.ok()) {
    return status;
  }
  ++doorbells_rung_;
  return device_->RingDoorbell(doorbell_id_, wptr_);
}

absl::StatusOr<uint64_t> UserRing::Submit(absl::Span<const uint32_t> dwords) {
  const absl::StatusOr<uint64_t> stored = Store(dwords);
  if (!stored.ok()) return stored;
  if (absl::Status status = Ring(); !status.ok()) return status;
  return stored;
}

void UserRing::WhenFence(uint64_t value, absl::AnyInvocable<void()> callback) {
  waiters_.emplace(value, std::move(callback));
}

absl::Status UserRing::Poll() {
  const absl::StatusOr<uint64_t> fence = FenceValue();
  if (!fence.ok()) return fence.status();
  // Cut the finished part off first: a callback may add waiters.
  const auto end = waiters_.upper_bound(*fence);
  std::vector<absl::AnyInvocable<void()>> due;
  for (auto waiter = waiters_.begin(); waiter != end; ++waiter) {
    due.push_back(std::move(waiter->second));
  }
  waiters_.erase(waiters_.begin(), end);
  for (auto& callback : due) callback();
  return absl::OkStatus();
}

}  // namespace ringside
