#include "testbench/model/hqd_model.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>

#include "testbench/model/costs.h"
#include "uapi/regs/hqd_regs.h"

namespace ringside::model {
namespace {

namespace hqd = ::ringside::regs::hqd;

constexpr uint32_t kSlotsEnd = hqd::kSlotCount * hqd::kSlotStride;
constexpr uint32_t kAllEvents = hqd::kEventLoadDoneMask | hqd::kEventSaveDoneMask |
                                hqd::kEventIdleMask | hqd::kEventFaultMask |
                                hqd::kEventPollDoneMask | hqd::kEventBusErrorMask;
// One event of slot 0 in each field of EVENT.
constexpr uint32_t kSlot0Events = 0x111111;
constexpr int kMqdAddrShift = 8;
constexpr uint64_t kWptrBytes = 8;

}  // namespace

void HqdModel::Raise(uint32_t event_mask, uint32_t n) {
  event_ |= event_mask & (kSlot0Events << n);
}

void HqdModel::SetState(uint32_t n, SlotState state) {
  Slot& slot = slots_[n];
  if (slot.state == state) return;
  if (slot.counts_cycles()) slot.active_cycles += clock_.cycle - slot.active_since;
  slot.state = state;
  slot.active_since = clock_.cycle;
  listeners_.SlotChanged(n, state, slot.context.doorbell);
}

void HqdModel::Ring(uint32_t n, uint64_t wptr) {
  Slot& slot = slots_[n];
  slot.wptr = wptr;
  slot.armed = true;
  slot.poll_stale = true;
  Settle(n);
}

void HqdModel::Settle(uint32_t n) {
  Slot& slot = slots_[n];
  if (slot.state == SlotState::kStopping && !slot.held && !slot.polling) {
    SetState(n, slot.drop ? SlotState::kFree : SlotState::kSaving);
    if (!slot.drop) slot.job_due = clock_.cycle + kSaveCycles;
  }
  const bool idle = slot.state == SlotState::kActive && slot.armed && !slot.has_work();
  if (idle && !slot.was_idle) Raise(hqd::kEventIdleMask, n);
  slot.was_idle = idle;
}

uint64_t HqdModel::next_due() const {
  uint64_t due = kNever;
  for (const Slot& slot : slots_) due = std::min({due, slot.job_due, slot.poll_due});
  return due;
}

void HqdModel::RunDue() {
  for (uint32_t n = 0; n < RS_NUM_SLOTS; ++n) {
    if (slots_[n].poll_due <= clock_.cycle) EndPoll(n);
    if (slots_[n].job_due > clock_.cycle) continue;
    slots_[n].job_due = kNever;
    if (slots_[n].state == SlotState::kLoading) {
      EndLoad(n);
    } else {
      EndSave(n);
    }
  }
}

void HqdModel::EndLoad(uint32_t n) {
  Slot& slot = slots_[n];
  rs_sdma_mqd mqd;
  const uint8_t* from = bus_.Read(uint64_t{slot.mqd_addr} << kMqdAddrShift, sizeof(mqd));
  if (from != nullptr) std::memcpy(&mqd, from, sizeof(mqd));
  if (from == nullptr || !LoadContext(mqd, &slot.context)) {
    slot.bus_error = true;
    Raise(hqd::kEventBusErrorMask, n);
    SetState(n, SlotState::kFree);
    return;
  }
  slot.wptr = Join(mqd.wptr_hi, mqd.wptr_lo);
  slot.poll_addr = Join(mqd.wptr_poll_hi & 0xffff, mqd.wptr_poll_lo);
  Raise(hqd::kEventLoadDoneMask, n);
  SetState(n, SlotState::kActive);
}

void HqdModel::EndSave(uint32_t n) {
  Slot& slot = slots_[n];
  uint8_t* to = bus_.Write(uint64_t{slot.mqd_addr} << kMqdAddrShift, RS_MQD_BYTES);
  if (to == nullptr) {
    slot.bus_error = true;
    Raise(hqd::kEventBusErrorMask, n);
  } else {
    rs_sdma_mqd mqd;
    std::memcpy(&mqd, to, sizeof(mqd));
    SaveContext(slot.context, slot.wptr, slot.fault, &mqd);
    std::memcpy(to, &mqd, sizeof(mqd));
    Raise(hqd::kEventSaveDoneMask, n);
  }
  SetState(n, SlotState::kFree);
}

void HqdModel::EndPoll(uint32_t n) {
  Slot& slot = slots_[n];
  slot.poll_due = kNever;
  slot.polling = false;
  // Without a wptr word there is nothing to read: the poll only arms.
  const uint8_t* word =
      slot.poll_addr == 0 ? nullptr : bus_.Read(slot.poll_addr & ~(kWptrBytes - 1), kWptrBytes);
  if (slot.poll_addr != 0 && word == nullptr) {
    slot.bus_error = true;
    Raise(hqd::kEventBusErrorMask, n);
  } else {
    if (word != nullptr && !slot.poll_stale) std::memcpy(&slot.wptr, word, kWptrBytes);
    slot.armed = true;
    Raise(hqd::kEventPollDoneMask, n);
  }
  Settle(n);
}

uint32_t HqdModel::runnable() const {
  uint32_t slots = 0;
  for (uint32_t n = 0; n < RS_NUM_SLOTS; ++n) slots |= uint32_t{slots_[n].runnable()} << n;
  return slots;
}

uint32_t HqdModel::runnable_kernel() const {
  uint32_t slots = runnable();
  for (uint32_t n = 0; n < RS_NUM_SLOTS; ++n) {
    if (slots_[n].context.vmid != 0) slots &= ~(1u << n);
  }
  return slots;
}

QueueContext* HqdModel::Take(uint32_t n) {
  slots_[n].held = true;
  return &slots_[n].context;
}

void HqdModel::Release(uint32_t n, const QueueFault& fault) {
  Slot& slot = slots_[n];
  slot.held = false;
  // A queue that is being dropped has no faults any more.
  if (fault.valid() && !(slot.state == SlotState::kStopping && slot.drop)) {
    slot.fault = fault;
    Raise(hqd::kEventFaultMask, n);
  }
  if (fault.valid() && slot.state == SlotState::kActive) SetState(n, SlotState::kFaulted);
  Settle(n);
}

std::optional<uint32_t> HqdModel::ReadRegister(uint32_t offset, Side /*side*/) {
  if (offset < kSlotsEnd) {
    return ReadSlot(slots_[offset / hqd::kSlotStride], offset % hqd::kSlotStride);
  }
  switch (offset) {
    case hqd::kEventOffset:
      return event_;
    case hqd::kEventEnableOffset:
      return enable_;
    case hqd::kEventActiveOffset:
      return event_ & enable_;
    default:
      return std::nullopt;
  }
}

std::optional<uint32_t> HqdModel::ReadSlot(const Slot& slot, uint32_t offset) const {
  switch (offset) {
    case hqd::SlotCmdOffset(0):
      return 0;
    case hqd::SlotStatusOffset(0):
      return hqd::MakeSlotStatusState(static_cast<uint32_t>(slot.state)) |
             hqd::MakeSlotStatusRunning(slot.held) | hqd::MakeSlotStatusHasWork(slot.has_work()) |
             hqd::MakeSlotStatusPolling(slot.polling) | hqd::MakeSlotStatusBusError(slot.bus_error);
    case hqd::SlotMqdAddrOffset(0):
      return slot.mqd_addr;
    case hqd::SlotRptrLoOffset(0):
      return Low(slot.context.rptr);
    case hqd::SlotRptrHiOffset(0):
      return High(slot.context.rptr);
    case hqd::SlotWptrLoOffset(0):
      return Low(slot.wptr);
    case hqd::SlotWptrHiOffset(0):
      return High(slot.wptr);
    case hqd::SlotFaultReasonOffset(0):
      return hqd::MakeSlotFaultReasonReason(slot.fault.reason) |
             hqd::MakeSlotFaultReasonWrite(slot.fault.write) |
             hqd::MakeSlotFaultReasonVmid(slot.context.vmid);
    case hqd::SlotFaultAddrLoOffset(0):
      return Low(slot.fault.address);
    case hqd::SlotFaultAddrHiOffset(0):
      return High(slot.fault.address);
    case hqd::SlotFaultHeaderOffset(0):
      return slot.fault.header;
    case hqd::SlotDoorbellOffset(0):
      return slot.context.doorbell;
    case hqd::SlotActiveCyclesOffset(0):
      return Low(slot.active_cycles +
                 (slot.counts_cycles() ? clock_.cycle - slot.active_since : 0));
    default:
      return std::nullopt;
  }
}

bool HqdModel::WriteRegister(uint32_t offset, uint32_t value, Side side) {
  if (side != Side::kFirmware) return false;
  if (offset == hqd::kEventOffset) {
    event_ &= ~value;
    return true;
  }
  if (offset == hqd::kEventEnableOffset) {
    enable_ = value & kAllEvents;
    return true;
  }
  if (offset >= kSlotsEnd) return false;
  const uint32_t n = offset / hqd::kSlotStride;
  Slot& slot = slots_[n];
  if (offset == hqd::SlotCmdOffset(n)) return std::has_single_bit(value) && Command(n, value);
  // 512-byte aligned, and only while it means nothing yet.
  if (offset != hqd::SlotMqdAddrOffset(n) || (value & 1) != 0) return false;
  if (slot.state != SlotState::kFree) return false;
  slot.mqd_addr = value;
  return true;
}

bool HqdModel::Command(uint32_t n, uint32_t command) {
  Slot& slot = slots_[n];
  const bool mapped = slot.state == SlotState::kActive || slot.state == SlotState::kFaulted;
  switch (command) {
    case hqd::kSlotCmdLoadMask:
      if (slot.state != SlotState::kFree) return false;
      slot.armed = false;
      slot.bus_error = false;
      slot.drop = false;
      slot.fault = {};
      slot.job_due = clock_.cycle + kLoadCycles;
      SetState(n, SlotState::kLoading);
      slot.active_cycles = 0;
      return true;
    case hqd::kSlotCmdSaveMask:
      if (!mapped) return false;
      slot.drop = false;
      SetState(n, SlotState::kStopping);
      break;
    case hqd::kSlotCmdPollWptrMask:
      if (slot.state != SlotState::kActive || slot.polling) return false;
      slot.polling = true;
      slot.poll_stale = false;
      slot.poll_due = clock_.cycle + kPollCycles;
      return true;
    case hqd::kSlotCmdResetMask:
      if (!mapped && (slot.state != SlotState::kStopping || slot.drop)) return false;
      slot.drop = true;
      SetState(n, SlotState::kStopping);
      break;
    default:
      return false;
  }
  Settle(n);
  return true;
}

}  // namespace ringside::model
