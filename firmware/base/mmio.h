// The one door through which firmware touches anything that is not its own memory.
//
// On the scheduler core an access is one load or store. Compiled for the host, it goes to the Mmio
// object of the calling thread (host_mmio.h), so drivers and the whole firmware run unchanged in
// tests and in the functional model. Addresses are the core's, 32 bits, word aligned.
#ifndef RINGSIDE_FIRMWARE_BASE_MMIO_H_
#define RINGSIDE_FIRMWARE_BASE_MMIO_H_

#include <stdint.h>

namespace ringside::firmware {

#if defined(__riscv)

inline uint32_t Read32(uint32_t address) { return *reinterpret_cast<volatile uint32_t*>(address); }

inline void Write32(uint32_t address, uint32_t value) {
  *reinterpret_cast<volatile uint32_t*>(address) = value;
}

// Waits for stores to the memory window and forgets what loads from it have fetched.
inline void FenceMemory() { __asm__ volatile("fence" ::: "memory"); }

#else

uint32_t Read32(uint32_t address);
void Write32(uint32_t address, uint32_t value);
void FenceMemory();

#endif

}  // namespace ringside::firmware

#endif  // RINGSIDE_FIRMWARE_BASE_MMIO_H_
