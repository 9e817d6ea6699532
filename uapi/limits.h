/*
 * Sizes of the machine that more than one side must agree on. One list, so that the SV package can
 * print it.
 *
 * X(SvName, C_NAME, value): the value is a plain decimal number.
 */
#ifndef RINGSIDE_UAPI_LIMITS_H_
#define RINGSIDE_UAPI_LIMITS_H_

#define RS_LIMITS(X)                                               \
  /* Hardware queue slots of the SDMA HQD bank. */                 \
  X(NumSlots, RS_NUM_SLOTS, 4)                                     \
  /* Doorbell pages, 4 KiB each; page 0 is the kernel's. */        \
  X(NumDoorbellPages, RS_NUM_DOORBELL_PAGES, 16)                   \
  /* 64-bit doorbells in a page. */                                \
  X(DoorbellsPerPage, RS_DOORBELLS_PER_PAGE, 512)                  \
  /* VMIDs of the GPUVM MMU; VMID 0 addresses the bus directly. */ \
  X(NumVmids, RS_NUM_VMIDS, 16)                                    \
  /* Ring sizes in bytes, as log2: one GPU page to 16 MiB. */      \
  X(RingSizeLog2Min, RS_RING_SIZE_LOG2_MIN, 12)                    \
  X(RingSizeLog2Max, RS_RING_SIZE_LOG2_MAX, 24)                    \
  /* Queues that the firmware can hold at once. */                 \
  X(MaxQueues, RS_MAX_QUEUES, 128)                                 \
  /* Processes that the firmware can hold at once. */              \
  X(MaxProcesses, RS_MAX_PROCESSES, 32)                            \
  /* Cycles in a unit of the firmware's clock: 100 ns at 1 GHz. */ \
  X(CyclesPerTick, RS_CYCLES_PER_TICK, 100)

enum {
#define RS_LIMIT_ENUM(sv, c, value) c = value,
  RS_LIMITS(RS_LIMIT_ENUM)
#undef RS_LIMIT_ENUM
};

/* Doorbells with a fixed owner, as doorbell ids (page * 512 + index): the indices of Navi10 and
 * later. */
#define RS_DOORBELL_FIRMWARE 0x00b
#define RS_DOORBELL_KERNEL_SDMA 0x100

#endif /* RINGSIDE_UAPI_LIMITS_H_ */
