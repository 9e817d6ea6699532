// The registers that the driver uses, as offsets in the register BAR: all of its hardware contact
// but doorbells and memory.
#ifndef RINGSIDE_HOST_REGISTERS_REGISTERS_H_
#define RINGSIDE_HOST_REGISTERS_REGISTERS_H_

#include <cstdint>

#include "uapi/memory_map.h"

namespace ringside::bar {

inline constexpr uint32_t kSysId = RS_BAR_BLOCK(SYS) + 0x00;
inline constexpr uint32_t kSysIdValue = 0x52494e47;  // "RING".
inline constexpr uint32_t kCoreCtrl = RS_BAR_BLOCK(SYS) + 0x0c;
inline constexpr uint32_t kCoreCtrlRun = 1;
inline constexpr uint32_t kFwStatus = RS_BAR_BLOCK(SYS) + 0x14;
inline constexpr uint32_t kFwHeartbeat = RS_BAR_BLOCK(SYS) + 0x18;
constexpr uint32_t Scratch(uint32_t n) { return RS_BAR_BLOCK(SYS) + 0x1c + 4 * n; }

inline constexpr uint32_t kInvReq = RS_BAR_BLOCK(MMU) + 0x100;
inline constexpr uint32_t kInvReqByPasid = 1u << 16;  // PASID in [15:0].
inline constexpr uint32_t kInvStatus = RS_BAR_BLOCK(MMU) + 0x110;
inline constexpr uint32_t kInvStatusBusy = 1;

inline constexpr uint32_t kIhRingBaseLo = RS_BAR_BLOCK(IH) + 0x00;
inline constexpr uint32_t kIhRingSize = RS_BAR_BLOCK(IH) + 0x04;  // log2 of bytes; 0: off.
inline constexpr uint32_t kIhRptr = RS_BAR_BLOCK(IH) + 0x08;
inline constexpr uint32_t kIhWptr = RS_BAR_BLOCK(IH) + 0x0c;

}  // namespace ringside::bar

#endif  // RINGSIDE_HOST_REGISTERS_REGISTERS_H_
