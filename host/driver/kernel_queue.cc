#include "host/driver/kernel_queue.h"

#include <algorithm>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "host/usermode/packet_builder.h"
#include "uapi/firmware_abi.h"
#include "uapi/limits.h"
#include "uapi/pte.h"

namespace ringside {
namespace {

constexpr uint64_t kWptrOffset = 0;
constexpr uint64_t kRptrOffset = 64;
constexpr uint64_t kRingOffset = RS_PAGE_BYTES;
constexpr uint64_t kRingBytes = 16384;
// Copies in one submission: well below the ring.
constexpr uint32_t kBatch = 256;

}  // namespace

absl::StatusOr<std::unique_ptr<KernelQueue>> KernelQueue::Create(MemoryPools* pools,
                                                                 EventLoop* loop,
                                                                 CommandRing* commands,
                                                                 FencePage* fences) {
  auto queue = absl::WrapUnique(new KernelQueue(loop, commands));
  absl::StatusOr<std::unique_ptr<Buffer>> memory =
      Buffer::Create(pools, "kernel queue", kRingOffset + kRingBytes, Placement::kSystem);
  if (!memory.ok()) return memory.status();
  if (absl::Status status = (*memory)->FillZero(); !status.ok()) return status;
  queue->memory_ = *std::move(memory);
  absl::StatusOr<FencePage::Slot> fence = fences->Take();
  if (!fence.ok()) return fence.status();
  queue->fence_ = *std::move(fence);
  Buffer* buffer = queue->memory_.get();
  const uint64_t base = buffer->bus_address();
  absl::StatusOr<std::unique_ptr<Mqd>> mqd =
      Mqd::Create(pools, MqdInit{.ring_va = base + kRingOffset,
                                 .ring_bytes = kRingBytes,
                                 .rptr_va = base + kRptrOffset,
                                 .wptr_poll_address = base + kWptrOffset,
                                 .fence_address = queue->fence_.bus_address(),
                                 .doorbell_id = RS_DOORBELL_KERNEL_SDMA});
  if (!mqd.ok()) return mqd.status();
  queue->mqd_ = *std::move(mqd);
  queue->ring_ = std::make_unique<UserRing>(&loop->device(),
                                            RingMemory{.ring = {buffer, kRingOffset},
                                                       .ring_bytes = kRingBytes,
                                                       .wptr = {buffer, kWptrOffset},
                                                       .rptr = {buffer, kRptrOffset},
                                                       .fence_page = &fences->buffer(),
                                                       .fence_offset = queue->fence_.offset()},
                                            RS_DOORBELL_KERNEL_SDMA);
  if (absl::Status status = commands->Call(queue->AddFrame()); !status.ok()) return status;
  return queue;
}

CommandFrame KernelQueue::AddFrame() const {
  rs_fw_add_queue command = {};
  command.header = RS_FW_HEADER(RS_FW_OP_ADD_QUEUE);
  command.gang_context_addr = mqd_->gang_context_address();
  command.doorbell = RS_DOORBELL_KERNEL_SDMA;
  command.mqd_addr = mqd_->bus_address();
  command.wptr_addr = memory_->bus_address() + kWptrOffset;
  command.queue_type = RS_FW_QUEUE_SDMA;
  command.queue_size = kRingBytes / 4;
  command.flags = RS_FW_ADD_KERNEL_QUEUE;
  command.queue_id = kSlot;
  return ToFrame(command);
}

absl::Status KernelQueue::Copy(absl::Span<const CopyJob> jobs, uint64_t timeout_cycles) {
  last_copy_may_write_ = false;
  if (stopped_) return absl::FailedPreconditionError("the kernel queue is out of use");
  PacketBuilder packets;
  const auto flush = [&] {
    packets.ProtectedFence();
    const absl::Status status = SubmitAndWait(packets.dwords(), timeout_cycles);
    packets.Clear();
    return status;
  };
  absl::Status status;
  for (const CopyJob& job : jobs) {
    for (uint64_t done = 0; done < job.bytes && status.ok();) {
      const uint64_t bytes = std::min(job.bytes - done, PacketBuilder::kMaxTransferBytes);
      packets.Copy(job.source + done, job.destination + done, bytes);
      done += bytes;
      if (packets.packets() == kBatch) status = flush();
    }
  }
  if (status.ok() && packets.packets() != 0) status = flush();
  if (!status.ok()) Stop();
  return status;
}

absl::Status KernelQueue::SubmitAndWait(absl::Span<const uint32_t> dwords,
                                        uint64_t timeout_cycles) {
  const absl::StatusOr<uint64_t> value = ring_->Submit(dwords);
  if (!value.ok()) return value.status();
  absl::Status failure;
  const auto done = [&] {
    if (fault_.has_value()) failure = absl::InternalError(fault_->ToString());
    const absl::StatusOr<bool> reached = ring_->FenceReached(*value);
    failure.Update(reached.status());
    return !failure.ok() || *reached;
  };
  absl::Status waited = loop_->WaitUntil(done, loop_->now() + timeout_cycles, "kernel copy");
  failure.Update(waited);
  return failure;
}

void KernelQueue::Stop() {
  stopped_ = true;
  rs_fw_remove_queue command = {};
  command.header = RS_FW_HEADER(RS_FW_OP_REMOVE_QUEUE);
  command.doorbell = RS_DOORBELL_KERNEL_SDMA;
  command.gang_context_addr = mqd_->gang_context_address();
  command.queue_type = RS_FW_QUEUE_SDMA;
  // The failure that led here is the one that is reported.
  const absl::Status removed = commands_->Call(ToFrame(command));
  last_copy_may_write_ = !removed.ok() && !absl::IsNotFound(removed);
}

std::string KernelQueue::Describe() const {
  return absl::StrCat("kernel queue: wptr ", ring_->wptr(), ", fence ",
                      ring_->FenceValue().value_or(0), stopped_ ? ", out of use" : "",
                      fault_.has_value() ? absl::StrCat(", ", fault_->ToString()) : "");
}

}  // namespace ringside
