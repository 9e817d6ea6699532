// Reads the 64-bit wptr word of one polled slot after another, round robin.
//
// The slot sees `done_valid_o` for one cycle, with the word as memory had it when it was read;
// whether that still counts is the slot's to know.
`include "rtl/common/assert.svh"

module hqd_poll
  import hqd_pkg::*;
(
  input  logic                clk_i,
  input  logic                rst_ni,

  // The edge that ends this cycle moves something, whatever memory says.
  output logic                clk_req_o,

  // From the slots. The address is 8-byte aligned; lower bits are ignored.
  input  logic [NumSlots-1:0]           req_i,
  input  axi_pkg::addr_t [NumSlots-1:0] addr_i,

  // To the slot that was served.
  output logic                done_valid_o,
  output slot_id_t            done_slot_o,
  output logic                done_error_o,
  output ring_ptr_t           done_wptr_o,

  // Memory bus; only this block's read answers come in.
  output logic                ar_valid_o,
  output axi_pkg::ax_t        ar_o,
  input  logic                ar_ready_i,
  input  logic                r_valid_i,
  input  axi_pkg::r_t         r_i
);
  typedef enum logic [1:0] {StIdle, StAddr, StData} state_e;

  state_e      state_q;
  slot_id_t    slot_q;
  logic [47:3] addr_q;

  logic        pick_valid, begin_poll;
  slot_id_t    pick_slot;

  hqd_pick u_pick (
    .clk_i, .rst_ni,
    .want_i (req_i),
    .take_i (begin_poll),
    .valid_o(pick_valid),
    .slot_o (pick_slot)
  );

  assign begin_poll = state_q == StIdle && pick_valid;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= StIdle;
      slot_q  <= '0;
      addr_q  <= '0;
    end else begin
      unique case (state_q)
        // Waits for a slot that asks.
        StIdle: if (pick_valid) state_q <= StAddr;
        // Waits for the bus to take the read.
        StAddr: if (ar_ready_i) state_q <= StData;
        // Waits for the one beat.
        StData: if (r_valid_i) state_q <= StIdle;
        default: state_q <= StIdle;
      endcase
      if (begin_poll) begin
        slot_q <= pick_slot;
        addr_q <= addr_i[pick_slot][47:3];
      end
    end
  end

  assign clk_req_o = (state_q != StIdle || pick_valid) && state_q != StData;

  assign ar_valid_o = state_q == StAddr;
  assign ar_o.id    = '0;
  assign ar_o.addr  = {addr_q[47:5], 5'b0};
  assign ar_o.len   = '0;

  assign done_valid_o = state_q == StData && r_valid_i;
  assign done_slot_o  = slot_q;
  assign done_error_o = r_i.resp != axi_pkg::RespOkay;

  always_comb begin
    done_wptr_o = '0;
    if (done_valid_o) done_wptr_o = r_i.data[{addr_q[4:3], 6'b0} +: 64];
  end

  logic unused_r;
  assign unused_r = ^{r_i.id, r_i.last};

  `ASSERT_IF(AnswerOnlyWhenAsked, r_valid_i, state_q == StData && r_i.last)
endmodule
