#include "host/userq/queue_commands.h"

#include "host/gpuvm/address_space.h"
#include "uapi/firmware_abi.h"

namespace ringside {
namespace {

// NORMAL of the five priority levels.
constexpr uint32_t kPriorityNormal = 1;

}  // namespace

CommandFrame AddFrame(const UserQueue& queue, const QueueQuanta& quanta) {
  const QueueOwner& owner = queue.owner();
  rs_fw_add_queue command = {};
  command.header = RS_FW_HEADER(RS_FW_OP_ADD_QUEUE);
  command.process_id = owner.pasid;
  command.page_table_base = owner.address_space->root_address();
  command.va_start = kUserVaStart;
  command.va_end = kUserVaEnd - 1;
  command.process_quantum = quanta.process_ticks;
  command.process_context_addr = owner.context_address;
  command.gang_quantum = quanta.gang_ticks;
  command.gang_context_addr = queue.mqd().gang_context_address();
  command.in_process_priority = kPriorityNormal;
  command.global_priority = kPriorityNormal;
  command.doorbell = queue.doorbell_id();
  command.mqd_addr = queue.mqd().bus_address();
  command.wptr_addr = owner.address_space->BusAddress(queue.spec().wptr_va).value_or(0);
  command.queue_type = RS_FW_QUEUE_SDMA;
  command.queue_size = static_cast<uint32_t>(queue.spec().ring_bytes / 4);
  return ToFrame(command);
}

CommandFrame RemoveFrame(const UserQueue& queue) {
  rs_fw_remove_queue command = {};
  command.header = RS_FW_HEADER(RS_FW_OP_REMOVE_QUEUE);
  command.doorbell = queue.doorbell_id();
  command.gang_context_addr = queue.mqd().gang_context_address();
  command.queue_type = RS_FW_QUEUE_SDMA;
  return ToFrame(command);
}

CommandFrame SuspendFrame(const UserQueue& queue) {
  rs_fw_suspend command = {};
  command.header = RS_FW_HEADER(RS_FW_OP_SUSPEND);
  command.gang_context_addr = queue.mqd().gang_context_address();
  return ToFrame(command);
}

CommandFrame ResumeFrame(const UserQueue& queue) {
  rs_fw_resume command = {};
  command.header = RS_FW_HEADER(RS_FW_OP_RESUME);
  command.gang_context_addr = queue.mqd().gang_context_address();
  return ToFrame(command);
}

}  // namespace ringside
