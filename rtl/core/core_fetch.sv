// Fetch stage: keeps instruction memory busy along the predicted path and hands over one
// instruction a cycle, of 16 or 32 bits at any even address.
//
// JAL and backward branches are taken here, at no cost, straight from the memory's answer;
// everything else is predicted to fall through. A redirect abandons whatever was under way.
//
// Memory is read in words. When the instruction in hand leaves the upper half of its word behind,
// that half is kept and the next word asked for, so that both are there in the next cycle. Only a
// jump to a 32-bit instruction that crosses words has to wait for its second half.
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

  // Memory protection of the word that the instruction in hand needs.
  output logic [31:2] protect_addr_o,
  input  logic        protect_denied_i,

  // To the execute stage.
  output logic        insn_valid_o,
  input  logic        insn_ready_i,
  // As it stands in memory, 16 bits extended with zeroes, and what it means in 32 bits.
  output logic [31:0] insn_raw_o,
  output logic [31:0] insn_o,
  output logic [31:0] insn_pc_o,
  // It could not be fetched: its first, or its second half.
  output logic        insn_error_o,
  output logic        insn_error_second_o,
  output logic        insn_taken_o,

  // From the execute stage: go on at another address.
  input  logic        redirect_valid_i,
  input  logic [31:0] redirect_pc_i
);
  logic        requested_q;
  logic [31:0] pc_q;
  // The instruction at `pc_q` begins with this; memory's answer is the word behind.
  logic        half_valid_q;
  logic [15:0] half_q;

  // ---- The instruction in hand ----

  logic [31:0] insn;
  logic        compressed, needs_word, answered, failed, incomplete;
  always_comb begin
    if (half_valid_q) insn = {imem_rdata_i[15:0], half_q};
    else if (pc_q[1]) insn = {16'b0, imem_rdata_i[31:16]};
    else insn = imem_rdata_i;
  end
  assign compressed = insn[1:0] != 2'b11;
  assign needs_word = !half_valid_q || !compressed;
  assign answered   = requested_q && imem_rvalid_i;
  // Protection is looked at here, not when the word is asked for, for a shorter path. What is ahead
  // and changes protection or mode has all that is behind it fetched again.
  assign protect_addr_o = half_valid_q ? pc_q[31:2] + 30'd1 : pc_q[31:2];
  assign failed         = imem_error_i || protect_denied_i;
  // Its second half is in the next word.
  assign incomplete = answered && !half_valid_q && pc_q[1] && !compressed && !failed;

  assign insn_valid_o        = needs_word ? answered && !incomplete : 1'b1;
  assign insn_raw_o          = compressed ? {16'b0, insn[15:0]} : insn;
  assign insn_pc_o           = pc_q;
  assign insn_error_o        = needs_word && failed;
  assign insn_error_second_o = half_valid_q;

  core_expand u_expand (
    .insn_i(insn),
    .insn_o
  );

  // ---- Where it leads ----

  logic        advance;
  logic [31:0] offset;
  assign advance = insn_valid_o && insn_ready_i;
  always_comb begin
    insn_taken_o = 1'b0;
    offset       = compressed ? 32'd2 : 32'd4;
    if (insn_o[6:0] == 7'b1101111) begin
      insn_taken_o = 1'b1;
      offset = {{12{insn_o[31]}}, insn_o[19:12], insn_o[20], insn_o[30:21], 1'b0};
    end else if (insn_o[6:0] == 7'b1100011 && insn_o[31]) begin
      insn_taken_o = 1'b1;
      offset = {{20{insn_o[31]}}, insn_o[7], insn_o[30:25], insn_o[11:8], 1'b0};
    end
  end

  logic [31:0] pc_d;
  logic        half_valid_d;
  always_comb begin
    pc_d         = advance ? pc_q + offset : pc_q;
    half_valid_d = half_valid_q;
    imem_valid_o = !requested_q;
    imem_addr_o  = pc_d;
    if (incomplete) begin
      half_valid_d = 1'b1;
      imem_valid_o = 1'b1;
      imem_addr_o  = pc_q + 32'd2;
    end
    if (advance) begin
      // A half that is left behind, by itself a word's or behind a 32-bit instruction's.
      half_valid_d = !insn_taken_o && (half_valid_q ? !compressed : compressed && !pc_q[1]);
      // The word in hand is finished with, unless the kept half was all of the instruction.
      imem_valid_o = insn_taken_o || needs_word;
      if (half_valid_d) imem_addr_o = pc_d + 32'd2;
    end
    // Last: the execute stage knows better than any prediction.
    if (redirect_valid_i) begin
      pc_d         = redirect_pc_i;
      half_valid_d = 1'b0;
      imem_valid_o = 1'b1;
      imem_addr_o  = redirect_pc_i;
    end
    imem_addr_o[1:0] = 2'b00;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      requested_q  <= 1'b0;
      pc_q         <= ResetPc;
      half_valid_q <= 1'b0;
    end else begin
      if (imem_valid_o) requested_q <= 1'b1;
      pc_q         <= pc_d;
      half_valid_q <= half_valid_d;
    end
  end

  always_ff @(posedge clk_i) if (half_valid_d && imem_valid_o) half_q <= imem_rdata_i[31:16];

  `ASSERT_INIT(ResetPcIsAligned, ResetPc[1:0] == 2'b00)
  // A half is kept only at an odd half's address.
  `ASSERT_IF(HalfIsUpper, half_valid_q, pc_q[1])
  // An instruction that is not taken stays, unless the pipeline goes elsewhere.
  `ASSERT_NEXT(HoldsInstruction,
               insn_valid_o && !insn_ready_i && !redirect_valid_i,
               insn_valid_o && $stable({insn_pc_o, insn_raw_o}))
endmodule
