/*
 * Where things are: the bus, the register BAR as the host sees it, and the firmware core's 32-bit
 * map.
 *
 * One address on the bus means the same to every block. X lists are printed into the SV package.
 */
#ifndef RINGSIDE_UAPI_MEMORY_MAP_H_
#define RINGSIDE_UAPI_MEMORY_MAP_H_

/* Bus addresses, bytes. Sizes are parameters of the machine, at most RS_MEMORY_MAX_BYTES each. */
#define RS_VRAM_BASE 0x00000000u
#define RS_SYSTEM_MEMORY_BASE 0x40000000u
#define RS_MEMORY_MAX_BYTES 0x40000000u

/* Register blocks: 4 KiB each. X(SvName, C_NAME, number). */
#define RS_REGISTER_BLOCKS(X) \
  X(Sys, SYS, 0)              \
  X(Doorbell, DOORBELL, 1)    \
  X(Hqd, HQD, 2)              \
  X(Sdma, SDMA, 3)            \
  X(Mmu, MMU, 4)              \
  X(Ih, IH, 5)                \
  X(Timer, TIMER, 6)

enum {
#define RS_BLOCK_ENUM(sv, c, number) RS_BLOCK_##c = (number),
  RS_REGISTER_BLOCKS(RS_BLOCK_ENUM)
#undef RS_BLOCK_ENUM
};
#define RS_BLOCK_BYTES 0x1000u

/* Register BAR: blocks from 0, then the core's memories, which the host fills while the core is
 * stopped. */
#define RS_BAR_BLOCK(block) (RS_BLOCK_##block * RS_BLOCK_BYTES)
#define RS_BAR_ITCM 0x100000u
#define RS_BAR_DTCM 0x200000u

/* The firmware core's map. */
#define RS_CORE_ITCM_BASE 0x00000000u
#define RS_CORE_ITCM_BYTES 0x10000u
#define RS_CORE_DTCM_BASE 0x10000000u
#define RS_CORE_DTCM_BYTES 0x10000u
#define RS_CORE_REGISTER_BASE 0x40000000u
#define RS_CORE_BLOCK(block) (RS_CORE_REGISTER_BASE + RS_BLOCK_##block * RS_BLOCK_BYTES)
/* Window onto the low 2 GiB of the bus: VRAM and system memory. */
#define RS_CORE_WINDOW_BASE 0x80000000u

/* Fast local interrupts of the core: bit of irq_i, and 16 more in mip and mie. */
#define RS_CORE_IRQS(X)    \
  X(Doorbell, DOORBELL, 0) \
  X(Hqd, HQD, 1)           \
  X(Host, HOST, 2)         \
  X(BusError, BUS_ERROR, 15)

enum {
#define RS_CORE_IRQ_ENUM(sv, c, line) RS_CORE_IRQ_##c = (line),
  RS_CORE_IRQS(RS_CORE_IRQ_ENUM)
#undef RS_CORE_IRQ_ENUM
};

#endif /* RINGSIDE_UAPI_MEMORY_MAP_H_ */
