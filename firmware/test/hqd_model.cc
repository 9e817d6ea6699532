#include "firmware/test/hqd_model.h"

#include "gtest/gtest.h"
#include "uapi/interrupt.h"
#include "uapi/mqd.h"
#include "uapi/regs/hqd_regs.h"

namespace ringside::firmware::test {
namespace {

namespace hqd = ::ringside::regs::hqd;

constexpr uint32_t kSlotsEnd = hqd::kSlotStride * RS_NUM_SLOTS;

constexpr uint32_t At(uint32_t mqd, size_t offset) { return mqd + static_cast<uint32_t>(offset); }

}  // namespace

void HqdModel::Ring(uint32_t n, uint64_t wptr) {
  Slot& slot = slots_[n];
  ASSERT_TRUE(slot.state == State::kActive || slot.state == State::kStopping ||
              slot.state == State::kFaulted)
      << "a ring reached slot " << n << " which holds no queue";
  slot.wptr = wptr;
  slot.armed = true;
  slot.poll_stale = true;
}

uint32_t HqdModel::ReadRegister(uint32_t offset) {
  if (offset == hqd::kEventOffset) return event_;
  if (offset < kSlotsEnd && offset % hqd::kSlotStride == hqd::SlotStatusOffset(0)) {
    const Slot& slot = slots_[offset / hqd::kSlotStride];
    uint32_t status = static_cast<uint32_t>(slot.state);
    if (slot.mid != 0) status |= hqd::kSlotStatusRunningMask;
    if (slot.has_work()) status |= hqd::kSlotStatusHasWorkMask;
    if (slot.poll != 0) status |= hqd::kSlotStatusPollingMask;
    return status;
  }
  ADD_FAILURE() << "read of HQD register " << offset;
  return 0;
}

void HqdModel::WriteRegister(uint32_t offset, uint32_t value) {
  if (offset == hqd::kEventOffset) {
    event_ &= ~value;
  } else if (offset == hqd::kEventEnableOffset) {
    enable_ = value;
  } else if (offset < kSlotsEnd && offset % hqd::kSlotStride == hqd::SlotCmdOffset(0)) {
    Command(slots_[offset / hqd::kSlotStride], value);
  } else if (offset < kSlotsEnd && offset % hqd::kSlotStride == hqd::SlotMqdAddrOffset(0)) {
    Slot& slot = slots_[offset / hqd::kSlotStride];
    EXPECT_EQ(slot.state, State::kFree) << "MQD_ADDR of a slot in use";
    slot.mqd = value << 8;
  } else {
    ADD_FAILURE() << "write of HQD register " << offset;
  }
}

void HqdModel::Command(Slot& slot, uint32_t command) {
  if (command == hqd::kSlotCmdLoadMask) {
    EXPECT_EQ(slot.state, State::kFree) << "LOAD";
    for (const Slot& other : slots_) {
      EXPECT_FALSE(&other != &slot && other.state != State::kFree && other.mqd == slot.mqd)
          << "one queue in two slots";
    }
    const uint32_t mqd = slot.mqd;
    slot = Slot{};
    slot.mqd = mqd;
    slot.state = State::kLoading;
    slot.job = 1 + random_.Below(20);
    // As early as can be: what is only posted is not there yet.
    const uint32_t rb_cntl = memory_.Read(At(mqd, offsetof(rs_sdma_mqd, rb_cntl)));
    slot.vmid = rb_cntl >> RS_RB_CNTL_VMID_SHIFT & 0xf;
    slot.ring_mask =
        (uint64_t{4} << ((rb_cntl & RS_RB_CNTL_SIZE_MASK) >> RS_RB_CNTL_SIZE_SHIFT)) - 1;
  } else if (command == hqd::kSlotCmdSaveMask) {
    EXPECT_TRUE(slot.state == State::kActive || slot.state == State::kFaulted) << "SAVE";
    slot.state = State::kStopping;
    slot.job = 1 + random_.Below(10);
  } else if (command == hqd::kSlotCmdPollWptrMask) {
    EXPECT_TRUE(slot.state == State::kActive && slot.poll == 0) << "POLL_WPTR";
    slot.poll = 1 + random_.Below(20);
    slot.poll_stale = false;
    slot.poll_wptr = memory_.Read64(slot.poll_addr);
  } else {
    ADD_FAILURE() << "HQD command " << command;
  }
}

void HqdModel::Event(uint32_t mask, uint32_t slot) { event_ |= mask & (0x111111u << slot); }

void HqdModel::Tick() {
  for (uint32_t n = 0; n < RS_NUM_SLOTS; ++n) {
    Slot& slot = slots_[n];
    if (slot.poll != 0 && --slot.poll == 0) {
      if (broken_.contains(slot.poll_addr)) {
        Event(hqd::kEventBusErrorMask, n);
      } else {
        if (!slot.poll_stale) slot.wptr = slot.poll_wptr;
        slot.armed = true;
        Event(hqd::kEventPollDoneMask, n);
      }
    }
    switch (slot.state) {
      case State::kFree:
      case State::kFaulted:
        break;
      case State::kLoading:
        if (--slot.job == 0) EndLoad(n);
        break;
      case State::kActive:
        Run(n);
        break;
      case State::kStopping:
        // The engine may still fault before it stops.
        if (slot.job > 5 && !slot.faulted) Run(n);
        if (slot.job != 1) --slot.job;
        if (slot.job == 1 && slot.poll == 0) {
          slot.state = State::kSaving;
          slot.job = 1 + random_.Below(20);
        }
        break;
      case State::kSaving:
        if (--slot.job == 0) EndSave(n);
        break;
    }
    const bool idle = slot.state == State::kActive && slot.armed && !slot.has_work();
    if (idle && !slot.was_idle) Event(hqd::kEventIdleMask, n);
    slot.was_idle = idle;
  }
}

void HqdModel::Run(uint32_t n) {
  Slot& slot = slots_[n];
  if (!slot.armed || !slot.has_work() || random_.OneIn(2)) return;
  if (slot.mid == 0) {
    if (poisoned_.contains(slot.doorbell)) {
      slot.faulted = true;
      if (slot.state == State::kActive) slot.state = State::kFaulted;
      Event(hqd::kEventFaultMask, n);
      return;
    }
    on_packet_(slot.doorbell, slot.vmid);
    slot.mid = 1 + random_.Below(6);
    slot.rptr += kPacketBytes;
  }
  if (--slot.mid == 0) ++packets_[slot.doorbell];
}

void HqdModel::EndLoad(uint32_t n) {
  Slot& slot = slots_[n];
  if (broken_.contains(slot.mqd)) {
    slot.state = State::kFree;
    Event(hqd::kEventBusErrorMask, n);
    return;
  }
  slot.rptr = memory_.Read64(At(slot.mqd, offsetof(rs_sdma_mqd, rptr_lo)));
  slot.wptr = memory_.Read64(At(slot.mqd, offsetof(rs_sdma_mqd, wptr_lo)));
  slot.mid = memory_.Read(At(slot.mqd, offsetof(rs_sdma_mqd, mid_left)));
  slot.doorbell = memory_.Read(At(slot.mqd, offsetof(rs_sdma_mqd, doorbell_offset)));
  slot.poll_addr = memory_.Read(At(slot.mqd, offsetof(rs_sdma_mqd, wptr_poll_lo)));
  slot.state = State::kActive;
  Event(hqd::kEventLoadDoneMask, n);
}

void HqdModel::EndSave(uint32_t n) {
  Slot& slot = slots_[n];
  slot.state = State::kFree;
  if (broken_.contains(slot.mqd)) {
    Event(hqd::kEventBusErrorMask, n);
    return;
  }
  memory_.Write64(At(slot.mqd, offsetof(rs_sdma_mqd, rptr_lo)), slot.rptr);
  memory_.Write64(At(slot.mqd, offsetof(rs_sdma_mqd, wptr_lo)), slot.wptr);
  memory_.Write(At(slot.mqd, offsetof(rs_sdma_mqd, mid_left)), slot.mid);
  memory_.Write(At(slot.mqd, offsetof(rs_sdma_mqd, midcmd_cntl)),
                slot.mid != 0 ? RS_MIDCMD_ACTIVE : 0);
  memory_.Write(At(slot.mqd, offsetof(rs_sdma_mqd, context_status)),
                RS_CONTEXT_SAVED | (slot.faulted ? RS_CONTEXT_FAULTED : 0));
  Event(hqd::kEventSaveDoneMask, n);
}

}  // namespace ringside::firmware::test
