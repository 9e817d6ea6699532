#include "tools/run/setup.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace ringside::run {
namespace {

constexpr uint64_t kPageBytes = 4096;
// Each queue has this much address space for ring, pointers and indirect buffers.
constexpr uint64_t kQueueVaBytes = uint64_t{1} << 32;

uint64_t RoundUpToPage(uint64_t bytes) {
  return (bytes + kPageBytes - 1) / kPageBytes * kPageBytes;
}

absl::Status Named(const absl::Status& status, absl::string_view kind, absl::string_view name) {
  return absl::Status(status.code(), absl::StrCat(kind, " '", name, "': ", status.message()));
}

ringside::Placement ToDriver(scenario::Placement placement) {
  return placement == scenario::Placement::kVram ? ringside::Placement::kVram
                                                 : ringside::Placement::kSystem;
}

absl::StatusOr<Buffer*> CreateMapped(Process* process, absl::string_view name, uint64_t va,
                                     uint64_t bytes, ringside::Placement placement, bool writable) {
  absl::StatusOr<Buffer*> buffer = process->CreateBuffer(name, bytes, placement);
  if (!buffer.ok()) return Named(buffer.status(), "buffer", name);
  const absl::Status mapped =
      process->Map(va, *buffer, 0, RoundUpToPage(bytes), MapFlags{.write = writable});
  if (!mapped.ok()) return Named(mapped, "buffer", name);
  return buffer;
}

// Ring, pointer page and indirect buffers stand in system memory, as real clients have them.
absl::StatusOr<std::unique_ptr<Client>> SetUpQueue(EventLoop* loop, MachineStats* stats,
                                                   Process* process,
                                                   const scenario::QueueSpec& spec, uint64_t va) {
  const uint64_t pointers_va = va + spec.ring_bytes;
  const uint64_t indirect_va = pointers_va + kPageBytes;
  absl::StatusOr<Buffer*> ring = CreateMapped(process, absl::StrCat(spec.name, ".ring"), va,
                                              spec.ring_bytes, ringside::Placement::kSystem, true);
  if (!ring.ok()) return ring.status();
  absl::StatusOr<Buffer*> pointers =
      CreateMapped(process, absl::StrCat(spec.name, ".pointers"), pointers_va, kPageBytes,
                   ringside::Placement::kSystem, true);
  if (!pointers.ok()) return pointers.status();
  Buffer* indirect = nullptr;
  if (spec.indirect) {
    absl::StatusOr<Buffer*> buffer =
        CreateMapped(process, absl::StrCat(spec.name, ".indirect"), indirect_va,
                     Client::IndirectBytes(spec) * spec.depth, ringside::Placement::kSystem, true);
    if (!buffer.ok()) return buffer.status();
    indirect = *buffer;
  }

  constexpr uint64_t kWptrOffset = 0;
  constexpr uint64_t kRptrOffset = 64;
  absl::StatusOr<UserQueue*> queue = process->CreateQueue({.name = spec.name,
                                                           .ring_va = va,
                                                           .ring_bytes = spec.ring_bytes,
                                                           .rptr_va = pointers_va + kRptrOffset,
                                                           .wptr_va = pointers_va + kWptrOffset,
                                                           .doorbell_index = spec.doorbell});
  if (!queue.ok()) return Named(queue.status(), "queue", spec.name);
  const RingMemory memory = {.ring = {.buffer = *ring, .offset = 0},
                             .ring_bytes = spec.ring_bytes,
                             .wptr = {.buffer = *pointers, .offset = kWptrOffset},
                             .rptr = {.buffer = *pointers, .offset = kRptrOffset},
                             .fence_page = &(*queue)->fence_page(),
                             .fence_offset = (*queue)->fence_offset()};
  return std::make_unique<Client>(loop, stats, spec, *queue, memory, indirect, indirect_va);
}

}  // namespace

absl::StatusOr<LiveProcess> SetUpProcess(Driver* driver, EventLoop* loop, MachineStats* stats,
                                         const scenario::ProcessSpec& spec,
                                         const Contents& contents) {
  LiveProcess live;
  absl::StatusOr<Process*> process = driver->CreateProcess(spec.name);
  if (!process.ok()) return Named(process.status(), "process", spec.name);
  live.process = *process;
  for (size_t i = 0; i < spec.buffers.size(); ++i) {
    const scenario::BufferSpec& wanted = spec.buffers[i];
    absl::StatusOr<Buffer*> buffer =
        CreateMapped(live.process, wanted.name, wanted.va, wanted.bytes, ToDriver(wanted.placement),
                     wanted.writable);
    if (!buffer.ok()) return buffer.status();
    if (absl::Status written = (*buffer)->Write(0, contents[i]); !written.ok()) return written;
    live.buffers.push_back(*buffer);
  }
  uint64_t va = scenario::kQueueMemoryVa;
  for (const scenario::QueueSpec& queue : spec.queues) {
    auto client = SetUpQueue(loop, stats, live.process, queue, va);
    if (!client.ok()) return client.status();
    live.clients.push_back(*std::move(client));
    va += kQueueVaBytes;
  }
  return live;
}

}  // namespace ringside::run
