// The interrupt ring to the host: sends entries.
//
// An entry says "look at memory": fence the window first, so that memory is there before it. When
// the host's ring is full, Send waits for the host.
#ifndef RINGSIDE_FIRMWARE_DRIVERS_IH_H_
#define RINGSIDE_FIRMWARE_DRIVERS_IH_H_

#include <stdint.h>

#include "firmware/base/mmio.h"
#include "uapi/interrupt.h"
#include "uapi/memory_map.h"
#include "uapi/regs/ih_regs.h"

namespace ringside::firmware::ih {

inline constexpr uint32_t kBase = RS_CORE_BLOCK(IH);

// `kind` is one of RS_IH_FIRMWARE_*.
inline void Send(uint32_t kind, uint32_t argument) {
  while ((Read32(kBase + regs::ih::kStatusOffset) & regs::ih::kStatusFwBusyMask) != 0) {
  }
  Write32(kBase + regs::ih::kFwData0Offset, kind);
  Write32(kBase + regs::ih::kFwData1Offset, argument);
  Write32(kBase + regs::ih::kFwSendOffset, regs::ih::MakeFwSendSource(RS_IH_SOURCE_FIRMWARE));
}

}  // namespace ringside::firmware::ih

#endif  // RINGSIDE_FIRMWARE_DRIVERS_IH_H_
