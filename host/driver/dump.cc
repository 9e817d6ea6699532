// Driver::DumpState: everything a person wants to see of a machine that hangs.
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "host/command_ring/command_ring.h"
#include "host/driver/driver.h"
#include "host/driver/kernel_queue.h"
#include "host/registers/registers.h"
#include "host/userq/queue_manager.h"

namespace ringside {
namespace {

std::string DescribeQueue(const UserQueue& queue) {
  std::string text = absl::StrFormat("    queue %s doorbell 0x%03x %s", queue.name(),
                                     queue.doorbell_id(), QueueStateName(queue.state()));
  if (const auto mqd = queue.mqd().Read(); mqd.ok()) {
    absl::StrAppendFormat(&text, " saved rptr 0x%x wptr 0x%x%s",
                          mqd->rptr_lo | uint64_t{mqd->rptr_hi} << 32,
                          mqd->wptr_lo | uint64_t{mqd->wptr_hi} << 32,
                          (mqd->midcmd_cntl & RS_MIDCMD_ACTIVE) != 0 ? " inside a packet" : "");
  }
  const Mapping* wptr = queue.owner().address_space->Find(queue.spec().wptr_va, 8);
  if (wptr != nullptr) {
    const auto value = wptr->buffer->ReadWord64(wptr->offset + (queue.spec().wptr_va - wptr->va));
    if (value.ok()) absl::StrAppendFormat(&text, " wptr in memory 0x%x", *value);
  }
  if (const auto fence = queue.FenceValue(); fence.ok()) {
    absl::StrAppendFormat(&text, " fence 0x%x", *fence);
  }
  if (queue.fault().has_value()) absl::StrAppend(&text, "\n      ", queue.fault()->ToString());
  return absl::StrCat(text, "\n");
}

}  // namespace

std::string Driver::DumpState() {
  std::string text = absl::StrFormat("cycle %u\n", loop_->now());
  const auto status = device_->ReadRegister(bar::kFwStatus);
  const auto heartbeat = device_->ReadRegister(bar::kFwHeartbeat);
  absl::StrAppendFormat(&text, "firmware: status 0x%08x heartbeat %u, %u commands sent\n",
                        status.value_or(0), heartbeat.value_or(0), command_ring_->submitted());
  absl::StrAppend(&text, command_ring_->DescribeOutstanding());
  if (kernel_queue_ != nullptr) absl::StrAppend(&text, kernel_queue_->Describe(), "\n");
  absl::StrAppendFormat(&text, "VRAM: %u of %u bytes used; system memory: %u of %u\n",
                        pools_.vram.used(), pools_.vram.capacity(), pools_.system.used(),
                        pools_.system.capacity());
  for (const auto& process : processes_) {
    absl::StrAppendFormat(&text, "  process %s pasid %u root 0x%x\n", process->name(),
                          process->pasid(), process->address_space().root_address());
    for (const auto& queue : process->queues()) {
      absl::StrAppend(&text, DescribeQueue(*queue));
    }
  }
  return text;
}

}  // namespace ringside
