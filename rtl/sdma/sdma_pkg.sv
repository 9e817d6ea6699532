// What the parts of the SDMA engine say to each other.
//
// Addresses are virtual in the VMID beside them. Lengths of bursts count 32-byte beats, less one,
// as on the memory bus; a burst never crosses a 512-byte line, so it never crosses a page either.
package sdma_pkg;
  // Clients of sdma_mem. The order is the priority: each may only ask for what it has room or data
  // for, so a lower one waits for at most a few bursts.
  parameter int unsigned NumMemClients = 4;
  parameter int unsigned MemStore = 0;
  parameter int unsigned MemMoverWrite = 1;
  parameter int unsigned MemFetch = 2;
  parameter int unsigned MemMoverRead = 3;

  // Burst limit of the mover.
  parameter int unsigned BurstBytes = 512;

  // Packets are at most 7 dwords before their data.
  parameter int unsigned BodyDwords = 6;
  typedef logic [BodyDwords-1:0][31:0] body_t;

  // Positions in a ring or an indirect buffer, in dwords.
  parameter int unsigned PosWidth = 22;
  typedef logic [PosWidth-1:0] pos_t;

  typedef enum logic [2:0] {
    KindNop, KindCopy, KindFill, KindWrite, KindFence, KindProtectedFence, KindTrap, KindIndirect
  } kind_e;

  // A packet taken apart. What its header tells comes first and is right before the body is there.
  typedef struct packed {
    logic        known;
    kind_e       kind;
    // Not allowed in an indirect buffer.
    logic        ring_only;
    // Dwords in all; of a write without its data.
    logic [14:0] dwords;
    // What is wrong with its fields, if anything; the address with FaultNonCanonical only.
    logic        bad;
    logic [7:0]  bad_reason;
    logic        bad_write;
    logic [47:0] bad_addr;
    logic [47:0] src;
    logic [47:0] dst;
    // To move; of a write its data.
    logic [30:0] bytes;
    // Fill and fence value, trap context, size of an indirect buffer.
    logic [31:0] data;
  } packet_t;

  // One burst that a client wants on the bus.
  typedef struct packed {
    logic [3:0]  vmid;
    logic [47:0] va;
    logic [3:0]  len;
  } mem_req_t;

  // What became of it: issued, or refused by the MMU.
  typedef struct packed {
    logic       ok;
    logic [7:0] reason;
  } mem_rsp_t;

  // Why an access did not work; all zero: it did.
  typedef struct packed {
    logic        valid;
    logic [7:0]  reason;
    logic        write;
    logic [47:0] addr;
  } fault_t;

  // Where dwords are fetched from. `mask` wraps positions: ring dwords - 1, all ones for an
  // indirect buffer.
  typedef struct packed {
    logic [3:0]  vmid;
    logic [47:0] base;
    pos_t        mask;
  } source_t;

  // One copy, fill or write of a packet's data; a fill writes `data` and has no source.
  typedef struct packed {
    logic [3:0]  vmid;
    logic        fill;
    logic [47:0] src;
    logic [47:0] dst;
    logic [30:0] bytes;
    logic [31:0] data;
  } move_t;

  // One dword to store; `last` closes the write, as does the end of a 32-byte beat.
  typedef struct packed {
    logic [3:0]  vmid;
    logic [47:0] va;
    logic [31:0] data;
    logic        last;
  } put_t;

  // Things to tell the world, in this order: a fence value, the read pointer, an interrupt.
  typedef struct packed {
    logic            fence_valid;
    // 1: 64-bit value.
    logic            fence_wide;
    logic [3:0]      fence_vmid;
    logic [47:0]     fence_addr;
    logic [63:0]     fence_value;
    logic            rptr_valid;
    logic [3:0]      rptr_vmid;
    logic [47:0]     rptr_addr;
    logic [63:0]     rptr_value;
    logic            irq_valid;
    logic [7:0]      irq_source;
    logic [3:0][31:0] irq_data;
  } notice_t;
endpackage
