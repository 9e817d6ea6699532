/*
 * Page-table entries of GPUVM: 4 levels of 512 eight-byte entries over 4 KiB pages, 48-bit GPU VAs.
 *
 * Level 3 is the root and translates VA bits 47:39; level 0 holds PTEs. Bit positions are those of
 * AMD's GFX PTEs. Tables are 4 KiB aligned on the bus. Host writes, the MMU's walker reads; a
 * changed entry takes effect with the next TLB invalidation that covers it.
 */
#ifndef RINGSIDE_UAPI_PTE_H_
#define RINGSIDE_UAPI_PTE_H_

#include "uapi/abi.h"

#define RS_PAGE_SHIFT 12
#define RS_PAGE_BYTES 4096u
#define RS_PT_LEVELS 4
#define RS_PT_INDEX_BITS 9
#define RS_PT_ENTRIES 512u
#define RS_VA_BITS 48

/* X(SvName, C_NAME, bit). */
#define RS_PTE_BITS(X)                                                                     \
  X(Valid, VALID, 0)                                                                       \
  /* The page is in system memory. Kept for software: the address alone selects memory. */ \
  X(System, SYSTEM, 1)                                                                     \
  X(Snooped, SNOOPED, 2)                                                                   \
  X(Executable, EXECUTABLE, 4)                                                             \
  X(Readable, READABLE, 5)                                                                 \
  X(Writeable, WRITEABLE, 6)                                                               \
  /* Sparse page. Not implemented: the walker takes such an entry as not present. */       \
  X(Prt, PRT, 51)                                                                          \
  /* In a level-1 entry: this entry maps a 2 MiB page. */                                  \
  X(PdeIsPte, PDE_IS_PTE, 54)

#define RS_PTE_BIT_ENUM(sv, c, bit) RS_PTE_BIT_##c = (bit),
enum { RS_PTE_BITS(RS_PTE_BIT_ENUM) };
#undef RS_PTE_BIT_ENUM

/* RS_PTE(READABLE): the mask of one bit, 64 bits wide. */
#define RS_PTE(name) ((uint64_t)1 << RS_PTE_BIT_##name)

/* Bus address of the page or of the next table. */
#define RS_PTE_ADDRESS_MASK 0x0000fffffffff000ull

#endif /* RINGSIDE_UAPI_PTE_H_ */
