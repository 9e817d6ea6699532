// The doorbell block: what a ring on each doorbell does, and which unmapped ones have rung.
//
// A bind takes effect between two rings: each ring sees the old or the new binding, never neither.
// Doorbell ids are page * 512 + index.
#ifndef RINGSIDE_FIRMWARE_DRIVERS_DOORBELL_H_
#define RINGSIDE_FIRMWARE_DRIVERS_DOORBELL_H_

#include <stdint.h>

#include "firmware/base/mmio.h"
#include "uapi/memory_map.h"
#include "uapi/regs/doorbell_regs.h"

namespace ringside::firmware::doorbell {

inline constexpr uint32_t kBase = RS_CORE_BLOCK(DOORBELL);
// Pop's answer when nothing is pending.
inline constexpr uint32_t kNone = 0xffffffffu;

inline void Bind(uint32_t id, uint32_t kind, uint32_t slot) {
  Write32(kBase + regs::doorbell::kBindOffset, regs::doorbell::MakeBindId(id) |
                                                   regs::doorbell::MakeBindKind(kind) |
                                                   regs::doorbell::MakeBindSlot(slot));
}

// Rings go to the queue in `slot`.
inline void BindMapped(uint32_t id, uint32_t slot) {
  Bind(id, regs::doorbell::kBindKindMapped, slot);
}

// Rings are remembered and wake firmware.
inline void BindUnmapped(uint32_t id) { Bind(id, regs::doorbell::kBindKindUnmapped, 0); }

// Rings are strays: counted and dropped.
inline void Unbind(uint32_t id) { Bind(id, regs::doorbell::kBindKindNone, 0); }

// Takes the unmapped doorbell that has waited longest, or kNone.
inline uint32_t Pop() {
  const uint32_t word = Read32(kBase + regs::doorbell::kPopOffset);
  if ((word & regs::doorbell::kPopValidMask) == 0) return kNone;
  return regs::doorbell::GetPopId(word);
}

}  // namespace ringside::firmware::doorbell

#endif  // RINGSIDE_FIRMWARE_DRIVERS_DOORBELL_H_
