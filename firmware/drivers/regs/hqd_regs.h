// Registers of the HQD bank that firmware uses.
#ifndef RINGSIDE_REGS_HQD_H_
#define RINGSIDE_REGS_HQD_H_

#include <stdint.h>

namespace ringside::regs::hqd {

inline constexpr uint32_t kSlotStride = 0x040;
constexpr uint32_t SlotCmdOffset(uint32_t slot) { return 0x000 + slot * kSlotStride; }
inline constexpr uint32_t kSlotCmdLoadMask = 0x1;
inline constexpr uint32_t kSlotCmdSaveMask = 0x2;
inline constexpr uint32_t kSlotCmdPollWptrMask = 0x4;

constexpr uint32_t SlotStatusOffset(uint32_t slot) { return 0x004 + slot * kSlotStride; }
constexpr uint32_t GetSlotStatusState(uint32_t word) { return word & 0x7; }
inline constexpr uint32_t kSlotStatusStateFree = 0;
inline constexpr uint32_t kSlotStatusRunningMask = 0x08;
inline constexpr uint32_t kSlotStatusHasWorkMask = 0x10;
inline constexpr uint32_t kSlotStatusPollingMask = 0x20;

constexpr uint32_t SlotMqdAddrOffset(uint32_t slot) { return 0x008 + slot * kSlotStride; }

inline constexpr uint32_t kEventOffset = 0x100;
inline constexpr uint32_t kEventLoadDoneMask = 0x00000f;
inline constexpr uint32_t kEventSaveDoneMask = 0x0000f0;
inline constexpr uint32_t kEventIdleMask = 0x000f00;
inline constexpr uint32_t kEventFaultMask = 0x00f000;
inline constexpr uint32_t kEventPollDoneMask = 0x0f0000;
inline constexpr uint32_t kEventBusErrorMask = 0xf00000;
constexpr uint32_t GetEventLoadDone(uint32_t word) { return word & 0xf; }
constexpr uint32_t GetEventSaveDone(uint32_t word) { return (word >> 4) & 0xf; }
constexpr uint32_t GetEventIdle(uint32_t word) { return (word >> 8) & 0xf; }
constexpr uint32_t GetEventFault(uint32_t word) { return (word >> 12) & 0xf; }
constexpr uint32_t GetEventPollDone(uint32_t word) { return (word >> 16) & 0xf; }
constexpr uint32_t GetEventBusError(uint32_t word) { return (word >> 20) & 0xf; }

inline constexpr uint32_t kEventEnableOffset = 0x104;

}  // namespace ringside::regs::hqd

#endif  // RINGSIDE_REGS_HQD_H_
