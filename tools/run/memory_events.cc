#include "tools/run/memory_events.h"

#include "absl/strings/str_cat.h"
#include "uapi/mqd.h"

namespace ringside::run {

using scenario::EventKind;
using scenario::EventSpec;

void MemoryEvents::Start(uint64_t first_cycle) {
  running_ = scenario_.events.size();
  for (const EventSpec& event : scenario_.events) {
    if (event.inside_copy_bytes != 0) {
      waiting_for_copy_.push_back(&event);
      continue;
    }
    Step step = &MemoryEvents::Preempt;
    if (event.kind == EventKind::kEvict) step = &MemoryEvents::Evict;
    if (event.kind == EventKind::kPressure) step = &MemoryEvents::TakeMemory;
    PostStepAt(first_cycle + event.at_cycle + event.delay_cycles, event, step);
  }
}

void MemoryEvents::OnPacket(uint64_t cycle, uint32_t doorbell, uint64_t rptr) {
  for (auto it = waiting_for_copy_.begin(); it != waiting_for_copy_.end(); ++it) {
    const EventSpec& event = **it;
    if (client(event).queue()->doorbell_id() != doorbell) continue;
    const scenario::PacketSpec* packet = client(event).PacketAt(rptr);
    if (packet == nullptr || packet->kind != scenario::PacketKind::kCopy ||
        packet->bytes < event.inside_copy_bytes) {
      continue;
    }
    PostStepAt(cycle + event.delay_cycles, event, &MemoryEvents::Preempt);
    waiting_for_copy_.erase(it);
    return;
  }
}

std::vector<std::string> MemoryEvents::Unmet() const {
  std::vector<std::string> lines;
  for (const EventSpec* event : waiting_for_copy_) {
    lines.push_back(absl::StrCat(Where(*event), ": no copy of ", event->inside_copy_bytes,
                                 " bytes or more ever began"));
  }
  return lines;
}

std::string MemoryEvents::Where(const EventSpec& event) const {
  return absl::StrCat(scenario_.path, ":", event.line);
}

void MemoryEvents::PostStep(const EventSpec& event, Step step) {
  loop_->PostWork([this, &event, step] {
    const absl::Status status = (this->*step)(event);
    if (status.ok()) return;
    loop_->Fail(absl::Status(status.code(),
                             absl::StrCat(Where(event), ": event failed: ", status.message())));
  });
}

void MemoryEvents::PostStepAt(uint64_t cycle, const EventSpec& event, Step step) {
  loop_->PostAt(cycle, [this, &event, step] { PostStep(event, step); });
}

absl::Status MemoryEvents::Evict(const EventSpec& event) {
  if (absl::Status status = driver_->EvictProcess(process(event)); !status.ok()) return status;
  if (event.return_after_cycles == 0) {
    --running_;
  } else {
    PostStepAt(loop_->now() + event.return_after_cycles, event, &MemoryEvents::MigrateBack);
  }
  return absl::OkStatus();
}

absl::Status MemoryEvents::MigrateBack(const EventSpec& event) {
  --running_;
  return driver_->MigrateBack(process(event));
}

absl::Status MemoryEvents::TakeMemory(const EventSpec& event) {
  if (pressure_ == nullptr) {
    absl::StatusOr<Process*> process = driver_->CreateProcess("memory pressure");
    if (!process.ok()) return process.status();
    pressure_ = *process;
  }
  --running_;
  return pressure_->CreateBuffer("pressure", event.bytes, Placement::kVram).status();
}

absl::Status MemoryEvents::Preempt(const EventSpec& event) {
  absl::Status status = process(event)->PreemptQueue(client(event).queue());
  if (absl::IsAborted(status)) {
    // A fault was first: there is nothing to restore, and the run tells of it as of any fault.
    --running_;
    return absl::OkStatus();
  }
  if (status.ok() && event.inside_copy_bytes != 0) status = RecordCut(client(event));
  if (!status.ok()) return status;
  PostStepAt(loop_->now() + event.restore_after_cycles, event, &MemoryEvents::Restore);
  return absl::OkStatus();
}

absl::Status MemoryEvents::Restore(const EventSpec& event) {
  --running_;
  return process(event)->RestoreQueue(client(event).queue());
}

absl::Status MemoryEvents::RecordCut(const Client& client) {
  const absl::StatusOr<rs_sdma_mqd> mqd = client.queue()->mqd().Read();
  if (!mqd.ok()) return mqd.status();
  const uint64_t rptr = uint64_t{mqd->rptr_hi} << 32 | mqd->rptr_lo;
  const scenario::PacketSpec* packet = client.PacketAt(rptr);
  if ((mqd->midcmd_cntl & RS_MIDCMD_ACTIVE) == 0 || packet == nullptr) {
    return absl::FailedPreconditionError(absl::StrCat(
        "queue '", client.spec().name, "' was not inside a copy when it left its slot"));
  }
  cut_copies_.push_back({.queue = client.spec().name,
                         .cycle = loop_->now(),
                         .copy_bytes = packet->bytes,
                         .bytes_left = mqd->mid_left});
  return absl::OkStatus();
}

}  // namespace ringside::run
