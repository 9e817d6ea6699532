// The timer block: the reference counter in units of 100 ns, and one alarm.
#ifndef RINGSIDE_FIRMWARE_DRIVERS_TIMER_H_
#define RINGSIDE_FIRMWARE_DRIVERS_TIMER_H_

#include <stdint.h>

#include "firmware/base/mmio.h"
#include "uapi/memory_map.h"
#include "uapi/regs/timer_regs.h"

namespace ringside::firmware::timer {

inline constexpr uint32_t kBase = RS_CORE_BLOCK(TIMER);

// Low half of the counter: wraps every 429 s, so compare by difference.
inline uint32_t NowLow() { return Read32(kBase + regs::timer::kMtimeLoOffset); }

inline uint64_t Now() {
  // Again if the low half wrapped in between.
  for (;;) {
    const uint32_t high = Read32(kBase + regs::timer::kMtimeHiOffset);
    const uint32_t low = Read32(kBase + regs::timer::kMtimeLoOffset);
    if (Read32(kBase + regs::timer::kMtimeHiOffset) == high) return uint64_t{high} << 32 | low;
  }
}

// Interrupts from `when` on, at once if it is past.
inline void SetAlarm(uint64_t when) {
  // High half out of reach first, so that no half-written time fires.
  Write32(kBase + regs::timer::kMtimecmpHiOffset, 0xffffffffu);
  Write32(kBase + regs::timer::kMtimecmpLoOffset, static_cast<uint32_t>(when));
  Write32(kBase + regs::timer::kMtimecmpHiOffset, static_cast<uint32_t>(when >> 32));
}

inline void CancelAlarm() { Write32(kBase + regs::timer::kMtimecmpHiOffset, 0xffffffffu); }

}  // namespace ringside::firmware::timer

#endif  // RINGSIDE_FIRMWARE_DRIVERS_TIMER_H_
