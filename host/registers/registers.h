// The registers that the driver uses, as offsets in the register BAR: all of its hardware contact
// but doorbells and memory. Fields are those of the generated headers.
#ifndef RINGSIDE_HOST_REGISTERS_REGISTERS_H_
#define RINGSIDE_HOST_REGISTERS_REGISTERS_H_

#include <cstdint>

#include "uapi/memory_map.h"
#include "uapi/regs/ih_regs.h"
#include "uapi/regs/mmu_regs.h"
#include "uapi/regs/sys_regs.h"

namespace ringside::bar {

inline constexpr uint32_t kSysId = RS_BAR_BLOCK(SYS) + regs::sys::kIdOffset;
inline constexpr uint32_t kSysIdValue = regs::sys::kIdReset;
inline constexpr uint32_t kSysVersion = RS_BAR_BLOCK(SYS) + regs::sys::kVersionOffset;
// Registers of another major version may mean something else; a minor version only adds some.
inline constexpr uint32_t kSysVersionMajor = regs::sys::kVersionReset >> 16;
inline constexpr uint32_t kCoreCtrl = RS_BAR_BLOCK(SYS) + regs::sys::kCoreCtrlOffset;
inline constexpr uint32_t kCoreCtrlRun = regs::sys::kCoreCtrlRunMask;
inline constexpr uint32_t kFwStatus = RS_BAR_BLOCK(SYS) + regs::sys::kFwStatusOffset;
inline constexpr uint32_t kFwHeartbeat = RS_BAR_BLOCK(SYS) + regs::sys::kFwHeartbeatOffset;
// The boot parameters, n = 0..8.
constexpr uint32_t Scratch(uint32_t n) {
  return RS_BAR_BLOCK(SYS) + regs::sys::kScratch0Offset + 4 * n;
}

inline constexpr uint32_t kInvReq = RS_BAR_BLOCK(MMU) + regs::mmu::kInvReqOffset;
inline constexpr uint32_t kInvReqByPasid = regs::mmu::kInvReqByPasidMask;
inline constexpr uint32_t kInvStatus = RS_BAR_BLOCK(MMU) + regs::mmu::kInvStatusOffset;
inline constexpr uint32_t kInvStatusBusy = regs::mmu::kInvStatusBusyMask;

inline constexpr uint32_t kIhRingBaseLo = RS_BAR_BLOCK(IH) + regs::ih::kRingBaseLoOffset;
inline constexpr uint32_t kIhRingSize = RS_BAR_BLOCK(IH) + regs::ih::kRingSizeOffset;
inline constexpr uint32_t kIhRptr = RS_BAR_BLOCK(IH) + regs::ih::kRptrOffset;
inline constexpr uint32_t kIhWptr = RS_BAR_BLOCK(IH) + regs::ih::kWptrOffset;

}  // namespace ringside::bar

#endif  // RINGSIDE_HOST_REGISTERS_REGISTERS_H_
