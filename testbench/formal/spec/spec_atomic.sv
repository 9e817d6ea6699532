// Model of LR.W and AMO*.W (unprivileged specification 8). SC.W, which depends on the past, is
// check_reservation's.
`include "testbench/formal/spec/spec.svh"

module spec_atomic (
  `SPEC_PORTS
);
  logic is_atomic, is_lr, is_amo;
  assign is_atomic = insn_i[6:0] == 7'b0101111 && insn_i[14:12] == 3'b010;
  assign is_lr     = is_atomic && insn_i[31:27] == 5'b00010 && insn_i[24:20] == 5'd0;

  logic        known;
  logic [31:0] value;
  always_comb begin
    known = 1'b1;
    case (insn_i[31:27])
      5'b00001: value = rs2_i;
      5'b00000: value = mem_rdata_i + rs2_i;
      5'b00100: value = mem_rdata_i ^ rs2_i;
      5'b01100: value = mem_rdata_i & rs2_i;
      5'b01000: value = mem_rdata_i | rs2_i;
      5'b10000: value = $signed(mem_rdata_i) < $signed(rs2_i) ? mem_rdata_i : rs2_i;
      5'b10100: value = $signed(mem_rdata_i) < $signed(rs2_i) ? rs2_i : mem_rdata_i;
      5'b11000: value = mem_rdata_i < rs2_i ? mem_rdata_i : rs2_i;
      5'b11100: value = mem_rdata_i < rs2_i ? rs2_i : mem_rdata_i;
      default: begin
        known = 1'b0;
        value = '0;
      end
    endcase
  end
  assign is_amo = is_atomic && known;

  always_comb begin
    spec_o            = '0;
    spec_o.valid      = is_lr || is_amo;
    spec_o.misaligned = rs1_i[1:0] != 2'b00;
    spec_o.rs1        = insn_i[19:15];
    spec_o.rs2        = is_amo ? insn_i[24:20] : 5'd0;
    spec_o.rd         = insn_i[11:7];
    spec_o.rd_wdata   = mem_rdata_i;
    spec_o.pc_wdata   = behind_i;
    spec_o.mem_addr   = rs1_i;
    spec_o.mem_rmask  = 4'b1111;
    spec_o.mem_wmask  = is_amo ? 4'b1111 : 4'b0000;
    spec_o.mem_wdata  = value;
  end

  logic unused_inputs;
  assign unused_inputs = ^pc_i;
endmodule
