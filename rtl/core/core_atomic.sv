// Atomic instructions: the word that LR.W reserves, and the way of AMO*.W through the pipeline.
//
// AMO*.W stays in the execute stage while it reads. In the cycle of the answer the ALU makes the new
// value of it, and the instruction leaves as a store. Once it has begun nothing interrupts it, so
// data memory never owes an answer that nobody waits for.
`include "rtl/common/assert.svh"

module core_atomic (
  input  logic        clk_i,
  input  logic        rst_ni,

  // The instruction in the execute stage: LR.W, SC.W or AMO*.W, or none of them.
  input  logic        reserve_i,
  input  logic        conditional_i,
  input  logic        amo_i,
  input  logic [31:2] addr_i,
  // Neither a trap nor anything older keeps it from happening; it leaves.
  input  logic        go_i,
  input  logic        commit_i,
  // A trap, or the return from one.
  input  logic        forget_i,

  // AMO*.W asks for its word; waits for it; has it, or an error instead.
  output logic        read_o,
  output logic        reading_o,
  output logic        done_o,
  output logic        fault_o,
  input  logic        dmem_rvalid_i,
  input  logic [31:0] dmem_rdata_i,
  input  logic        dmem_error_i,

  // SC.W would succeed.
  output logic        reserved_o,
  // What the latest SC.W or AMO*.W to leave writes to its register.
  output logic [31:0] result_o
);
  logic        reading_q, reserved_q;
  logic [31:2] reserved_addr_q;
  logic [31:0] result_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      reading_q  <= 1'b0;
      reserved_q <= 1'b0;
    end else begin
      if (read_o) reading_q <= 1'b1;
      else if (dmem_rvalid_i) reading_q <= 1'b0;
      if (commit_i && reserve_i) reserved_q <= 1'b1;
      // Last: LR.W may itself turn out to trap, in write-back.
      if (forget_i || (commit_i && conditional_i)) reserved_q <= 1'b0;
    end
  end

  always_ff @(posedge clk_i) begin
    if (commit_i && reserve_i) reserved_addr_q <= addr_i;
    if (commit_i && conditional_i) result_q <= {31'b0, !reserved_o};
    if (commit_i && amo_i) result_q <= dmem_rdata_i;
  end

  assign read_o     = go_i && amo_i && !reading_q;
  assign reading_o  = reading_q;
  assign done_o     = !amo_i || (reading_q && dmem_rvalid_i);
  assign fault_o    = reading_q && dmem_rvalid_i && dmem_error_i;
  assign reserved_o = reserved_q && reserved_addr_q == addr_i;
  assign result_o   = result_q;

  `ASSERT_IF(StaysToTheEnd, reading_q, amo_i)
  `ASSERT_IF(LeavesWithItsWord, commit_i && amo_i, done_o && !fault_o)
endmodule
