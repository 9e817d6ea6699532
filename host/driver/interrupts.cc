// What the driver makes of the entries of the interrupt ring. All of it runs in interrupt context.
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "host/command_ring/command_ring.h"
#include "host/driver/driver.h"
#include "host/driver/kernel_queue.h"
#include "host/ih/interrupt_ring.h"
#include "host/userq/queue_manager.h"
#include "uapi/interrupt.h"
#include "uapi/limits.h"

namespace ringside {

void Driver::InstallInterruptHandlers() {
  interrupt_ring_->SetHandler(RS_IH_SOURCE_PROTECTED_FENCE,
                              [this](const InterruptEntry& entry) { OnProtectedFence(entry); });
  interrupt_ring_->SetHandler(RS_IH_SOURCE_QUEUE_FAULT,
                              [this](const InterruptEntry& entry) { OnQueueFault(entry); });
  interrupt_ring_->SetHandler(RS_IH_SOURCE_FIRMWARE,
                              [this](const InterruptEntry& entry) { OnFirmware(entry); });
  loop_->SetInterruptHandler([this] { return interrupt_ring_->Dispatch(); });
}

UserQueue* Driver::FindQueue(uint32_t doorbell_id, Process** process) {
  for (const auto& candidate : processes_) {
    for (const auto& queue : candidate->queues_) {
      if (queue->doorbell_id() != doorbell_id) continue;
      // The answer to the removal of the queue before may be seen before the last entries about it.
      if (command_ring_->completions() < queue->first_completion()) return nullptr;
      *process = candidate.get();
      return queue.get();
    }
  }
  return nullptr;
}

void Driver::OnProtectedFence(const InterruptEntry& entry) {
  Process* process = nullptr;
  UserQueue* queue = FindQueue(entry.data[0], &process);
  if (queue == nullptr) return;  // The kernel queue's: its waiter looks at the fence itself.
  process->last_use_cycle_ = entry.cycle;
  queue_manager_->OnFence(queue, entry.data[1] | uint64_t{entry.data[2]} << 32, entry.cycle);
}

void Driver::OnQueueFault(const InterruptEntry& entry) {
  FaultReport report;
  report.pasid = entry.pasid;
  report.doorbell_id = entry.data[0] & 0xffff;
  report.reason = (entry.data[0] >> 16) & 0xff;
  report.write = ((entry.data[0] >> 24) & 1) != 0;
  report.address = entry.data[1] | uint64_t{entry.data[2]} << 32;
  report.packet_header = entry.data[3];
  report.cycle = entry.cycle;
  Process* process = nullptr;
  UserQueue* queue = FindQueue(report.doorbell_id, &process);
  Report(std::move(report), process, queue);
}

void Driver::OnFirmware(const InterruptEntry& entry) {
  switch (entry.data[0]) {
    case RS_IH_FIRMWARE_COMPLETION:
      command_ring_->OnCompletion();
      break;
    case RS_IH_FIRMWARE_QUEUE_FAULT:
      OnFaultedQueueLeft(entry.data[1], entry.cycle);
      break;
    case RS_IH_FIRMWARE_FATAL:
      // Whoever waits now waits for nothing.
      loop_->Fail(absl::InternalError(
          absl::StrFormat("the firmware died with error 0x%02x", entry.data[1])));
      break;
    default:
      break;
  }
}

// The engine tells of faults itself, and first. What it did not tell of is a bus error on the MQD
// or the wptr word, which no packet asked for.
void Driver::OnFaultedQueueLeft(uint32_t doorbell_id, uint64_t cycle) {
  Process* process = nullptr;
  UserQueue* queue = FindQueue(doorbell_id, &process);
  const bool kernel = doorbell_id == RS_DOORBELL_KERNEL_SDMA && kernel_queue_ != nullptr;
  if (queue == nullptr && !kernel) return;
  if ((kernel ? kernel_queue_->fault() : queue->fault()).has_value()) return;
  FaultReport report;
  report.pasid = kernel ? 0 : process->pasid();
  report.doorbell_id = doorbell_id;
  report.reason = RS_FAULT_BUS_ERROR;
  report.cycle = cycle;
  Report(std::move(report), process, queue);
}

void Driver::Report(FaultReport report, const Process* process, UserQueue* queue) {
  report.process = process != nullptr ? process->name() : "(kernel)";
  report.queue = queue != nullptr ? queue->name() : "(unknown)";
  if (queue != nullptr) queue_manager_->OnFault(queue, report);
  if (report.doorbell_id == RS_DOORBELL_KERNEL_SDMA) {
    report.queue = "(kernel)";
    if (kernel_queue_ != nullptr) kernel_queue_->OnFault(report);
  }
  faults_.push_back(report);
  if (fault_listener_ != nullptr) fault_listener_(report);
}

}  // namespace ringside
