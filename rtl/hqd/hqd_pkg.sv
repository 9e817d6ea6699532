// What the HQD bank and the SDMA engine say to each other about a queue.
//
// A queue's whole state is hqd_ctx_t plus its wptr: the slot owns both while the queue is mapped;
// the engine gets a copy of the context when it takes the slot and must give back one from which
// any engine can go on exactly.
package hqd_pkg;
  // Hardware queue slots. More slots mean fewer switches, not more bandwidth.
  // Fixed by the register layout (4 bits an event): 4.
  parameter int unsigned NumSlots = abi_pkg::NumSlots;
  parameter int unsigned SlotIdWidth = $clog2(NumSlots);

  // log2 of a ring's bytes, at least and at most.
  parameter int unsigned MinRingLog2 = abi_pkg::RingSizeLog2Min;
  parameter int unsigned MaxRingLog2 = abi_pkg::RingSizeLog2Max;

  typedef logic [SlotIdWidth-1:0] slot_id_t;
  typedef logic [63:0]            ring_ptr_t;

  typedef enum logic [2:0] {
    // No queue here.
    SlotFree     = 3'd0,
    // Its MQD is being read.
    SlotLoading  = 3'd1,
    // Mapped; runs once armed, whenever its ring is not empty.
    SlotActive   = 3'd2,
    // Asked to leave; waits until the engine gives it back.
    SlotStopping = 3'd3,
    // Its state is being written to the MQD.
    SlotSaving   = 3'd4,
    // Stopped by a fault; waits for firmware to save or reset it.
    SlotFaulted  = 3'd5
  } slot_state_e;

  // All that an engine needs to go on with a queue.
  typedef struct packed {
    // Address space of every virtual address below; 0 is the kernel's (virtual = bus).
    logic [3:0]  vmid;
    // Kernel queue: may use what user queues may not. Set exactly when `vmid` is 0.
    logic        priv;
    logic [12:0] doorbell;
    // Ring: virtual address, 256-byte aligned, and log2 of its bytes (MinRingLog2..MaxRingLog2).
    logic [47:0] rb_base;
    logic [4:0]  rb_size_log2;
    // Bytes consumed since the queue began: counts on past the ring's size.
    ring_ptr_t   rptr;
    // Virtual address of the 64-bit word that tells user mode rptr; 0: none.
    logic [47:0] rptr_addr;
    // Bus address of the protected fence's 64-bit word.
    logic [47:0] fence_addr;
    // Indirect buffer in progress: virtual address, dwords done, dwords in all (0..2^20 - 1).
    logic        ib_active;
    logic [47:0] ib_base;
    logic [19:0] ib_offset;
    logic [19:0] ib_size;
    // Packet stopped in its middle: its header, what is left of it (bytes), and a fill's value.
    logic        mid_active;
    logic [31:0] mid_header;
    logic [47:0] mid_src;
    logic [47:0] mid_dst;
    logic [31:0] mid_left;
    logic [31:0] mid_data;
  } hqd_ctx_t;

  // Why the engine gave a queue up; `valid` = 0: no fault.
  typedef struct packed {
    logic        valid;
    // Reason code of uapi/interrupt.h.
    logic [7:0]  reason;
    // The access that faulted was a write.
    logic        write;
    logic [47:0] addr;
    // First dword of the packet at fault.
    logic [31:0] header;
  } hqd_fault_t;

  // Commands, laid out as the CMD register; in the same shape, those that a slot may be given now.
  typedef struct packed {
    logic reset;
    logic poll;
    logic save;
    logic load;
  } slot_cmd_t;

  // What happened to a slot in one cycle.
  typedef struct packed {
    // A job's memory access failed, or a loaded MQD is not usable.
    logic bus_error;
    logic poll_done;
    logic fault;
    logic idle;
    logic save_done;
    logic load_done;
  } slot_event_t;

  // Bytes between rptr and wptr in a ring of 2^size_log2 bytes. Clients wrap wptr as they like, so
  // only the difference within one ring counts; 0 is an empty ring.
  function automatic logic [MaxRingLog2-1:0] ring_bytes_left(logic [MaxRingLog2-1:0] wptr,
                                                             logic [MaxRingLog2-1:0] rptr,
                                                             logic [4:0] size_log2);
    return (wptr - rptr) & ((MaxRingLog2'(1) << size_log2) - MaxRingLog2'(1));
  endfunction
endpackage
