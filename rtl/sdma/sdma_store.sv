// Writes dwords: gathers those of one 32-byte beat, writes it and waits for the answer.
//
// One write is under way at a time, so when `busy_o` is low all that was put is in memory, or
// `fault_o` says which address was not. `clear_i` forgets the fault, and dwords gathered whose
// write was never closed.
`include "rtl/common/assert.svh"

module sdma_store
  import sdma_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,

  // This part needs the edge that ends this cycle.
  output logic        clk_req_o,

  // Dwords of one write come in rising addresses.
  input  logic        put_valid_i,
  output logic        put_ready_o,
  input  put_t        put_i,
  output logic        busy_o,
  output fault_t      fault_o,
  input  logic        clear_i,

  // To sdma_mem.
  output logic        req_valid_o,
  output mem_req_t    req_o,
  input  logic        req_done_i,
  input  mem_rsp_t    req_rsp_i,
  output logic        w_valid_o,
  input  logic        w_ready_i,
  output axi_pkg::w_t w_o,
  input  logic        b_valid_i,
  input  logic        b_error_i
);
  typedef enum logic [1:0] {StGather, StAsk, StSend, StAnswer} state_e;

  state_e         state_q, state_d;
  axi_pkg::data_t data_q;
  axi_pkg::strb_t strb_q, strb_d;
  logic [3:0]     vmid_q;
  logic [47:0]    va_q;
  fault_t         fault_q, fault_d;

  logic       put;
  logic [2:0] index;
  assign put   = put_valid_i && put_ready_o;
  assign index = put_i.va[4:2];

  assign put_ready_o = state_q == StGather;
  assign busy_o      = state_q != StGather;
  assign fault_o     = fault_q;
  assign req_o       = '{vmid: vmid_q, va: va_q, len: '0};
  assign w_o         = '{data: data_q, strb: strb_q, last: 1'b1};

  assign clk_req_o = put_valid_i || state_q == StSend || req_done_i || b_valid_i;

  always_comb begin
    state_d     = state_q;
    strb_d      = strb_q;
    fault_d     = fault_q;
    req_valid_o = 1'b0;
    w_valid_o   = 1'b0;
    if (clear_i) begin
      fault_d = '0;
      if (state_q == StGather) strb_d = '0;
    end
    unique case (state_q)
      StGather: if (put) begin
        strb_d[{index, 2'd0} +: 4] = 4'hf;
        if (put_i.last || index == 3'd7) state_d = StAsk;
      end
      // Waits for the address to be on the bus.
      StAsk: begin
        req_valid_o = 1'b1;
        if (req_done_i && req_rsp_i.ok) state_d = StSend;
        if (req_done_i && !req_rsp_i.ok) begin
          fault_d = '{valid: 1'b1, reason: req_rsp_i.reason, write: 1'b1, addr: va_q};
          strb_d  = '0;
          state_d = StGather;
        end
      end
      StSend: begin
        w_valid_o = 1'b1;
        if (w_ready_i) state_d = StAnswer;
      end
      StAnswer: if (b_valid_i) begin
        if (b_error_i)
          fault_d = '{valid: 1'b1, reason: abi_pkg::FaultBusError, write: 1'b1, addr: va_q};
        strb_d  = '0;
        state_d = StGather;
      end
      default: state_d = StGather;
    endcase
  end

  always_ff @(posedge clk_i) begin
    if (put) begin
      data_q[{index, 5'd0} +: 32] <= put_i.data;
      vmid_q                      <= put_i.vmid;
      // The first dword's address names the write in a fault.
      if (strb_q == '0) va_q <= put_i.va;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= StGather;
      strb_q  <= '0;
      fault_q <= '0;
    end else begin
      state_q <= state_d;
      strb_q  <= strb_d;
      fault_q <= fault_d;
    end
  end

  `ASSERT_IF(PutsAreDwords, put_valid_i, put_i.va[1:0] == '0)
  `ASSERT_IF(AnswerWasAsked, b_valid_i, state_q == StAnswer)
endmodule
