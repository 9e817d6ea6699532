// The system block: boot parameters from the host, and firmware's state for it to see.
#ifndef RINGSIDE_FIRMWARE_DRIVERS_SYS_H_
#define RINGSIDE_FIRMWARE_DRIVERS_SYS_H_

#include <stdint.h>

#include "firmware/base/mmio.h"
#include "uapi/memory_map.h"
#include "uapi/regs/sys_regs.h"

namespace ringside::firmware::sys {

inline constexpr uint32_t kBase = RS_CORE_BLOCK(SYS);

// Boot parameter `n`, RS_FW_SCRATCH_*.
inline uint32_t BootParameter(uint32_t n) {
  return Read32(kBase + regs::sys::kScratch0Offset + n * sizeof(uint32_t));
}

inline void SetStatus(uint32_t status) { Write32(kBase + regs::sys::kFwStatusOffset, status); }

inline void SetHeartbeat(uint32_t beats) { Write32(kBase + regs::sys::kFwHeartbeatOffset, beats); }

// Takes back the host's interrupt, whatever it was for.
inline void ClearHostInterrupt() { Write32(kBase + regs::sys::kHostIrqOffset, 0xffffffffu); }

}  // namespace ringside::firmware::sys

#endif  // RINGSIDE_FIRMWARE_DRIVERS_SYS_H_
