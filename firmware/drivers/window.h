// The memory window: how firmware reads and writes VRAM and system memory, by bus address.
//
// Loads fetch 256-byte lines and keep the last one: Fence() first to see what another has written
// since. Stores are posted in order; Fence() waits until memory has them.
#ifndef RINGSIDE_FIRMWARE_DRIVERS_WINDOW_H_
#define RINGSIDE_FIRMWARE_DRIVERS_WINDOW_H_

#include <stdint.h>

#include "firmware/base/mmio.h"
#include "uapi/memory_map.h"

namespace ringside::firmware::window {

// Bytes of the bus that the window shows, from bus address 0.
inline constexpr uint32_t kBytes = 0x80000000u;
inline constexpr uint32_t kLineBytes = 256;

// True if `address` lies in the window and is aligned to `alignment`, a power of two.
constexpr bool Holds(uint64_t address, uint32_t alignment) {
  return (address >> 32) == 0 && static_cast<uint32_t>(address) < kBytes &&
         (static_cast<uint32_t>(address) & (alignment - 1)) == 0;
}

inline uint32_t Load(uint32_t address) { return Read32(RS_CORE_WINDOW_BASE + address); }

inline void Store(uint32_t address, uint32_t value) {
  Write32(RS_CORE_WINDOW_BASE + address, value);
}

inline void Fence() { FenceMemory(); }

}  // namespace ringside::firmware::window

#endif  // RINGSIDE_FIRMWARE_DRIVERS_WINDOW_H_
