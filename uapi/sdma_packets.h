/*
 * SDMA packets: AMD's formats, the part that the engine executes.
 *
 * The header is op[7:0], sub-op[15:8], extra[31:16]. Ring and indirect buffer positions are counted
 * in bytes, a packet never wraps in the middle of a dword, and a zero dword is a one-dword NOP. All
 * addresses are GPU VAs of the queue's VMID but the protected fence's, which the MQD holds and no
 * packet can name.
 */
#ifndef RINGSIDE_UAPI_SDMA_PACKETS_H_
#define RINGSIDE_UAPI_SDMA_PACKETS_H_

#include "uapi/abi.h"

/* X(SvName, C_NAME, op, sub-op, dwords): WRITE is followed by its data, NOP by the dwords it
 * counts. */
#define RS_SDMA_PACKETS(X)                                                                      \
  /* header: count of further dwords to skip in [29:16]. */                                     \
  X(Nop, NOP, 0, 0, 1)                                                                          \
  /* header, bytes - 1 in [29:0], 0, source lo, hi, destination lo, hi. */                      \
  X(CopyLinear, COPY_LINEAR, 1, 0, 7)                                                           \
  /* header, destination lo, hi, dwords - 1 in [19:0], then the dwords. */                      \
  X(WriteLinear, WRITE_LINEAR, 2, 0, 4)                                                         \
  /* header, lo (32-byte aligned), hi, dwords in [19:0], csa lo, csa hi. Not inside another. */ \
  X(Indirect, INDIRECT, 4, 0, 6)                                                                \
  /* header, destination lo (dword aligned), hi, 32-bit value. */                               \
  X(Fence, FENCE, 5, 0, 4)                                                                      \
  /* header only: writes the 64-bit rptr behind it to the MQD's fence address, interrupts. */   \
  X(ProtectedFence, PROTECTED_FENCE, 5, 3, 1)                                                   \
  /* header, interrupt context in [27:0]. */                                                    \
  X(Trap, TRAP, 6, 0, 2)                                                                        \
  /* header with fill size 2 in [31:30], destination lo (dword aligned), hi, value, bytes - 1   \
   * (whole dwords). */                                                                         \
  X(ConstFill, CONST_FILL, 11, 0, 5)

#define RS_SDMA_HEADER(op, sub) ((uint32_t)(op) | ((uint32_t)(sub) << 8))

enum {
#define RS_SDMA_PACKET_ENUM(sv, c, op, sub, dwords) \
  RS_SDMA_OP_##c = (op), RS_SDMA_SUBOP_##c = (sub), RS_SDMA_DWORDS_##c = (dwords),
  RS_SDMA_PACKETS(RS_SDMA_PACKET_ENUM)
#undef RS_SDMA_PACKET_ENUM
};

#define RS_SDMA_NOP_COUNT_SHIFT 16
#define RS_SDMA_NOP_COUNT_MASK 0x3fffu
#define RS_SDMA_COPY_BYTES_MASK 0x3fffffffu /* bytes - 1: up to 1 GiB. */
#define RS_SDMA_WRITE_COUNT_MASK 0xfffffu   /* dwords - 1. */
#define RS_SDMA_IB_SIZE_MASK 0xfffffu       /* dwords. */
#define RS_SDMA_FILL_DWORDS (2u << 30)      /* Fill size field: dwords, the one supported. */
#define RS_SDMA_FILL_BYTES_MASK 0x3fffffffu
#define RS_SDMA_TRAP_CONTEXT_MASK 0x0fffffffu

#endif /* RINGSIDE_UAPI_SDMA_PACKETS_H_ */
