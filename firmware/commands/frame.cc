#include "firmware/commands/frame.h"

#include "firmware/base/bits.h"
#include "firmware/drivers/window.h"
#include "firmware/sched/queue_table.h"
#include "uapi/limits.h"
#include "uapi/mqd.h"
#include "uapi/pte.h"

namespace ringside::firmware {
namespace {

// Dwords of a frame that are kept: all from the next one on are reserved.
constexpr uint32_t KeptDwords(uint32_t opcode) {
  switch (opcode) {
    case RS_FW_OP_SET_HW_RSRC:
      return 60;
    case RS_FW_OP_ADD_QUEUE:
      return 52;
    case RS_FW_OP_REMOVE_QUEUE:
      return 16;
    case RS_FW_OP_SUSPEND:
      return 12;
    case RS_FW_OP_RESUME:
      return 8;
    default:
      return 12;
  }
}

template <uint32_t kSize>
bool AreZero(const uint32_t (&dwords)[kSize]) {
  uint32_t seen = 0;
  for (const uint32_t dword : dwords) seen |= dword;
  return seen == 0;
}

bool IsOptionalFence(uint64_t address, uint32_t alignment) {
  return address == 0 || window::Holds(address, alignment);
}

bool Check(const rs_fw_set_hw_rsrc& command) {
  if (!AreZero(command.reserved_12)) return false;
  // What does not exist cannot be given.
  if (command.vmid_mask_mm != 0 || command.sdma_hqd_mask[1] != 0) return false;
  if (!AreZero(command.compute_hqd_mask) || !AreZero(command.gfx_hqd_mask)) return false;
  const uint32_t vmids = command.vmid_mask_gfx;
  const uint32_t slots = command.sdma_hqd_mask[0];
  if (slots == 0) return false;
  if ((vmids >> RS_NUM_VMIDS) != 0 || HasBit(vmids, 0) || (slots >> RS_NUM_SLOTS) != 0)
    return false;
  // Every slot may hold another process.
  return CountBits(vmids) >= CountBits(slots);
}

bool Check(const rs_fw_add_queue& command) {
  if (command.reserved_76 != 0 || !AreZero(command.reserved_124)) return false;
  if (!AreZero(command.reserved_168)) return false;
  if ((command.flags & ~(RS_FW_ADD_SUSPENDED | RS_FW_ADD_KERNEL_QUEUE)) != 0) return false;
  if (command.queue_type != RS_FW_QUEUE_SDMA) return false;
  if (command.doorbell >= QueueTable::kDoorbells || command.doorbell == RS_DOORBELL_FIRMWARE) {
    return false;
  }
  if (!window::Holds(command.mqd_addr, RS_MQD_BYTES)) return false;
  if (!window::Holds(command.wptr_addr, sizeof(uint64_t))) return false;
  if (command.gang_context_addr == 0 || (command.gang_context_addr >> 32) != 0) return false;
  if ((command.flags & RS_FW_ADD_KERNEL_QUEUE) != 0) return true;
  if (command.process_id == 0 || (command.process_id >> 16) != 0) return false;
  if (command.process_context_addr == 0 || (command.process_context_addr >> 32) != 0) return false;
  return (command.page_table_base & ~RS_PTE_ADDRESS_MASK) == 0;
}

bool Check(const rs_fw_remove_queue& command) {
  return command.flags == 0 && command.reserved_20 == 0 &&
         IsOptionalFence(command.fence_addr, sizeof(uint32_t));
}

// All gangs are named by no gang.
bool NamesGangs(uint32_t flags, uint64_t gang) {
  if ((flags & ~RS_FW_ALL_GANGS) != 0 || (gang >> 32) != 0) return false;
  return (flags == RS_FW_ALL_GANGS) == (gang == 0);
}

bool Check(const rs_fw_suspend& command) {
  return command.reserved_28 == 0 && NamesGangs(command.flags, command.gang_context_addr) &&
         IsOptionalFence(command.fence_addr, sizeof(uint32_t));
}

bool Check(const rs_fw_resume& command) {
  return NamesGangs(command.flags, command.gang_context_addr);
}

bool Check(const rs_fw_query& command) {
  if (command.reserved_24 != 0 || command.reserved_44[0] != 0) return false;
  if (command.subop != RS_FW_QUERY_HEALTH && command.subop != RS_FW_QUERY_QUEUE) return false;
  // Its last word lies in the window too, or the store would wrap to another memory.
  return window::Holds(command.result_addr, sizeof(uint64_t)) &&
         command.result_addr <= window::kBytes - sizeof(rs_fw_query_result);
}

bool CheckFields(const Frame& frame) {
  switch (frame.opcode()) {
    case RS_FW_OP_SET_HW_RSRC:
      return Check(frame.set_hw_rsrc);
    case RS_FW_OP_ADD_QUEUE:
      return Check(frame.add_queue);
    case RS_FW_OP_REMOVE_QUEUE:
      return Check(frame.remove_queue);
    case RS_FW_OP_SUSPEND:
      return Check(frame.suspend);
    case RS_FW_OP_RESUME:
      return Check(frame.resume);
    default:
      return Check(frame.query);
  }
}

constexpr bool IsKnown(uint32_t opcode) {
  switch (opcode) {
#define RINGSIDE_CASE(c, number, text) case number:
    RS_FW_OPCODES(RINGSIDE_CASE)
#undef RINGSIDE_CASE
    return true;
    default:
      return false;
  }
}

}  // namespace

rs_fw_status Frame::status() const {
  switch (opcode()) {
    case RS_FW_OP_SET_HW_RSRC:
      return set_hw_rsrc.status;
    case RS_FW_OP_ADD_QUEUE:
      return add_queue.status;
    case RS_FW_OP_REMOVE_QUEUE:
      return remove_queue.status;
    case RS_FW_OP_SUSPEND:
      return suspend.status;
    case RS_FW_OP_RESUME:
      return resume.status;
    case RS_FW_OP_QUERY_SCHEDULER_STATUS:
      return query.status;
    default:
      return {};
  }
}

void FetchFrame(uint32_t address, Frame* frame) {
  const uint32_t header = window::Load(address);
  // A multiple of 4, as both loops want it: unrolled, they halve the time of a command.
  const uint32_t kept = KeptDwords(RS_FW_HEADER_OPCODE(header));
  for (uint32_t i = 0; i < kept; i += 4) {
    const uint32_t from = address + 4 * i;
    uint32_t* const to = frame->dwords + i;
    to[0] = window::Load(from);
    to[1] = window::Load(from + 4);
    to[2] = window::Load(from + 8);
    to[3] = window::Load(from + 12);
  }
  uint32_t tail = 0;
  for (uint32_t i = kept; i < kFrameDwords; i += 4) {
    const uint32_t from = address + 4 * i;
    tail |= window::Load(from);
    tail |= window::Load(from + 4);
    tail |= window::Load(from + 8);
    tail |= window::Load(from + 12);
  }
  frame->tail = tail;
}

bool CanAnswer(const rs_fw_status& status) {
  return window::Holds(status.fence_addr, sizeof(uint64_t)) && status.fence_value != 0 &&
         (status.fence_value >> 32) == 0;
}

Error CheckFrame(const Frame& frame) {
  const uint32_t opcode = frame.opcode();
  if (frame.dwords[0] != RS_FW_HEADER(opcode)) return Error::kBadHeader;
  if (!IsKnown(opcode)) return Error::kBadOpcode;
  const rs_fw_status status = frame.status();
  if (status.fence_addr != 0 && !CanAnswer(status)) return Error::kBadField;
  if (frame.tail != 0 || !CheckFields(frame)) return Error::kBadField;
  return Error::kOk;
}

}  // namespace ringside::firmware
