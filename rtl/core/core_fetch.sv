// Fetch stage: keeps instruction memory busy along the predicted path and hands over one
// instruction a cycle.
//
// JAL and backward branches are taken here, at no cost, straight from the memory's answer;
// everything else is predicted to fall through. A redirect abandons whatever was under way.
`include "rtl/common/assert.svh"

module core_fetch #(
  parameter logic [31:0] ResetPc = 32'h0
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // Instruction memory. The answer is that of the latest request and stays until the next one.
  output logic        imem_valid_o,
  output logic [31:0] imem_addr_o,
  input  logic        imem_rvalid_i,
  input  logic [31:0] imem_rdata_i,
  input  logic        imem_error_i,

  // To the execute stage.
  output logic        insn_valid_o,
  input  logic        insn_ready_i,
  output logic [31:0] insn_o,
  output logic [31:0] insn_pc_o,
  output logic        insn_error_o,
  output logic        insn_taken_o,

  // From the execute stage: go on at another address.
  input  logic        redirect_valid_i,
  input  logic [31:0] redirect_pc_i
);
  logic        requested_q;
  logic [31:0] pc_q;
  logic [31:0] offset;
  logic        advance;

  assign insn_valid_o = requested_q && imem_rvalid_i;
  assign insn_o       = imem_rdata_i;
  assign insn_pc_o    = pc_q;
  assign insn_error_o = imem_error_i;
  assign advance      = insn_valid_o && insn_ready_i;

  // Where the instruction in hand leads, relative to itself.
  always_comb begin
    insn_taken_o = 1'b0;
    offset       = 32'd4;
    if (insn_o[6:0] == 7'b1101111) begin
      insn_taken_o = 1'b1;
      offset = {{12{insn_o[31]}}, insn_o[19:12], insn_o[20], insn_o[30:21], 1'b0};
    end else if (insn_o[6:0] == 7'b1100011 && insn_o[31]) begin
      insn_taken_o = 1'b1;
      offset = {{20{insn_o[31]}}, insn_o[7], insn_o[30:25], insn_o[11:8], 1'b0};
    end
  end

  always_comb begin
    imem_valid_o = advance || redirect_valid_i || !requested_q;
    imem_addr_o  = pc_q;
    if (advance) imem_addr_o = pc_q + offset;
    // Last: the execute stage knows better than any prediction.
    if (redirect_valid_i) imem_addr_o = redirect_pc_i;
    // A jump to half a word traps when it executes; what is fetched for it is never used.
    imem_addr_o[1:0] = 2'b00;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      requested_q <= 1'b0;
      pc_q        <= ResetPc;
    end else if (imem_valid_o) begin
      requested_q <= 1'b1;
      pc_q        <= imem_addr_o;
    end
  end

  `ASSERT_INIT(ResetPcIsAligned, ResetPc[1:0] == 2'b00)
  // An instruction that is not taken stays, unless the pipeline goes elsewhere.
  `ASSERT_NEXT(HoldsInstruction,
               insn_valid_o && !insn_ready_i && !redirect_valid_i, $stable(insn_pc_o))
endmodule
