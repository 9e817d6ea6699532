#include "firmware/commands/handlers.h"

#include "firmware/drivers/doorbell.h"
#include "firmware/drivers/window.h"
#include "firmware/mapping/mapping.h"
#include "uapi/limits.h"
#include "uapi/mqd.h"

namespace ringside::firmware {
namespace {

// Longest quantum told apart from a longer one, so that times compare across the counter's wrap.
constexpr uint32_t kLongestQuantum = 0x3fffffffu;

// Takes a queue off the hardware for `command`, which waits if that takes time.
void TakeOff(uint32_t queue, Intent intent, uint32_t command, Scheduler& scheduler,
             Answers& answers) {
  const Removal removal = scheduler.TakeOff(queue, intent);
  if (removal == Removal::kDone) return;
  Queue& target = scheduler.queues()[queue];
  target.command = static_cast<uint8_t>(command);
  answers.Wait(command);
  if (removal == Removal::kSave) BeginSave(scheduler, target.slot);
}

// For commands on all gangs: every user queue without a command under way, or kQueueBusy.
Error NoneIsBusy(const QueueTable& queues) {
  Error error = Error::kOk;
  queues.ForEach([&](uint32_t queue) {
    if (!queues[queue].kernel && queues[queue].command != kNoCommand) error = Error::kQueueBusy;
  });
  return error;
}

Error SetHwRsrc(const rs_fw_set_hw_rsrc& command, Scheduler& scheduler) {
  if (scheduler.queues().count() != 0) return Error::kQueueBusy;
  scheduler.Configure(command.vmid_mask_gfx, command.sdma_hqd_mask[0]);
  return Error::kOk;
}

Error AddQueue(const rs_fw_add_queue& command, Scheduler& scheduler) {
  const auto mqd = static_cast<uint32_t>(command.mqd_addr);
  window::Fence();
  const uint32_t rb_cntl = window::Load(mqd + offsetof(rs_sdma_mqd, rb_cntl));
  const uint32_t log2_dwords = (rb_cntl & RS_RB_CNTL_SIZE_MASK) >> RS_RB_CNTL_SIZE_SHIFT;
  if (log2_dwords + 2 < RS_RING_SIZE_LOG2_MIN || log2_dwords + 2 > RS_RING_SIZE_LOG2_MAX ||
      command.queue_size != Bit(log2_dwords)) {
    return Error::kBadField;
  }
  const bool long_quantum = command.gang_quantum > kLongestQuantum;
  const QueueConfig config = {
      .doorbell = command.doorbell,
      .gang = static_cast<uint32_t>(command.gang_context_addr),
      .mqd = mqd,
      .quantum = long_quantum ? kLongestQuantum : static_cast<uint32_t>(command.gang_quantum),
      .rb_cntl = rb_cntl,
      .process_context = static_cast<uint32_t>(command.process_context_addr),
      .pasid = command.process_id,
      .root = command.page_table_base,
      .kernel = (command.flags & RS_FW_ADD_KERNEL_QUEUE) != 0,
      .home_slot = command.queue_id,
      .suspended = (command.flags & RS_FW_ADD_SUSPENDED) != 0,
  };
  uint32_t queue;
  const Error error = scheduler.Add(config, &queue);
  if (error == Error::kOk) doorbell::BindUnmapped(config.doorbell);
  return error;
}

Error RemoveQueue(const rs_fw_remove_queue& command, uint32_t number, Scheduler& scheduler,
                  Answers& answers) {
  const uint32_t queue = scheduler.queues().FindByDoorbell(command.doorbell);
  if (queue == kNoQueue) return Error::kQueueUnknown;
  const Queue& target = scheduler.queues()[queue];
  if (command.gang_context_addr != 0 && command.gang_context_addr != target.gang) {
    return Error::kBadField;
  }
  if (target.command != kNoCommand) return Error::kQueueBusy;
  TakeOff(queue, Intent::kRemove, number, scheduler, answers);
  if (target.command == kNoCommand) Forget(scheduler, queue);
  return Error::kOk;
}

Error Suspend(const rs_fw_suspend& command, uint32_t number, Scheduler& scheduler,
              Answers& answers) {
  QueueTable& queues = scheduler.queues();
  if ((command.flags & RS_FW_ALL_GANGS) != 0) {
    const Error error = NoneIsBusy(queues);
    if (error != Error::kOk) return error;
    queues.ForEach([&](uint32_t queue) {
      if (!queues[queue].kernel) TakeOff(queue, Intent::kSuspend, number, scheduler, answers);
    });
    return Error::kOk;
  }
  const uint32_t queue = queues.FindByGang(static_cast<uint32_t>(command.gang_context_addr));
  if (queue == kNoQueue) return Error::kQueueUnknown;
  if (queues[queue].command != kNoCommand) return Error::kQueueBusy;
  if (queues[queue].state == QueueState::kFaulted) return Error::kQueueFaulted;
  TakeOff(queue, Intent::kSuspend, number, scheduler, answers);
  return Error::kOk;
}

Error Resume(const rs_fw_resume& command, Scheduler& scheduler) {
  QueueTable& queues = scheduler.queues();
  if ((command.flags & RS_FW_ALL_GANGS) != 0) {
    const Error error = NoneIsBusy(queues);
    if (error != Error::kOk) return error;
    queues.ForEach([&](uint32_t queue) {
      const Queue& target = queues[queue];
      if (!target.kernel && target.state == QueueState::kSuspended) scheduler.Resume(queue);
    });
    return Error::kOk;
  }
  const uint32_t queue = queues.FindByGang(static_cast<uint32_t>(command.gang_context_addr));
  if (queue == kNoQueue) return Error::kQueueUnknown;
  if (queues[queue].command != kNoCommand) return Error::kQueueBusy;
  if (queues[queue].state == QueueState::kFaulted) return Error::kQueueFaulted;
  if (queues[queue].state != QueueState::kSuspended) return Error::kNotSuspended;
  scheduler.Resume(queue);
  return Error::kOk;
}

Error Query(const rs_fw_query& command, uint32_t heartbeat, const Scheduler& scheduler) {
  // Every word of it is written: what is reserved reads zero.
  union {
    uint32_t dwords[sizeof(rs_fw_query_result) / 4] = {};
    rs_fw_query_result result;
  };
  result.abi_minor = RS_ABI_MINOR;
  result.heartbeat = heartbeat;
  result.queues = scheduler.queues().count();
  result.queues_on_slots = scheduler.on_slots();
  result.slot = RS_FW_NO_SLOT;
  if (command.subop == RS_FW_QUERY_QUEUE) {
    const uint32_t queue = scheduler.queues().FindByDoorbell(command.doorbell);
    if (queue == kNoQueue) return Error::kQueueUnknown;
    const Queue& target = scheduler.queues()[queue];
    result.scheduler_state = static_cast<uint32_t>(target.state);
    if (target.slot != kNoSlot) result.slot = target.slot;
    result.maps = target.maps;
    result.switches_out = target.switches_out;
  }
  auto address = static_cast<uint32_t>(command.result_addr);
  for (const uint32_t dword : dwords) {
    window::Store(address, dword);
    address += sizeof(dword);
  }
  return Error::kOk;
}

Error Carry(const Frame& frame, uint32_t number, uint32_t heartbeat, Scheduler& scheduler,
            Answers& answers) {
  const Error error = CheckFrame(frame);
  if (error != Error::kOk) return error;
  const uint32_t opcode = frame.opcode();
  if (opcode == RS_FW_OP_SET_HW_RSRC) return SetHwRsrc(frame.set_hw_rsrc, scheduler);
  if (opcode == RS_FW_OP_QUERY_SCHEDULER_STATUS) return Query(frame.query, heartbeat, scheduler);
  if (!scheduler.configured()) return Error::kNotReady;
  if (opcode == RS_FW_OP_ADD_QUEUE) return AddQueue(frame.add_queue, scheduler);
  if (opcode == RS_FW_OP_SUSPEND) return Suspend(frame.suspend, number, scheduler, answers);
  if (opcode == RS_FW_OP_RESUME) return Resume(frame.resume, scheduler);
  return RemoveQueue(frame.remove_queue, number, scheduler, answers);
}

}  // namespace

void HandleCommand(const Frame& frame, uint32_t heartbeat, Scheduler& scheduler, Answers& answers) {
  const uint32_t number = answers.Open(frame);
  answers.Seal(number, Carry(frame, number, heartbeat, scheduler, answers));
}

}  // namespace ringside::firmware
