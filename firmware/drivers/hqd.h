// The HQD bank: puts queues into slots and takes them out.
//
// A command that the slot's state does not allow is answered with a bus error, which kills
// firmware: Load needs a free slot, Save an active or faulted one, PollWptr an active one. The
// scheduler's states see to that; the bank is not asked first, because that would cost an access
// per wake-up.
#ifndef RINGSIDE_FIRMWARE_DRIVERS_HQD_H_
#define RINGSIDE_FIRMWARE_DRIVERS_HQD_H_

#include <stdint.h>

#include "firmware/base/error.h"
#include "firmware/base/mmio.h"
#include "uapi/limits.h"
#include "uapi/memory_map.h"
#include "uapi/mqd.h"
#include "uapi/regs/hqd_regs.h"

namespace ringside::firmware::hqd {

inline constexpr uint32_t kBase = RS_CORE_BLOCK(HQD);

// What has happened, each a set of slots.
struct Events {
  uint32_t load_done;
  uint32_t save_done;
  uint32_t idle;
  uint32_t fault;
  uint32_t poll_done;
  uint32_t bus_error;
};

// Which events interrupt: those that end a command always, those that make room only on demand.
inline constexpr uint32_t kCommandEvents =
    regs::hqd::kEventLoadDoneMask | regs::hqd::kEventSaveDoneMask | regs::hqd::kEventFaultMask |
    regs::hqd::kEventBusErrorMask;
inline constexpr uint32_t kRoomEvents = regs::hqd::kEventIdleMask | regs::hqd::kEventPollDoneMask;

// Reads the MQD at bus address `mqd` into `slot`; ends with load_done, or with bus_error and the
// slot free. Refuses a misaligned address.
inline Error Load(uint32_t slot, uint32_t mqd) {
  if ((mqd & (RS_MQD_BYTES - 1)) != 0) return Error::kHqdRefused;
  Write32(kBase + regs::hqd::SlotMqdAddrOffset(slot), mqd >> 8);
  Write32(kBase + regs::hqd::SlotCmdOffset(slot), regs::hqd::kSlotCmdLoadMask);
  return Error::kOk;
}

// Stops the queue at the next burst and writes its state to the MQD; ends with save_done, or with
// bus_error and the slot free.
inline void Save(uint32_t slot) {
  Write32(kBase + regs::hqd::SlotCmdOffset(slot), regs::hqd::kSlotCmdSaveMask);
}

// Reads the queue's wptr word, which lets a freshly loaded queue run; ends with poll_done.
inline void PollWptr(uint32_t slot) {
  Write32(kBase + regs::hqd::SlotCmdOffset(slot), regs::hqd::kSlotCmdPollWptrMask);
}

// True if the queue in `slot` has nothing to do and its wptr is known to be fresh.
inline bool IsIdle(uint32_t slot) {
  const uint32_t status = Read32(kBase + regs::hqd::SlotStatusOffset(slot));
  return (status & (regs::hqd::kSlotStatusRunningMask | regs::hqd::kSlotStatusHasWorkMask |
                    regs::hqd::kSlotStatusPollingMask)) == 0;
}

inline bool IsFree(uint32_t slot) {
  const uint32_t status = Read32(kBase + regs::hqd::SlotStatusOffset(slot));
  return regs::hqd::GetSlotStatusState(status) == regs::hqd::kSlotStatusStateFree;
}

// Reads what has happened, enabled or not, and clears exactly that.
inline Events TakeEvents() {
  const uint32_t word = Read32(kBase + regs::hqd::kEventOffset);
  Write32(kBase + regs::hqd::kEventOffset, word);
  return {.load_done = regs::hqd::GetEventLoadDone(word),
          .save_done = regs::hqd::GetEventSaveDone(word),
          .idle = regs::hqd::GetEventIdle(word),
          .fault = regs::hqd::GetEventFault(word),
          .poll_done = regs::hqd::GetEventPollDone(word),
          .bus_error = regs::hqd::GetEventBusError(word)};
}

// Forgets events in `mask` (of the constants above), enabled or not.
inline void ClearEvents(uint32_t mask) { Write32(kBase + regs::hqd::kEventOffset, mask); }

// Lets exactly the events in `mask` interrupt.
inline void EnableEvents(uint32_t mask) { Write32(kBase + regs::hqd::kEventEnableOffset, mask); }

}  // namespace ringside::firmware::hqd

#endif  // RINGSIDE_FIRMWARE_DRIVERS_HQD_H_
