// The memory bus: the part of AXI4 (ARM IHI 0022) that Ringside uses, as packed structs.
//
// Rules: INCR bursts of full 32-byte beats, at most 16 beats, never across a 4 KiB line; addresses of bursts
// are 32-byte aligned and byte strobes select what a write changes. Answers of one id come back in order; nobody
// may rely on order between ids, nor between a read and a write before the write's B answer has come.
// A manager drives ids 0-15; the interconnect owns the upper four id bits.
package axi_pkg;
  localparam int unsigned AddrWidth = 48;
  localparam int unsigned DataWidth = 256;
  localparam int unsigned DataBytes = DataWidth / 8;
  localparam int unsigned IdWidth = 8;
  // Longest burst: 512 bytes, one MQD.
  localparam int unsigned MaxBeats = 16;

  // Answer codes (AXI4 table A3-4).
  localparam logic [1:0] RespOkay = 2'b00;
  localparam logic [1:0] RespSlvErr = 2'b10;
  localparam logic [1:0] RespDecErr = 2'b11;

  typedef logic [AddrWidth-1:0] addr_t;
  typedef logic [DataWidth-1:0] data_t;
  typedef logic [DataBytes-1:0] strb_t;
  typedef logic [IdWidth-1:0] id_t;

  // One read or write burst; `len` is beats - 1.
  typedef struct packed {
    id_t        id;
    addr_t      addr;
    logic [7:0] len;
  } ax_t;

  // Data comes last in its structs, on whole words: a simulator then copies it without shifts.
  typedef struct packed {
    logic  last;
    strb_t strb;
    data_t data;
  } w_t;

  typedef struct packed {
    id_t        id;
    logic [1:0] resp;
    logic       last;
    data_t      data;
  } r_t;

  typedef struct packed {
    id_t        id;
    logic [1:0] resp;
  } b_t;

  // All that a manager drives.
  typedef struct packed {
    logic ar_valid;
    logic r_ready;
    logic aw_valid;
    logic w_valid;
    logic b_ready;
    w_t   w;
    ax_t  ar;
    ax_t  aw;
  } req_t;

  // All that a subordinate drives.
  typedef struct packed {
    logic ar_ready;
    logic r_valid;
    logic aw_ready;
    logic w_ready;
    logic b_valid;
    b_t   b;
    r_t   r;
  } rsp_t;
endpackage
