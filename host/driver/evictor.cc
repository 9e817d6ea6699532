#include "host/driver/evictor.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "host/driver/driver.h"
#include "host/driver/kernel_queue.h"
#include "host/userq/queue_manager.h"

namespace ringside {

absl::Status Evictor::Evict(Process* process) {
  std::vector<Buffer*> buffers;
  for (const auto& buffer : process->buffers_) {
    if (buffer->placement() == Placement::kVram) buffers.push_back(buffer.get());
  }
  const absl::Status status = Move(process, buffers, Placement::kSystem);
  if (status.ok()) {
    ++evictions_;
    ++process->stats_.evictions;
  }
  return status;
}

absl::Status Evictor::MigrateBack(Process* process) {
  // What fits is found out by trying; rooms are taken in order and given back at once.
  std::vector<Buffer*> buffers;
  std::vector<uint64_t> rooms;
  RangeAllocator& vram = driver_->pools_.vram;
  for (const auto& buffer : process->buffers_) {
    if (buffer->placement() == buffer->preferred_placement()) continue;
    const absl::StatusOr<uint64_t> room = vram.Allocate(buffer->bytes());
    if (!room.ok()) continue;
    rooms.push_back(*room);
    buffers.push_back(buffer.get());
  }
  for (uint64_t room : rooms) {
    if (absl::Status status = vram.Free(room); !status.ok()) return status;
  }
  return Move(process, buffers, Placement::kVram);
}

absl::Status Evictor::Move(Process* process, absl::Span<Buffer* const> buffers, Placement target) {
  if (buffers.empty()) return absl::OkStatus();
  const uint64_t begin = driver_->loop_->now();
  QueueManager& queues = *driver_->queue_manager_;
  const QueueManager::PreemptResult preempt = queues.PreemptAll(process->queues_);
  absl::Status status = preempt.all_off;
  absl::Status remapped;
  if (status.ok()) status = Copy(process, buffers, target);
  if (status.ok()) remapped = Remap(process, buffers);
  if (remapped.ok()) {
    // Queues come back also when nothing could be moved: their memory is whole where it was.
    status.Update(queues.RestoreAll(preempt.preempted));
  } else {
    // Old translations may be in use still, and lead to memory that is no longer the process's.
    queues.HangPreempted(process->queues_);
    status.Update(remapped);
  }
  driver_->Trace(target == Placement::kSystem ? "evict" : "migrate back", process->name(), begin);
  return status;
}

absl::Status Evictor::Copy(Process* process, absl::Span<Buffer* const> buffers, Placement target) {
  std::vector<CopyJob> jobs;
  absl::Status status;
  for (Buffer* buffer : buffers) {
    const absl::StatusOr<uint64_t> destination = buffer->BeginMove(target);
    status = destination.status();
    if (!status.ok()) break;
    jobs.push_back({buffer->bus_address(), *destination, buffer->bytes()});
  }
  const absl::Span<Buffer* const> moving = buffers.first(jobs.size());
  const uint64_t begin = driver_->loop_->now();
  bool may_write = false;
  if (status.ok()) {
    KernelQueue& queue = *driver_->kernel_queue_;
    const DriverOptions& options = driver_->options_;
    status = queue.Copy(jobs, options.patience * options.migration_timeout_cycles);
    may_write = !status.ok() && queue.last_copy_may_write();
  }
  if (!status.ok()) {
    for (Buffer* buffer : moving) {
      (may_write ? buffer->AbandonMove() : buffer->CancelMove()).IgnoreError();
    }
    return absl::Status(status.code(), absl::StrCat("moving buffers of process ", process->name(),
                                                    ": ", status.message()));
  }
  driver_->Trace("migrate", process->name(), begin);
  return absl::OkStatus();
}

absl::Status Evictor::Remap(Process* process, absl::Span<Buffer* const> buffers) {
  absl::Status status;
  for (Buffer* buffer : buffers) {
    status.Update(buffer->FinishMove());
    status.Update(process->address_space_->Update(buffer));
    migrated_bytes_ += buffer->bytes();
    process->stats_.migrated_bytes += buffer->bytes();
  }
  status.Update(driver_->InvalidateTlb(process->pasid()));
  return status;
}

Process* Evictor::LeastRecentlyUsed(const Process* except) const {
  Process* victim = nullptr;
  for (const auto& process : driver_->processes_) {
    if (process.get() == except) continue;
    const bool in_vram =
        std::any_of(process->buffers_.begin(), process->buffers_.end(),
                    [](const auto& buffer) { return buffer->placement() == Placement::kVram; });
    if (!in_vram) continue;
    if (victim == nullptr || process->last_use_cycle_ < victim->last_use_cycle_) {
      victim = process.get();
    }
  }
  return victim;
}

absl::Status Evictor::MakeRoom(uint64_t bytes, const Process* except) {
  // Nobody is evicted in vain: what would VRAM look like with all others out of it?
  RangeAllocator emptied = driver_->pools_.vram;
  for (const auto& process : driver_->processes_) {
    if (process.get() == except) continue;
    for (const auto& buffer : process->buffers_) {
      if (buffer->placement() != Placement::kVram) continue;
      if (absl::Status status = emptied.Free(buffer->bus_address()); !status.ok()) return status;
    }
  }
  if (!emptied.Fits(bytes)) {
    return absl::ResourceExhaustedError(
        absl::StrCat("VRAM: no room for ", bytes, " bytes, even with all other processes evicted"));
  }
  while (!driver_->pools_.vram.Fits(bytes)) {
    Process* victim = LeastRecentlyUsed(except);
    if (victim == nullptr) {
      return absl::ResourceExhaustedError(
          absl::StrCat("VRAM: no room for ", bytes, " bytes, and nothing left to evict"));
    }
    if (absl::Status status = Evict(victim); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace ringside
