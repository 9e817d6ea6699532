// Model of the M extension with riscv-formal's alternative operations (its RISCV_FORMAL_ALTOPS): a
// sum or difference, and a mask that is the operation's own, in place of products and quotients.
//
// So the pipeline around multiplier and divider is proved, not their arithmetic.
`include "testbench/formal/spec/spec.svh"

module spec_muldiv (
  `SPEC_PORTS
);
  logic [31:0] mask;
  logic        subtracts;
  always_comb begin
    subtracts = insn_i[14];
    case (insn_i[14:12])
      3'b000: mask = 32'h5876_063e;
      3'b001: mask = 32'hf658_3fb7;
      3'b010: begin
        mask      = 32'hecfb_e137;
        subtracts = 1'b1;
      end
      3'b011:  mask = 32'h949c_e5e8;
      3'b100:  mask = 32'h7f85_29ec;
      3'b101:  mask = 32'h10e8_fd70;
      3'b110:  mask = 32'h8da6_8fa5;
      default: mask = 32'h3138_d0e1;
    endcase
  end

  always_comb begin
    spec_o          = '0;
    spec_o.valid    = insn_i[6:0] == 7'b0110011 && insn_i[31:25] == 7'b0000001;
    spec_o.rs1      = insn_i[19:15];
    spec_o.rs2      = insn_i[24:20];
    spec_o.rd       = insn_i[11:7];
    spec_o.rd_wdata = (subtracts ? rs1_i - rs2_i : rs1_i + rs2_i) ^ mask;
    spec_o.pc_wdata = behind_i;
  end

  logic unused_inputs;
  assign unused_inputs = ^{mem_rdata_i, pc_i};
endmodule
