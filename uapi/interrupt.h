/*
 * Interrupt entries to the host, and the reasons of faults.
 *
 * The IH block writes 32-byte entries into a ring in system memory and moves its write pointer; the
 * host reads them and moves the read pointer. Entries have the dword layout of amdgpu's IH. A full
 * ring makes the producers wait, so nothing is lost; only without a ring, or when memory refuses an
 * entry, is it dropped, and counted.
 */
#ifndef RINGSIDE_UAPI_INTERRUPT_H_
#define RINGSIDE_UAPI_INTERRUPT_H_

#include "uapi/abi.h"

/* Written by the IH block, read by the host. */
struct rs_ih_entry {
  uint32_t ids;          /* client[7:0], source[15:8], ring[23:16], vmid[27:24]. */
  uint32_t timestamp_lo; /* Cycles since reset, 48 bits. */
  uint32_t timestamp_hi;
  uint32_t pasid;   /* [15:0]; 0 for VMID 0. */
  uint32_t data[4]; /* By source, below. */
};
RS_SIZE(rs_ih_entry, 32);
RS_OFFSET(rs_ih_entry, pasid, 12);
RS_OFFSET(rs_ih_entry, data, 16);

/*
 * X(SvName, C_NAME, source).
 *   SDMA_TRAP        data: context of the TRAP packet, doorbell id, 0, 0
 *   PROTECTED_FENCE  data: doorbell id, fence value lo, hi, 0
 *   QUEUE_FAULT      data: doorbell id | reason << 16 | write << 24, address lo, hi, packet header
 *   FIRMWARE         data: RS_IH_FIRMWARE_*, argument, 0, 0 (181 is the number MES uses)
 */
#define RS_IH_SOURCES(X)                  \
  X(SdmaTrap, SDMA_TRAP, 224)             \
  X(ProtectedFence, PROTECTED_FENCE, 225) \
  X(QueueFault, QUEUE_FAULT, 226)         \
  X(Firmware, FIRMWARE, 181)

enum {
#define RS_IH_SOURCE_ENUM(sv, c, source) RS_IH_SOURCE_##c = (source),
  RS_IH_SOURCES(RS_IH_SOURCE_ENUM)
#undef RS_IH_SOURCE_ENUM
};

/* data[0] of a FIRMWARE entry. */
#define RS_IH_FIRMWARE_COMPLETION \
  1u /* A command's status fence was written; data[1]: its opcode. */
#define RS_IH_FIRMWARE_QUEUE_FAULT \
  2u /* Firmware took a faulted queue off its slot; data[1]: doorbell id. */
#define RS_IH_FIRMWARE_FATAL 3u /* Firmware died; data[1]: its error. */

/* Why a queue was stopped. X(SvName, C_NAME, code, text); append only. */
#define RS_FAULT_REASONS(X)                                      \
  X(None, NONE, 0, "no fault")                                   \
  X(NotPresent, NOT_PRESENT, 1, "address is not mapped")         \
  X(NoRead, NO_READ, 2, "page is not readable")                  \
  X(NoWrite, NO_WRITE, 3, "page is not writeable")               \
  X(NonCanonical, NON_CANONICAL, 4, "address is beyond 48 bits") \
  X(BusError, BUS_ERROR, 5, "bus error")                         \
  X(VmidInvalid, VMID_INVALID, 6, "VMID has no page table")      \
  X(BadOpcode, BAD_OPCODE, 16, "unknown packet opcode")          \
  X(BadField, BAD_FIELD, 17, "bad field in a packet")            \
  X(Truncated, TRUNCATED, 18, "packet is longer than what was submitted")

enum {
#define RS_FAULT_REASON_ENUM(sv, c, code, text) RS_FAULT_##c = (code),
  RS_FAULT_REASONS(RS_FAULT_REASON_ENUM)
#undef RS_FAULT_REASON_ENUM
};

#endif /* RINGSIDE_UAPI_INTERRUPT_H_ */
