#include "tools/run/setup.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tools/run/ring_queue.h"

namespace ringside::run {
namespace {

// Each queue has this much address space for ring, pointers and indirect buffers.
constexpr uint64_t kQueueVaBytes = uint64_t{1} << 32;

ringside::Placement ToDriver(scenario::Placement placement) {
  return placement == scenario::Placement::kVram ? ringside::Placement::kVram
                                                 : ringside::Placement::kSystem;
}

// Indirect buffers stand in system memory, behind ring and pointer page.
absl::StatusOr<std::unique_ptr<Client>> SetUpQueue(EventLoop* loop, MachineStats* stats,
                                                   Process* process,
                                                   const scenario::QueueSpec& spec, uint64_t va) {
  const uint64_t indirect_va = va + RingQueueVaBytes(spec.ring_bytes);
  Buffer* indirect = nullptr;
  if (spec.indirect) {
    absl::StatusOr<Buffer*> buffer =
        CreateMapped(process, absl::StrCat(spec.name, ".indirect"), indirect_va,
                     Client::IndirectBytes(spec) * spec.depth, ringside::Placement::kSystem, true);
    if (!buffer.ok()) return buffer.status();
    indirect = *buffer;
  }
  absl::StatusOr<RingQueue> queue =
      CreateRingQueue(process, spec.name, va, spec.ring_bytes, spec.doorbell);
  if (!queue.ok()) return queue.status();
  return std::make_unique<Client>(loop, stats, spec, queue->queue, queue->memory, indirect,
                                  indirect_va);
}

}  // namespace

absl::StatusOr<LiveProcess> SetUpProcess(Driver* driver, EventLoop* loop, MachineStats* stats,
                                         const scenario::ProcessSpec& spec,
                                         const Contents& contents) {
  LiveProcess live;
  absl::StatusOr<Process*> process = driver->CreateProcess(spec.name);
  if (!process.ok()) return process.status();
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
