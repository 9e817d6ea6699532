// Model of RV32I's arithmetic: OP, OP-IMM, LUI and AUIPC (unprivileged specification 2.4).
`include "testbench/formal/spec/spec.svh"

module spec_alu (
  `SPEC_PORTS
);
  logic is_imm, is_reg, is_lui, is_auipc;
  assign is_imm   = insn_i[6:0] == 7'b0010011;
  assign is_reg   = insn_i[6:0] == 7'b0110011;
  assign is_lui   = insn_i[6:0] == 7'b0110111;
  assign is_auipc = insn_i[6:0] == 7'b0010111;

  logic        plain, alternate;
  logic [31:0] b, upper, arithmetic;
  assign plain      = insn_i[31:25] == 7'b0000000;
  assign alternate  = insn_i[31:25] == 7'b0100000;
  assign b          = is_imm ? {{20{insn_i[31]}}, insn_i[31:20]} : rs2_i;
  assign upper      = {insn_i[31:12], 12'b0};
  // Apart from the rest, for all of an expression is unsigned if any of it is.
  assign arithmetic = $signed(rs1_i) >>> b[4:0];

  logic        known;
  logic [31:0] result;
  always_comb begin
    known  = is_imm || plain;
    result = '0;
    case (insn_i[14:12])
      3'b000: begin
        known  = is_imm || plain || alternate;
        result = is_reg && alternate ? rs1_i - b : rs1_i + b;
      end
      3'b001: begin
        known  = plain;
        result = rs1_i << b[4:0];
      end
      3'b010:  result = {31'b0, $signed(rs1_i) < $signed(b)};
      3'b011:  result = {31'b0, rs1_i < b};
      3'b100:  result = rs1_i ^ b;
      3'b101: begin
        known  = plain || alternate;
        result = alternate ? arithmetic : rs1_i >> b[4:0];
      end
      3'b110:  result = rs1_i | b;
      default: result = rs1_i & b;
    endcase
  end

  always_comb begin
    spec_o          = '0;
    spec_o.valid    = is_lui || is_auipc || ((is_imm || is_reg) && known);
    spec_o.rs1      = is_imm || is_reg ? insn_i[19:15] : 5'd0;
    spec_o.rs2      = is_reg ? insn_i[24:20] : 5'd0;
    spec_o.rd       = insn_i[11:7];
    spec_o.rd_wdata = is_lui ? upper : is_auipc ? pc_i + upper : result;
    spec_o.pc_wdata = behind_i;
  end

  logic unused_inputs;
  assign unused_inputs = ^mem_rdata_i;
endmodule
