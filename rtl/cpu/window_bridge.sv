// The core's window on the memory bus: loads through one 256-byte line, stores posted one at a
// time.
//
// A load inside the line costs no more than the TCM. Memory is not watched: what others write shows
// after a fence, or after any store of the core's own through the window, both of which drop the
// line. A bus error of a load is the load's answer; that of a store comes too late for that and is
// reported by `store_error_o`.
`include "rtl/common/assert.svh"

module window_bridge
  import core_pkg::*;
(
  input  logic            clk_i,
  input  logic            rst_ni,

  // From the core: one request at a time, answered in the next cycle at the earliest.
  input  logic            valid_i,
  input  mem_op_e         op_i,
  input  logic [30:0]     addr_i,
  input  logic [3:0]      be_i,
  input  logic [31:0]     wdata_i,
  output logic            rvalid_o,
  output logic [31:0]     rdata_o,
  output logic            error_o,

  // Nothing posted, read or waiting.
  output logic            idle_o,
  // Pulse: a posted store failed.
  output logic            store_error_o,

  output axi_pkg::req_t   axi_req_o,
  input  axi_pkg::rsp_t   axi_rsp_i
);
  localparam int unsigned LineBeats = 8;

  typedef enum logic [1:0] {
    // Serves requests, unless a posted store is still out.
    StReady,
    // A load asks for its line.
    StAddress,
    // The line arrives. The load is answered with its own beat; the rest follows behind it.
    StFill
  } state_e;
  state_e state_q;

  // The latest request, waiting if it could not be served at once.
  logic        pending_q;
  mem_op_e     op_q;
  logic [30:0] addr_q;
  logic [3:0]  be_q;
  logic [31:0] wdata_q;

  logic           line_valid_q;
  logic [30:8]    line_addr_q;
  axi_pkg::data_t line_q[LineBeats];
  logic [2:0]     beat_q;
  logic           fill_error_q;
  // The load that asked for the line has not been answered yet: `addr_q` is still its address.
  logic           unanswered_q;

  // The posted store: each part until it is handed over, all until its answer.
  logic        store_busy_q, aw_valid_q, w_valid_q;
  logic [30:0] store_addr_q;
  logic [3:0]  store_be_q;
  logic [31:0] store_data_q;

  // What is served in this cycle.
  logic        serve, hit;
  mem_op_e     op;
  logic [30:0] addr;
  logic        beat, beat_error, beat_wanted;

  assign serve = (valid_i || pending_q) && state_q == StReady && !store_busy_q;
  assign op    = pending_q ? op_q : op_i;
  assign addr  = pending_q ? addr_q : addr_i;
  assign hit   = line_valid_q && line_addr_q == addr[30:8];

  assign beat        = state_q == StFill && axi_rsp_i.r_valid;
  assign beat_error  = axi_rsp_i.r.resp != axi_pkg::RespOkay;
  assign beat_wanted = beat && unanswered_q && beat_q == addr_q[7:5];

  function automatic logic [31:0] word_of(axi_pkg::data_t data, logic [2:0] index);
    return data[{index, 5'b0}+:32];
  endfunction

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q       <= StReady;
      pending_q     <= 1'b0;
      line_valid_q  <= 1'b0;
      beat_q        <= '0;
      fill_error_q  <= 1'b0;
      unanswered_q  <= 1'b0;
      store_busy_q  <= 1'b0;
      aw_valid_q    <= 1'b0;
      w_valid_q     <= 1'b0;
      rvalid_o      <= 1'b0;
      error_o       <= 1'b0;
      store_error_o <= 1'b0;
    end else begin
      pending_q     <= (valid_i || pending_q) && !serve;
      rvalid_o      <= beat_wanted;
      error_o       <= beat_wanted && beat_error;
      store_error_o <= axi_rsp_i.b_valid && axi_rsp_i.b.resp != axi_pkg::RespOkay;
      if (beat_wanted) unanswered_q <= 1'b0;
      if (axi_rsp_i.aw_ready) aw_valid_q <= 1'b0;
      if (axi_rsp_i.w_ready) w_valid_q <= 1'b0;
      if (axi_rsp_i.b_valid) store_busy_q <= 1'b0;

      unique case (state_q)
        StReady: if (serve) begin
          if (op != MemLoad) line_valid_q <= 1'b0;
          if (op == MemLoad && !hit) begin
            state_q      <= StAddress;
            unanswered_q <= 1'b1;
            line_valid_q <= 1'b0;
          end else begin
            rvalid_o <= 1'b1;
          end
          if (op == MemStore) begin
            store_busy_q <= 1'b1;
            aw_valid_q   <= 1'b1;
            w_valid_q    <= 1'b1;
          end
        end
        StAddress: if (axi_rsp_i.ar_ready) begin
          state_q      <= StFill;
          beat_q       <= '0;
          fill_error_q <= 1'b0;
        end
        StFill: if (beat) begin
          beat_q       <= beat_q + 3'd1;
          fill_error_q <= fill_error_q || beat_error;
          if (axi_rsp_i.r.last) begin
            state_q      <= StReady;
            line_valid_q <= !fill_error_q && !beat_error;
          end
        end
        default: state_q <= StReady;
      endcase
    end
  end

  always_ff @(posedge clk_i) begin
    if (valid_i) begin
      op_q    <= op_i;
      addr_q  <= addr_i;
      be_q    <= be_i;
      wdata_q <= wdata_i;
    end
    if (serve && op == MemStore) begin
      store_addr_q <= addr;
      store_be_q   <= pending_q ? be_q : be_i;
      store_data_q <= pending_q ? wdata_q : wdata_i;
    end
    if (serve && op == MemLoad) begin
      if (hit) rdata_o <= word_of(line_q[addr[7:5]], addr[4:2]);
      else line_addr_q <= addr[30:8];
    end
    if (beat) line_q[beat_q] <= axi_rsp_i.r.data;
    if (beat_wanted) rdata_o <= word_of(axi_rsp_i.r.data, addr_q[4:2]);
  end

  always_comb begin
    axi_req_o          = '0;
    axi_req_o.ar_valid = state_q == StAddress;
    axi_req_o.ar.addr  = {17'b0, line_addr_q, 8'b0};
    axi_req_o.ar.len   = 8'(LineBeats - 1);
    axi_req_o.r_ready  = 1'b1;
    axi_req_o.aw_valid = aw_valid_q;
    axi_req_o.aw.addr  = {17'b0, store_addr_q[30:5], 5'b0};
    axi_req_o.w_valid  = w_valid_q;
    axi_req_o.w.data   = {8{store_data_q}};
    axi_req_o.w.strb   = {28'b0, store_be_q} << {store_addr_q[4:2], 2'b00};
    axi_req_o.w.last   = 1'b1;
    axi_req_o.b_ready  = 1'b1;
  end

  assign idle_o = !valid_i && !pending_q && state_q == StReady && !store_busy_q;

  // One request at a time.
  `ASSERT_IF(OneRequest, valid_i, !pending_q)
  `ASSERT_IF(NoRequestBeforeAnswer, valid_i, !unanswered_q)
  // Answers belong to something asked.
  `ASSERT_IF(NoStrayBeat, axi_rsp_i.r_valid, state_q == StFill)
  `ASSERT_IF(NoStrayStoreAnswer, axi_rsp_i.b_valid, store_busy_q && !aw_valid_q && !w_valid_q)
  `ASSERT_IF(LineHasEightBeats, beat, axi_rsp_i.r.last == (beat_q == 3'd7))
  // The line is never served while a store may still change what it holds.
  `ASSERT_IF(NoLineBesideStore, store_busy_q, !line_valid_q)

  logic unused_rsp;
  assign unused_rsp = ^{axi_rsp_i.r.id, axi_rsp_i.b.id, store_addr_q[1:0], addr[1:0]};
endmodule
