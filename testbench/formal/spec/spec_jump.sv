// Model of JAL, JALR and the conditional branches (unprivileged specification 2.5).
`include "testbench/formal/spec/spec.svh"

module spec_jump (
  `SPEC_PORTS
);
  logic is_jal, is_jalr, is_branch, taken;
  assign is_jal    = insn_i[6:0] == 7'b1101111;
  assign is_jalr   = insn_i[6:0] == 7'b1100111 && insn_i[14:12] == 3'b000;
  assign is_branch = insn_i[6:0] == 7'b1100011 && insn_i[14:12] != 3'b010 &&
      insn_i[14:12] != 3'b011;

  logic [31:0] jal_offset, branch_offset, jalr_target;
  assign jal_offset    = {{12{insn_i[31]}}, insn_i[19:12], insn_i[20], insn_i[30:21], 1'b0};
  assign branch_offset = {{20{insn_i[31]}}, insn_i[7], insn_i[30:25], insn_i[11:8], 1'b0};
  assign jalr_target   = rs1_i + {{20{insn_i[31]}}, insn_i[31:20]};

  always_comb begin
    case (insn_i[14:12])
      3'b000:  taken = rs1_i == rs2_i;
      3'b001:  taken = rs1_i != rs2_i;
      3'b100:  taken = $signed(rs1_i) < $signed(rs2_i);
      3'b101:  taken = $signed(rs1_i) >= $signed(rs2_i);
      3'b110:  taken = rs1_i < rs2_i;
      default: taken = rs1_i >= rs2_i;
    endcase
  end

  always_comb begin
    spec_o          = '0;
    spec_o.valid    = is_jal || is_jalr || is_branch;
    spec_o.rs1      = is_jal ? 5'd0 : insn_i[19:15];
    spec_o.rs2      = is_branch ? insn_i[24:20] : 5'd0;
    spec_o.rd       = is_branch ? 5'd0 : insn_i[11:7];
    spec_o.rd_wdata = behind_i;
    spec_o.pc_wdata = behind_i;
    if (is_jal) spec_o.pc_wdata = pc_i + jal_offset;
    if (is_jalr) spec_o.pc_wdata = {jalr_target[31:1], 1'b0};
    if (is_branch && taken) spec_o.pc_wdata = pc_i + branch_offset;
  end

  logic unused_inputs;
  assign unused_inputs = ^mem_rdata_i;
endmodule
