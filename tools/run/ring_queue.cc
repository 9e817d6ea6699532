#include "tools/run/ring_queue.h"

#include "absl/strings/str_cat.h"

namespace ringside::run {
namespace {

constexpr uint64_t kPageBytes = 4096;
constexpr uint64_t kWptrOffset = 0;
constexpr uint64_t kRptrOffset = 64;

absl::Status Named(const absl::Status& status, absl::string_view kind, absl::string_view name) {
  return absl::Status(status.code(), absl::StrCat(kind, " '", name, "': ", status.message()));
}

uint64_t RoundUpToPage(uint64_t bytes) {
  return (bytes + kPageBytes - 1) / kPageBytes * kPageBytes;
}

}  // namespace

uint64_t RingQueueVaBytes(uint64_t ring_bytes) { return ring_bytes + kPageBytes; }

absl::StatusOr<Buffer*> CreateMapped(Process* process, absl::string_view name, uint64_t va,
                                     uint64_t bytes, Placement placement, bool writable) {
  absl::StatusOr<Buffer*> buffer = process->CreateBuffer(name, bytes, placement);
  if (!buffer.ok()) return Named(buffer.status(), "buffer", name);
  const absl::Status mapped =
      process->Map(va, *buffer, 0, RoundUpToPage(bytes), MapFlags{.write = writable});
  if (!mapped.ok()) return Named(mapped, "buffer", name);
  return buffer;
}

absl::StatusOr<RingQueue> CreateRingQueue(Process* process, const std::string& name, uint64_t va,
                                          uint64_t ring_bytes, uint32_t doorbell_index) {
  const uint64_t pointers_va = va + ring_bytes;
  absl::StatusOr<Buffer*> ring =
      CreateMapped(process, absl::StrCat(name, ".ring"), va, ring_bytes, Placement::kSystem, true);
  if (!ring.ok()) return ring.status();
  absl::StatusOr<Buffer*> pointers = CreateMapped(
      process, absl::StrCat(name, ".pointers"), pointers_va, kPageBytes, Placement::kSystem, true);
  if (!pointers.ok()) return pointers.status();
  absl::StatusOr<UserQueue*> queue = process->CreateQueue({.name = name,
                                                           .ring_va = va,
                                                           .ring_bytes = ring_bytes,
                                                           .rptr_va = pointers_va + kRptrOffset,
                                                           .wptr_va = pointers_va + kWptrOffset,
                                                           .doorbell_index = doorbell_index});
  if (!queue.ok()) return Named(queue.status(), "queue", name);
  return RingQueue{.queue = *queue,
                   .memory = {.ring = {.buffer = *ring, .offset = 0},
                              .ring_bytes = ring_bytes,
                              .wptr = {.buffer = *pointers, .offset = kWptrOffset},
                              .rptr = {.buffer = *pointers, .offset = kRptrOffset},
                              .fence_page = &(*queue)->fence_page(),
                              .fence_offset = (*queue)->fence_offset()}};
}

}  // namespace ringside::run
