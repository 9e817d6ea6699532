#include "host/userq/queue_manager.h"

#include <string>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "host/userq/queue_commands.h"
#include "host/userq/queue_spec.h"
#include "uapi/limits.h"

namespace ringside {
namespace {

// A queue that firmware does not know, or that a fault has stopped, is not on the hardware either.
bool SaysOffHardware(const absl::Status& status) {
  return absl::IsNotFound(status) || absl::IsAborted(status);
}

}  // namespace

absl::StatusOr<std::unique_ptr<UserQueue>> QueueManager::Prepare(
    const QueueOwner& owner, const QueueSpec& spec,
    absl::Span<const std::unique_ptr<UserQueue>> siblings) {
  if (absl::Status status = CheckQueueSpec(spec, *owner.address_space); !status.ok()) {
    return status;
  }
  const uint32_t doorbell_id = owner.doorbell_page * RS_DOORBELLS_PER_PAGE + spec.doorbell_index;
  for (const auto& sibling : siblings) {
    if (sibling->doorbell_id() == doorbell_id) {
      return absl::AlreadyExistsError(absl::StrFormat("queue %s: doorbell_index: %u is queue %s's",
                                                      spec.name, spec.doorbell_index,
                                                      sibling->name()));
    }
  }
  const absl::StatusOr<uint64_t> wptr_address = owner.address_space->BusAddress(spec.wptr_va);
  if (!wptr_address.ok()) return wptr_address.status();

  // From here on everything that is taken belongs to `queue` and goes back with it.
  auto queue = absl::WrapUnique(new UserQueue(owner, spec, doorbell_id, commands_->answers()));
  absl::StatusOr<FencePage::Slot> slot = fences_->Take();
  if (!slot.ok()) return slot.status();
  queue->fence_page_ = &fences_->buffer();
  queue->fence_slot_ = *std::move(slot);
  absl::StatusOr<std::unique_ptr<Mqd>> mqd =
      Mqd::Create(pools_, MqdInit{.ring_va = spec.ring_va,
                                  .ring_bytes = spec.ring_bytes,
                                  .rptr_va = spec.rptr_va,
                                  .wptr_poll_address = *wptr_address,
                                  .fence_address = queue->fence_slot_.bus_address(),
                                  .doorbell_id = doorbell_id});
  if (!mqd.ok()) return mqd.status();
  queue->mqd_ = *std::move(mqd);
  return queue;
}

void QueueManager::Discard(std::unique_ptr<UserQueue> queue) {
  if (!Remove(queue.get()).ok()) lost_.push_back(std::move(queue));
}

absl::Status QueueManager::Destroy(UserQueue* queue) {
  absl::Status status = Unmap(queue);
  // Unmap does nothing for a hung queue, which the firmware may hold all the same.
  if (queue->known_to_firmware_) status = Remove(queue);
  if (!status.ok()) return status;
  queue->state_ = QueueState::kUnmapped;
  return absl::OkStatus();
}

absl::Status QueueManager::Remove(UserQueue* queue) {
  if (!queue->known_to_firmware_) return absl::OkStatus();
  const absl::Status status = commands_->Call(RemoveFrame(*queue));
  if (!status.ok() && !absl::IsNotFound(status)) return status;
  queue->known_to_firmware_ = false;
  queue->may_run_ = false;
  return absl::OkStatus();
}

std::vector<CommandAnswer> QueueManager::Batch(absl::Span<UserQueue* const> queues,
                                               CommandFrame (*frame)(const UserQueue&)) {
  std::vector<CommandFrame> frames;
  for (UserQueue* queue : queues) frames.push_back(frame(*queue));
  std::vector<CommandAnswer> answers;
  const absl::StatusOr<std::vector<CommandTicket>> tickets = commands_->Submit(frames);
  if (tickets.ok()) {
    answers = commands_->WaitAll(*tickets);
  } else {
    answers.assign(queues.size(), CommandAnswer{tickets.status(), 0, 0});
  }
  for (size_t i = 0; i < queues.size(); ++i) {
    if (answers[i].status.ok()) continue;
    queues[i]->state_ = QueueState::kHung;
    queues[i]->may_run_ = !SaysOffHardware(answers[i].status);
  }
  return answers;
}

absl::Status QueueManager::Map(UserQueue* queue) {
  if (queue->state_ != QueueState::kUnmapped) return absl::OkStatus();
  // The wptr may have moved while the queue was away.
  if (absl::Status status = RefreshWptr(queue); !status.ok()) return status;
  // Until the firmware says no it may hold the queue.
  queue->known_to_firmware_ = true;
  const CommandFrame frame = AddFrame(*queue, quanta_);
  absl::StatusOr<std::vector<CommandTicket>> tickets =
      commands_->Submit(absl::MakeConstSpan(&frame, 1));
  CommandAnswer answer =
      tickets.ok() ? commands_->WaitAll(*tickets)[0] : CommandAnswer{tickets.status(), 0, 0};
  if (!answer.status.ok()) {
    queue->state_ = QueueState::kHung;
    // A refusal, other than silence, is the firmware's word that it does not hold the queue.
    if (tickets.ok() && !absl::IsDeadlineExceeded(answer.status)) queue->known_to_firmware_ = false;
    return answer.status;
  }
  // The queue may have faulted already, on work that its doorbell did not announce.
  if (queue->state_ == QueueState::kUnmapped) queue->state_ = QueueState::kMapped;
  ++queue->stats_.maps;
  ++totals_.maps;
  Trace("map", *queue, answer);
  return absl::OkStatus();
}

absl::Status QueueManager::Unmap(UserQueue* queue) {
  if (queue->state_ != QueueState::kMapped && queue->state_ != QueueState::kPreempted) {
    return absl::OkStatus();
  }
  const CommandAnswer answer = Batch(absl::MakeConstSpan(&queue, 1), RemoveFrame)[0];
  if (!answer.status.ok()) return answer.status;
  queue->known_to_firmware_ = false;
  if (queue->state_ != QueueState::kHung) queue->state_ = QueueState::kUnmapped;
  ++queue->stats_.unmaps;
  ++totals_.unmaps;
  Trace("unmap", *queue, answer);
  return absl::OkStatus();
}

absl::Status QueueManager::Preempt(UserQueue* queue) {
  if (queue->state_ != QueueState::kMapped) return absl::OkStatus();
  const CommandAnswer answer = Batch(absl::MakeConstSpan(&queue, 1), SuspendFrame)[0];
  if (!answer.status.ok()) return answer.status;
  FinishPreempt(queue, answer);
  return absl::OkStatus();
}

void QueueManager::FinishPreempt(UserQueue* queue, const CommandAnswer& answer) {
  // A fault that came while the command was on its way keeps the queue HUNG.
  if (queue->state_ == QueueState::kMapped) queue->state_ = QueueState::kPreempted;
  ++queue->stats_.preempts;
  ++totals_.preempts;
  queue->stats_.preempt_cycles.push_back(answer.answer_cycle - answer.submit_cycle);
  Trace("preempt", *queue, answer);
}

QueueManager::PreemptResult QueueManager::PreemptAll(
    absl::Span<const std::unique_ptr<UserQueue>> queues) {
  PreemptResult result;
  std::vector<UserQueue*> mapped;
  for (const auto& queue : queues) {
    if (queue->state_ == QueueState::kMapped) mapped.push_back(queue.get());
  }
  if (!mapped.empty()) {
    const std::vector<CommandAnswer> answers = Batch(mapped, SuspendFrame);
    for (size_t i = 0; i < mapped.size(); ++i) {
      if (!answers[i].status.ok()) continue;
      FinishPreempt(mapped[i], answers[i]);
      if (mapped[i]->state_ == QueueState::kPreempted) result.preempted.push_back(mapped[i]);
    }
  }
  // A queue that would not leave is thrown out, alone; its neighbours do not notice.
  for (const auto& queue : queues) {
    if (queue->may_run_) result.all_off.Update(Remove(queue.get()));
  }
  return result;
}

absl::Status QueueManager::RefreshWptr(UserQueue* queue) {
  const absl::StatusOr<uint64_t> address =
      queue->owner_.address_space->BusAddress(queue->spec_.wptr_va);
  absl::Status status = address.status();
  if (status.ok()) status = queue->mqd_->SetWptrPollAddress(*address);
  if (!status.ok()) queue->state_ = QueueState::kHung;
  return status;
}

absl::Status QueueManager::Restore(UserQueue* queue) {
  return RestoreAll(absl::MakeConstSpan(&queue, 1));
}

absl::Status QueueManager::RestoreAll(absl::Span<UserQueue* const> queues) {
  absl::Status result;
  std::vector<UserQueue*> ready;
  for (UserQueue* queue : queues) {
    if (queue->state_ != QueueState::kPreempted) continue;
    // The wptr may have moved while the queue was away.
    const absl::Status status = RefreshWptr(queue);
    result.Update(status);
    if (status.ok()) ready.push_back(queue);
  }
  if (ready.empty()) return result;
  const std::vector<CommandAnswer> answers = Batch(ready, ResumeFrame);
  for (size_t i = 0; i < ready.size(); ++i) {
    UserQueue* queue = ready[i];
    result.Update(answers[i].status);
    if (!answers[i].status.ok()) continue;
    if (queue->state_ == QueueState::kPreempted) queue->state_ = QueueState::kMapped;
    ++queue->stats_.restores;
    ++totals_.restores;
    queue->stats_.restore_cycles.push_back(answers[i].answer_cycle - answers[i].submit_cycle);
    Trace("restore", *queue, answers[i]);
  }
  return result;
}

void QueueManager::HangPreempted(absl::Span<const std::unique_ptr<UserQueue>> queues) {
  for (const auto& queue : queues) {
    if (queue->state_ == QueueState::kPreempted) queue->state_ = QueueState::kHung;
  }
}

void QueueManager::OnFence(UserQueue* queue, uint64_t value, uint64_t cycle) {
  ++queue->stats_.fences;
  if (queue->fence_listener_ != nullptr) queue->fence_listener_(value, cycle);
}

void QueueManager::OnFault(UserQueue* queue, const FaultReport& report) {
  queue->state_ = QueueState::kHung;
  // The first fault is the cause; what follows is its consequence.
  if (!queue->fault_.has_value()) queue->fault_ = report;
}

void QueueManager::Trace(absl::string_view action, const UserQueue& queue,
                         const CommandAnswer& answer) {
  if (trace_ == nullptr) return;
  trace_->Span(action, absl::StrCat(queue.owner().name, "/", queue.name()), answer.submit_cycle,
               answer.answer_cycle);
}

}  // namespace ringside
