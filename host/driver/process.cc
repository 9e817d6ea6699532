#include "host/driver/process.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "host/driver/driver.h"
#include "host/driver/evictor.h"
#include "host/userq/queue_manager.h"
#include "host/userq/queue_spec.h"

namespace ringside {
namespace {

template <typename T>
auto FindOwned(std::vector<std::unique_ptr<T>>& all, const T* wanted) {
  return std::find_if(all.begin(), all.end(),
                      [&](const auto& owned) { return owned.get() == wanted; });
}

}  // namespace

Process::Process(Driver* driver, absl::string_view name) : driver_(driver), name_(name) {}

Process::~Process() = default;

absl::StatusOr<Buffer*> Process::CreateBuffer(absl::string_view name, uint64_t bytes,
                                              Placement placement) {
  last_use_cycle_ = driver_->loop_->now();
  if (placement == Placement::kVram && bytes != 0) {
    if (absl::Status status = driver_->evictor_->MakeRoom(bytes, this); !status.ok()) {
      return status;
    }
  }
  absl::StatusOr<std::unique_ptr<Buffer>> buffer =
      Buffer::Create(&driver_->pools_, absl::StrCat(name_, "/", name), bytes, placement);
  if (!buffer.ok()) return buffer.status();
  // What another process left in this memory is none of this one's business.
  if (absl::Status status = (*buffer)->FillZero(); !status.ok()) return status;
  buffers_.push_back(*std::move(buffer));
  return buffers_.back().get();
}

absl::Status Process::DestroyBuffer(Buffer* buffer) {
  const auto entry = FindOwned(buffers_, buffer);
  if (entry == buffers_.end()) return absl::NotFoundError("no such buffer");
  if (address_space_->IsMapped(buffer)) {
    return absl::FailedPreconditionError(absl::StrCat("buffer ", buffer->name(), " is mapped"));
  }
  buffers_.erase(entry);
  return absl::OkStatus();
}

absl::Status Process::Map(uint64_t va, Buffer* buffer, uint64_t offset, uint64_t bytes,
                          MapFlags flags) {
  if (FindOwned(buffers_, buffer) == buffers_.end()) {
    return absl::InvalidArgumentError(absl::StrCat("buffer: not one of process ", name_));
  }
  return address_space_->Map(va, buffer, offset, bytes, flags);
}

absl::Status Process::Unmap(uint64_t va) {
  const auto mapping = address_space_->mappings().find(va);
  if (mapping == address_space_->mappings().end() || va >= kUserVaEnd) {
    return absl::NotFoundError(absl::StrFormat("va: no mapping starts at 0x%x", va));
  }
  for (const auto& queue : queues_) {
    if (UsesMapping(queue->spec(), mapping->second)) {
      return absl::FailedPreconditionError(
          absl::StrFormat("va: the mapping at 0x%x is in use by queue %s", va, queue->name()));
    }
  }
  // Engines may hold translations already made, so the queues leave the hardware meanwhile.
  QueueManager& manager = *driver_->queue_manager_;
  const QueueManager::PreemptResult preempt = manager.PreemptAll(queues_);
  absl::Status status = preempt.all_off;
  if (status.ok()) status = address_space_->Unmap(va);
  if (status.ok()) {
    status = driver_->InvalidateTlb(pasid_);
    if (!status.ok()) {
      // They could go on by the translation that is no longer theirs.
      manager.HangPreempted(queues_);
      return status;
    }
  }
  status.Update(manager.RestoreAll(preempt.preempted));
  return status;
}

absl::StatusOr<UserQueue*> Process::CreateQueue(const QueueSpec& spec) {
  last_use_cycle_ = driver_->loop_->now();
  absl::StatusOr<std::unique_ptr<UserQueue>> queue =
      driver_->queue_manager_->Prepare(driver_->OwnerOf(*this), spec, queues_);
  if (!queue.ok()) return queue.status();
  // In the list first: the queue may fault as soon as it is mapped.
  queues_.push_back(*std::move(queue));
  UserQueue* created = queues_.back().get();
  const absl::Status mapped = driver_->queue_manager_->Map(created);
  if (mapped.ok()) return created;
  std::unique_ptr<UserQueue> failed = std::move(queues_.back());
  queues_.pop_back();
  driver_->queue_manager_->Discard(std::move(failed));
  return mapped;
}

absl::Status Process::DestroyQueue(UserQueue* queue) {
  const auto entry = FindOwned(queues_, queue);
  if (entry == queues_.end()) return absl::NotFoundError("no such queue");
  if (absl::Status status = driver_->queue_manager_->Destroy(queue); !status.ok()) return status;
  // Waiting does not change the list: only top-level calls do.
  queues_.erase(entry);
  return absl::OkStatus();
}

absl::Status Process::PreemptQueue(UserQueue* queue) {
  return driver_->queue_manager_->Preempt(queue);
}

absl::Status Process::RestoreQueue(UserQueue* queue) {
  return driver_->queue_manager_->Restore(queue);
}

absl::Status Process::UnmapQueue(UserQueue* queue) { return driver_->queue_manager_->Unmap(queue); }

absl::Status Process::MapQueue(UserQueue* queue) { return driver_->queue_manager_->Map(queue); }

}  // namespace ringside
