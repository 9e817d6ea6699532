/*
 * The memory queue descriptor (MQD) of an SDMA queue: 128 dwords, laid out as AMD's SDMA v11 MQD.
 *
 * The HQD bank loads all of it into a slot and, on save, writes back only the words marked hqd. A
 * queue that is in a slot has its truth in the slot; at any other time its truth is here. MQDs are
 * 512-byte aligned.
 *
 *   dword    field             written by                      read by
 *   0        rb_cntl           host, at init; VMID bits by     hqd, at load
 *                              firmware before each load
 *   1-2      rb_base           host, at init                   hqd, at load
 *   3-4      rptr              hqd, at save                    hqd, at load; host
 *   5-6      wptr              hqd, at save                    hqd, at load
 *   7-8      rptr_addr         host, at init                   hqd, at load
 *   9-14     ib_*              hqd, at save                    hqd, at load
 *   16       context_status    hqd, at save                    host, firmware
 *   17, 19   doorbell*         host, at init                   hqd, at load
 *   20-21    csa_addr          host, at init                   nobody: mid-command state is here
 *   26-27    wptr_poll         host, at init and restore       hqd, at load
 *   31-37    mid_*             hqd, at save                    hqd, at load
 *   42       midcmd_cntl       hqd, at save                    hqd, at load
 *   43-44    fence_addr        host, at init                   hqd, at load
 *   126-127  engine/queue_id   host, at init                   nobody
 */
#ifndef RINGSIDE_UAPI_MQD_H_
#define RINGSIDE_UAPI_MQD_H_

#include "uapi/abi.h"

#define RS_MQD_BYTES 512
#define RS_MQD_DWORDS 128

struct rs_sdma_mqd {
  uint32_t rb_cntl;    /* RS_RB_CNTL_*. */
  uint32_t rb_base_lo; /* Ring GPU VA >> 8, low and high words. */
  uint32_t rb_base_hi;
  uint32_t rptr_lo; /* Running byte count, never masked to the ring. */
  uint32_t rptr_hi;
  uint32_t wptr_lo; /* As the doorbell gave it, in bytes. */
  uint32_t wptr_hi;
  uint32_t rptr_addr_hi; /* GPU VA of the 64-bit rptr report; 0: none. High first, as AMD has it. */
  uint32_t rptr_addr_lo;
  uint32_t ib_cntl;    /* RS_IB_CNTL_ACTIVE. */
  uint32_t ib_rptr;    /* Dwords of the indirect buffer already consumed. */
  uint32_t ib_offset;  /* Zero. */
  uint32_t ib_base_lo; /* GPU VA, 32-byte aligned. */
  uint32_t ib_base_hi;
  uint32_t ib_size;         /* Dwords. */
  uint32_t skip_cntl;       /* Zero. */
  uint32_t context_status;  /* RS_CONTEXT_*. */
  uint32_t doorbell;        /* RS_DOORBELL_ENABLE. */
  uint32_t doorbell_log;    /* Zero. */
  uint32_t doorbell_offset; /* Doorbell id: page * 512 + index. */
  uint32_t csa_addr_lo;
  uint32_t csa_addr_hi;
  uint32_t reserved_22[4];
  uint32_t wptr_poll_hi; /* Bus address of the 64-bit wptr word; 0: none. */
  uint32_t wptr_poll_lo;
  uint32_t reserved_28[3];
  uint32_t mid_header; /* Header of the packet cut in the middle. */
  uint32_t mid_src_lo; /* Next source GPU VA. */
  uint32_t mid_src_hi;
  uint32_t mid_dst_lo; /* Next destination GPU VA. */
  uint32_t mid_dst_hi;
  uint32_t mid_left; /* Bytes not yet written. */
  uint32_t mid_data; /* Fill value. */
  uint32_t reserved_38[4];
  uint32_t midcmd_cntl;   /* RS_MIDCMD_ACTIVE. */
  uint32_t fence_addr_lo; /* Bus address of the 64-bit word that PROTECTED_FENCE writes. */
  uint32_t fence_addr_hi;
  uint32_t reserved_45[81];
  uint32_t engine_id;
  uint32_t queue_id;
};

RS_SIZE(rs_sdma_mqd, RS_MQD_BYTES);
RS_OFFSET(rs_sdma_mqd, rptr_lo, 3 * 4);
RS_OFFSET(rs_sdma_mqd, wptr_lo, 5 * 4);
RS_OFFSET(rs_sdma_mqd, rptr_addr_hi, 7 * 4);
RS_OFFSET(rs_sdma_mqd, ib_cntl, 9 * 4);
RS_OFFSET(rs_sdma_mqd, ib_size, 14 * 4);
RS_OFFSET(rs_sdma_mqd, context_status, 16 * 4);
RS_OFFSET(rs_sdma_mqd, doorbell, 17 * 4);
RS_OFFSET(rs_sdma_mqd, doorbell_offset, 19 * 4);
RS_OFFSET(rs_sdma_mqd, csa_addr_lo, 20 * 4);
RS_OFFSET(rs_sdma_mqd, wptr_poll_hi, 26 * 4);
RS_OFFSET(rs_sdma_mqd, mid_header, 31 * 4);
RS_OFFSET(rs_sdma_mqd, midcmd_cntl, 42 * 4);
RS_OFFSET(rs_sdma_mqd, fence_addr_lo, 43 * 4);
RS_OFFSET(rs_sdma_mqd, engine_id, 126 * 4);

/* rb_cntl. */
#define RS_RB_CNTL_ENABLE 0x1u
#define RS_RB_CNTL_SIZE_SHIFT 1 /* log2 of the ring's dwords, 5 bits. */
#define RS_RB_CNTL_SIZE_MASK 0x3eu
#define RS_RB_CNTL_VMID_SHIFT 24
#define RS_RB_CNTL_VMID_MASK 0x0f000000u

#define RS_IB_CNTL_ACTIVE 0x1u

/* context_status: what the slot held when it was last saved. */
#define RS_CONTEXT_SAVED 0x1u
#define RS_CONTEXT_FAULTED 0x2u
#define RS_CONTEXT_REASON_SHIFT 8 /* Fault reason, uapi/interrupt.h. */
#define RS_CONTEXT_REASON_MASK 0xff00u

#define RS_DOORBELL_ENABLE (1u << 28)
#define RS_MIDCMD_ACTIVE 0x1u

#endif /* RINGSIDE_UAPI_MQD_H_ */
