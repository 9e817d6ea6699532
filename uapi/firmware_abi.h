/*
 * The firmware command frame: what the driver asks of the scheduler firmware.
 *
 * Frames are 64 dwords, at most RS_FW_RING_FRAMES queued, with the byte offsets of the MES v12
 * interface for the fields that are used here; every other byte must be zero. All words of a frame
 * are written by the host and read by firmware. Addresses are bus addresses below 2 GiB, inside
 * VRAM or system memory.
 *
 * The ring is RS_FW_RING_FRAMES frames, followed by struct rs_fw_ring_control. The host fills
 * frames, stores wptr, then rings doorbell RS_DOORBELL_FIRMWARE with the same value. Both pointers
 * count frames and never wrap.
 *
 * A frame is answered through its status fence, which the host zeroes first: success is {lo =
 * fence_value, hi = 0} (fence_value is 32 bits, not 0), failure is {lo = 0, hi = RS_FW_ERROR word}.
 * One word changes, so a reader never sees half an answer. Then an RS_IH_FIRMWARE_COMPLETION
 * interrupt follows.
 */
#ifndef RINGSIDE_UAPI_FIRMWARE_ABI_H_
#define RINGSIDE_UAPI_FIRMWARE_ABI_H_

#include "uapi/abi.h"

#define RS_FW_FRAME_BYTES 256
#define RS_FW_RING_FRAMES 32

struct rs_fw_ring_control {
  uint64_t wptr; /* Written by the host: frames submitted. */
  uint64_t rptr; /* Written by firmware: frames taken. */
};
RS_SIZE(rs_fw_ring_control, 16);

/* header: type[3:0], opcode[11:4], size in dwords[19:12]. */
#define RS_FW_TYPE_SCHEDULER 1u
#define RS_FW_HEADER(opcode) (RS_FW_TYPE_SCHEDULER | ((uint32_t)(opcode) << 4) | (64u << 12))
#define RS_FW_HEADER_OPCODE(header) (((header) >> 4) & 0xffu)

/* X(C_NAME, number, text): numbers of the MES interface. */
#define RS_FW_OPCODES(X)             \
  X(SET_HW_RSRC, 0, "SET_HW_RSRC")   \
  X(ADD_QUEUE, 2, "ADD_QUEUE")       \
  X(REMOVE_QUEUE, 3, "REMOVE_QUEUE") \
  X(SUSPEND, 6, "SUSPEND")           \
  X(RESUME, 7, "RESUME")             \
  X(QUERY_SCHEDULER_STATUS, 11, "QUERY_SCHEDULER_STATUS")

enum {
#define RS_FW_OPCODE_ENUM(c, number, text) RS_FW_OP_##c = (number),
  RS_FW_OPCODES(RS_FW_OPCODE_ENUM)
#undef RS_FW_OPCODE_ENUM
};

/* Where a frame's answer goes. */
struct rs_fw_status {
  uint64_t fence_addr;  /* 8-byte aligned; 0: no answer wanted. */
  uint64_t fence_value; /* 1..0xffffffff. */
};

/* First command after boot: what the firmware may use. */
struct rs_fw_set_hw_rsrc {
  uint32_t header;
  uint32_t vmid_mask_mm;  /* Zero: there is no MM hub. */
  uint32_t vmid_mask_gfx; /* VMIDs that firmware may hand out; bit 0 must be clear. */
  uint32_t reserved_12[2];
  uint32_t compute_hqd_mask[8]; /* Zero: no such pipes yet. */
  uint32_t gfx_hqd_mask[2];     /* Zero. */
  uint32_t sdma_hqd_mask[2]; /* [0]: user queues' slots, the others are the kernel's. [1]: zero. */
  uint32_t aggregated_doorbells[5];
  uint64_t scheduler_context_addr;
  uint64_t query_status_fence_addr;
  uint32_t ip_base[24];
  struct rs_fw_status status;
  uint32_t flags;
  uint32_t oversubscription_timer;
  uint64_t doorbell_info;
  uint64_t event_log_addr;
  uint32_t reserved_240[4];
};
RS_SIZE(rs_fw_set_hw_rsrc, RS_FW_FRAME_BYTES);
RS_OFFSET(rs_fw_set_hw_rsrc, compute_hqd_mask, 20);
RS_OFFSET(rs_fw_set_hw_rsrc, sdma_hqd_mask, 60);
RS_OFFSET(rs_fw_set_hw_rsrc, scheduler_context_addr, 88);
RS_OFFSET(rs_fw_set_hw_rsrc, status, 200);
RS_OFFSET(rs_fw_set_hw_rsrc, event_log_addr, 232);

/* A queue enters the run list. The answer does not wait for a slot. */
struct rs_fw_add_queue {
  uint32_t header;
  uint32_t process_id;      /* PASID, 16 bits; 0 only for kernel queues. */
  uint64_t page_table_base; /* Root table; ignored for kernel queues. */
  uint64_t va_start;
  uint64_t va_end;
  uint64_t process_quantum;      /* 100 ns units. */
  uint64_t process_context_addr; /* Names the process. */
  uint64_t gang_quantum;         /* 100 ns units; 0: no time limit on a slot. */
  uint64_t gang_context_addr;    /* Names the gang: here one queue. */
  uint32_t in_process_priority;
  uint32_t global_priority;
  uint32_t doorbell; /* Doorbell id; names the queue. */
  uint32_t reserved_76;
  uint64_t mqd_addr;  /* 512-byte aligned. */
  uint64_t wptr_addr; /* Bus address of the queue's 64-bit wptr word. */
  uint64_t h_context;
  uint64_t h_queue;
  uint32_t queue_type; /* RS_FW_QUEUE_SDMA. */
  uint32_t gds_base;
  uint32_t queue_size; /* Ring dwords. */
  uint32_t reserved_124[6];
  uint32_t flags; /* RS_FW_ADD_*. */
  struct rs_fw_status status;
  uint32_t reserved_168[6];
  uint32_t process_index;
  uint32_t gang_index;
  uint32_t pipe_id;
  uint32_t queue_id; /* Slot of a kernel queue. */
  uint32_t reserved_208[12];
};
RS_SIZE(rs_fw_add_queue, RS_FW_FRAME_BYTES);
RS_OFFSET(rs_fw_add_queue, page_table_base, 8);
RS_OFFSET(rs_fw_add_queue, process_context_addr, 40);
RS_OFFSET(rs_fw_add_queue, gang_context_addr, 56);
RS_OFFSET(rs_fw_add_queue, doorbell, 72);
RS_OFFSET(rs_fw_add_queue, mqd_addr, 80);
RS_OFFSET(rs_fw_add_queue, wptr_addr, 88);
RS_OFFSET(rs_fw_add_queue, queue_type, 112);
RS_OFFSET(rs_fw_add_queue, queue_size, 120);
RS_OFFSET(rs_fw_add_queue, flags, 148);
RS_OFFSET(rs_fw_add_queue, status, 152);
RS_OFFSET(rs_fw_add_queue, process_index, 192);
RS_OFFSET(rs_fw_add_queue, queue_id, 204);

#define RS_FW_QUEUE_GFX 0u
#define RS_FW_QUEUE_COMPUTE 1u
#define RS_FW_QUEUE_SDMA 2u

#define RS_FW_ADD_SUSPENDED (1u << 6)     /* Enters suspended; RESUME makes it ready. */
#define RS_FW_ADD_KERNEL_QUEUE (1u << 13) /* Always in slot queue_id, with VMID 0. */

/* A queue leaves. Answered when it is off the hardware and its state is in the MQD. */
struct rs_fw_remove_queue {
  uint32_t header;
  uint32_t doorbell;
  uint64_t gang_context_addr; /* Zero, or the queue's gang: a mismatch is refused. */
  uint32_t flags;
  uint32_t reserved_20;
  struct rs_fw_status status;
  uint32_t pipe_id;
  uint32_t queue_id;
  uint64_t fence_addr;
  uint32_t fence_value;
  uint32_t queue_type;
  uint32_t reserved_64[48];
};
RS_SIZE(rs_fw_remove_queue, RS_FW_FRAME_BYTES);
RS_OFFSET(rs_fw_remove_queue, status, 24);
RS_OFFSET(rs_fw_remove_queue, fence_addr, 48);
RS_OFFSET(rs_fw_remove_queue, queue_type, 60);

/* A gang leaves the hardware with its state in the MQD and stays known: rings are remembered. */
struct rs_fw_suspend {
  uint32_t header;
  uint32_t flags; /* RS_FW_ALL_GANGS. */
  uint64_t gang_context_addr;
  uint64_t fence_addr; /* 0, or: 32-bit fence_value is written here when off the hardware. */
  uint32_t fence_value;
  uint32_t reserved_28;
  struct rs_fw_status status;
  uint32_t reserved_48[52];
};
RS_SIZE(rs_fw_suspend, RS_FW_FRAME_BYTES);
RS_OFFSET(rs_fw_suspend, fence_addr, 16);
RS_OFFSET(rs_fw_suspend, status, 32);

/* A suspended gang becomes ready again. */
struct rs_fw_resume {
  uint32_t header;
  uint32_t flags; /* RS_FW_ALL_GANGS. */
  uint64_t gang_context_addr;
  struct rs_fw_status status;
  uint32_t reserved_32[56];
};
RS_SIZE(rs_fw_resume, RS_FW_FRAME_BYTES);
RS_OFFSET(rs_fw_resume, status, 16);

#define RS_FW_ALL_GANGS 1u /* Every user gang; gang_context_addr must be 0. */

/* Asks about the scheduler or about one queue; the answer goes to result_addr before the status
 * fence. */
struct rs_fw_query {
  uint32_t header;
  uint32_t subop; /* RS_FW_QUERY_*. */
  struct rs_fw_status status;
  uint64_t reserved_24;
  uint64_t result_addr; /* struct rs_fw_query_result. */
  uint32_t doorbell;    /* Of RS_FW_QUERY_QUEUE. */
  uint32_t reserved_44[53];
};
RS_SIZE(rs_fw_query, RS_FW_FRAME_BYTES);
RS_OFFSET(rs_fw_query, status, 8);
RS_OFFSET(rs_fw_query, result_addr, 32);

#define RS_FW_QUERY_HEALTH 1u
#define RS_FW_QUERY_QUEUE 0x80u

/* Written by firmware, read by the host. */
struct rs_fw_query_result {
  uint32_t abi_minor; /* RS_ABI_MINOR of the firmware. */
  uint32_t heartbeat; /* Wakes handled since boot. */
  uint32_t queues;    /* Known to the scheduler. */
  uint32_t queues_on_slots;
  uint32_t scheduler_state; /* Of the queue: RS_FW_STATE_*. */
  uint32_t slot;            /* Of the queue; RS_FW_NO_SLOT. */
  uint32_t maps;            /* Of the queue: times it entered a slot. */
  uint32_t switches_out;    /* Of the queue: times rotation took it off a slot. */
  uint32_t reserved_32[8];
};
RS_SIZE(rs_fw_query_result, 64);

#define RS_FW_NO_SLOT 0xffffffffu

/* States of a queue inside the scheduler. X(C_NAME, number, text). */
#define RS_FW_STATES(X)                                       \
  X(IDLE, 0, "idle: off the hardware, no work known")         \
  X(READY, 1, "ready: off the hardware, has work")            \
  X(RUNNING, 2, "running: in a slot")                         \
  X(LOADING, 3, "loading: its MQD goes into a slot")          \
  X(SAVING, 4, "saving: its state goes to the MQD")           \
  X(SUSPENDED, 5, "suspended: off the hardware until RESUME") \
  X(FAULTED, 6, "faulted: off the hardware until removed")

enum {
#define RS_FW_STATE_ENUM(c, number, text) RS_FW_STATE_##c = (number),
  RS_FW_STATES(RS_FW_STATE_ENUM)
#undef RS_FW_STATE_ENUM
};

/* High word of a failed status fence: error[7:0], opcode[15:8], category[30:24] = 1 (API), and
 * bit 31. */
#define RS_FW_ERROR_WORD(error, opcode) \
  (0x81000000u | ((uint32_t)(opcode) << 8) | (uint32_t)(error))
#define RS_FW_ERROR_CODE(word) ((word)&0xffu)
#define RS_FW_ERROR_OPCODE(word) (((word) >> 8) & 0xffu)

/* Why firmware refused a command or died. Append only, never reuse a code. X(SvName, C_NAME, code,
 * text). */
#define RS_FW_ERRORS(X)                                                                   \
  X(Ok, OK, 0x00, "no error")                                                             \
  X(BadHeader, BAD_HEADER, 0x01, "frame header is malformed")                             \
  X(BadOpcode, BAD_OPCODE, 0x02, "unknown opcode")                                        \
  X(BadField, BAD_FIELD, 0x03, "a field is out of range")                                 \
  X(NotReady, NOT_READY, 0x04, "SET_HW_RSRC has not come yet")                            \
  X(QueueUnknown, QUEUE_UNKNOWN, 0x10, "no such queue")                                   \
  X(QueueExists, QUEUE_EXISTS, 0x11, "doorbell or gang is in use")                        \
  X(QueueTableFull, QUEUE_TABLE_FULL, 0x12, "too many queues")                            \
  X(ProcessTableFull, PROCESS_TABLE_FULL, 0x13, "too many processes")                     \
  X(QueueBusy, QUEUE_BUSY, 0x14, "another command on this queue is outstanding")          \
  X(QueueFaulted, QUEUE_FAULTED, 0x15, "the queue was stopped by a fault")                \
  X(NotSuspended, NOT_SUSPENDED, 0x16, "the gang is not suspended")                       \
  X(SlotTaken, SLOT_TAKEN, 0x17, "the kernel slot is taken or not reserved")              \
  X(MqdUnreadable, MQD_UNREADABLE, 0x20, "bus error while a slot loaded or saved an MQD") \
  X(HqdRefused, HQD_REFUSED, 0x21, "the HQD bank refused a command")                      \
  X(Trap, TRAP, 0x30, "unexpected trap in firmware")

enum {
#define RS_FW_ERROR_ENUM(sv, c, code, text) RS_FW_ERROR_##c = (code),
  RS_FW_ERRORS(RS_FW_ERROR_ENUM)
#undef RS_FW_ERROR_ENUM
};

/* Boot parameters: numbers of the sys block's scratch registers, written by the host before it
 * starts the core. The ring's bus address, 256-byte aligned, takes two: low word, then high. */
#define RS_FW_SCRATCH_RING_ADDR 0u

/* Values of the sys block's FW_STATUS, written by firmware. DEAD has the error in its low bits, and
 * the death record is complete when it appears. */
#define RS_FW_STATUS_BOOTED 1u
#define RS_FW_STATUS_DEAD 0xdead0000u

#endif /* RINGSIDE_UAPI_FIRMWARE_ABI_H_ */
