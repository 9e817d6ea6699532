// Fetch stage: asks instruction memory for the instruction on the predicted path and hands over one
// a cycle, of 16 or 32 bits at any even address.
//
// JAL, branches predicted taken and returns whose address is known lead on from here, at no cost,
// straight from the memory's answer; everything else is predicted to fall through. A redirect
// abandons whatever was under way.
`include "rtl/common/assert.svh"

module core_fetch #(
  parameter logic [31:0] ResetPc = 32'h0
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // Instruction memory; the rules stand at the ports of core.
  output logic        imem_valid_o,
  output logic [31:0] imem_addr_o,
  input  logic        imem_rvalid_i,
  input  logic [31:0] imem_rdata_i,
  input  logic [1:0]  imem_error_i,

  // Memory protection of a word that the instruction in hand lies in; what is not active denies
  // nothing, what waits has not looked yet.
  output logic [31:2] protect_addr_o,
  input  logic        protect_active_i,
  input  logic        protect_waits_i,
  input  logic        protect_denied_i,

  // Register x1 as the instruction in hand will read it, if that can be told already.
  input  logic        ra_known_i,
  input  logic [31:1] ra_i,

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
  // Of a branch: what predicted it.
  output logic [1:0]  insn_counter_o,

  // From the execute stage: go on at another address.
  input  logic        redirect_valid_i,
  input  logic [31:0] redirect_pc_i,

  // From the execute stage: what became of a branch; see core_predict.
  input  logic        update_i,
  input  logic [7:2]  update_place_i,
  input  logic [1:0]  update_counter_i,
  input  logic        update_broke_rule_i
);
  logic        requested_q;
  logic [31:0] pc_q;
  // Memory protection allows the word that `pc_q` points to: the instruction before ends there, or
  // it was looked at in an earlier cycle.
  logic        first_allowed_q;

  // ---- The instruction in hand ----

  logic compressed, crosses, answered, second, error_first, error_second, incomplete;
  assign compressed = imem_rdata_i[1:0] != 2'b11;
  assign crosses    = pc_q[1] && !compressed;
  assign answered   = requested_q && imem_rvalid_i;
  // Protection looks at one word a cycle, and here, not when the word is asked for, for a shorter
  // path. What is ahead and changes protection or mode has all that is behind it fetched again.
  assign second         = pc_q[1] && first_allowed_q;
  assign protect_addr_o = second ? pc_q[31:2] + 30'd1 : pc_q[31:2];
  assign error_first    = imem_error_i[0] || (!second && protect_denied_i);
  assign error_second   = !compressed && (imem_error_i[1] || (second && protect_denied_i));
  // After a jump to an instruction in two words, both must be looked at.
  assign incomplete = crosses && !first_allowed_q && protect_active_i && !error_first;

  assign insn_valid_o        = answered && !incomplete && !protect_waits_i;
  assign insn_raw_o          = compressed ? {16'b0, imem_rdata_i[15:0]} : imem_rdata_i;
  assign insn_pc_o           = pc_q;
  assign insn_error_o        = error_first || error_second;
  assign insn_error_second_o = !error_first;

  core_expand u_expand (
    .insn_i(imem_rdata_i),
    .insn_o
  );

  // ---- Where it leads ----

  localparam logic [6:0] OpBranch = 7'b1100011;
  localparam logic [6:0] OpJal = 7'b1101111;
  // JALR by way of x1 with offset 0, whatever it links.
  localparam logic [31:0] ReturnMask = 32'hffff_f07f;
  localparam logic [31:0] Return = 32'h0000_8067;

  logic breaks_rule;
  core_predict u_predict (
    .clk_i,
    .rst_ni,
    .place_i      (pc_q[7:2]),
    .counter_o    (insn_counter_o),
    .breaks_rule_o(breaks_rule),
    .update_i,
    .update_place_i,
    .update_counter_i,
    .update_broke_rule_i
  );

  logic        returns;
  logic [31:0] offset;
  always_comb begin
    insn_taken_o = 1'b0;
    returns      = 1'b0;
    offset       = compressed ? 32'd2 : 32'd4;
    if (insn_o[6:0] == OpJal) begin
      insn_taken_o = 1'b1;
      offset = {{12{insn_o[31]}}, insn_o[19:12], insn_o[20], insn_o[30:21], 1'b0};
    end else if (insn_o[6:0] == OpBranch) begin
      if (insn_o[31] != breaks_rule) begin
        insn_taken_o = 1'b1;
        offset = {{20{insn_o[31]}}, insn_o[7], insn_o[30:25], insn_o[11:8], 1'b0};
      end
    end else if ((insn_o & ReturnMask) == Return) begin
      insn_taken_o = ra_known_i;
      returns      = ra_known_i;
    end
  end

  logic        advance, first_allowed_d;
  logic [31:0] pc_d;
  assign advance = insn_valid_o && insn_ready_i;
  always_comb begin
    pc_d            = pc_q;
    first_allowed_d = first_allowed_q;
    imem_valid_o    = !requested_q;
    if (answered && incomplete && !protect_waits_i) first_allowed_d = 1'b1;
    if (advance) begin
      pc_d            = returns ? {ra_i, 1'b0} : pc_q + offset;
      first_allowed_d = !insn_taken_o;
      imem_valid_o    = 1'b1;
    end
    // Last: the execute stage knows better than any prediction.
    if (redirect_valid_i) begin
      pc_d            = redirect_pc_i;
      first_allowed_d = 1'b0;
      imem_valid_o    = 1'b1;
    end
  end
  assign imem_addr_o = pc_d;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      requested_q     <= 1'b0;
      pc_q            <= ResetPc;
      first_allowed_q <= 1'b0;
    end else begin
      if (imem_valid_o) requested_q <= 1'b1;
      pc_q            <= pc_d;
      first_allowed_q <= first_allowed_d;
    end
  end

  `ASSERT_INIT(ResetPcIsAligned, ResetPc[1:0] == 2'b00)
  `ASSERT_IF(PcIsEven, imem_valid_o, !imem_addr_o[0])
  // An instruction that is not taken stays, unless the pipeline goes elsewhere.
  `ASSERT_KEEPS(HoldsInstruction, insn_valid_o && !insn_ready_i && !redirect_valid_i,
                {insn_valid_o, insn_pc_o, insn_raw_o})
endmodule
