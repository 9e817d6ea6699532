// Where an instruction in the execute stage leads, and whether fetch had guessed so. Pure logic.
//
// All targets are even, so none is misaligned. Of what neither branches nor jumps `target_o` is
// pc + imm too.
module core_branch (
  input  core_pkg::kind_e kind_i,
  input  logic [2:0]  funct3_i,
  input  logic [31:0] pc_i,
  input  logic [31:0] imm_i,
  // Fetch went on at the target.
  input  logic        taken_i,

  // From the ALU: rs1 + imm (JALR drops its bit 0), and rs1 compared with rs2.
  input  logic [31:1] sum_i,
  input  logic        equal_i,
  input  logic        less_i,
  input  logic        less_unsigned_i,

  // Where MRET, or DRET, leads.
  input  logic [31:0] return_pc_i,

  output logic        jumps_o,
  output logic [31:0] target_o,
  // Fetch must be sent elsewhere once the instruction retires.
  output logic        mispredicted_o
);
  logic condition;
  always_comb begin
    unique case (funct3_i[2:1])
      2'b00:   condition = equal_i;
      2'b10:   condition = less_i;
      default: condition = less_unsigned_i;
    endcase
    // The odd conditions are the negations: BNE, BGE, BGEU.
    condition ^= funct3_i[0];
  end

  always_comb begin
    jumps_o        = 1'b0;
    target_o       = pc_i + imm_i;
    mispredicted_o = 1'b0;
    unique case (kind_i)
      core_pkg::KindBranch: begin
        jumps_o        = condition;
        mispredicted_o = condition != taken_i;
      end
      // Fetch always saw it.
      core_pkg::KindJal: jumps_o = 1'b1;
      core_pkg::KindJalr: begin
        jumps_o        = 1'b1;
        target_o       = {sum_i, 1'b0};
        // What fetch knew was right.
        mispredicted_o = !taken_i;
      end
      core_pkg::KindMret, core_pkg::KindDret: begin
        jumps_o        = 1'b1;
        target_o       = return_pc_i;
        mispredicted_o = 1'b1;
      end
      // The next instruction may have been fetched before an older store to it.
      core_pkg::KindFenceI: mispredicted_o = 1'b1;
      default: ;
    endcase
  end
endmodule
