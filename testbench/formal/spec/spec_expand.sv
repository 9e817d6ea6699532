// Model of the C extension on RV32 without floating point: the 32-bit instruction that a 16-bit one
// stands for (unprivileged specification 16.8, listed quadrant by quadrant).
//
// `known_o` is 0 for what is reserved or not a compressed instruction.
module spec_expand (
  input  logic [15:0] insn_i,
  output logic        known_o,
  output logic [31:0] insn_o
);
  logic [15:0] c;
  assign c = insn_i;

  // Full and short register fields.
  logic [4:0] r_d, r_2, s_1, s_2;
  assign r_d = c[11:7];
  assign r_2 = c[6:2];
  assign s_1 = 5'd8 + {2'b0, c[9:7]};
  assign s_2 = 5'd8 + {2'b0, c[4:2]};

  // Immediates, each with its bits put where they belong.
  logic [11:0] ci, cl, addi4spn, addi16sp, lwsp, swsp;
  logic [20:0] cj;
  logic [12:0] cb;
  always_comb begin
    ci            = {12{c[12]}};
    ci[4:0]       = c[6:2];
    cl            = '0;
    cl[5:3]       = c[12:10];
    cl[2]         = c[6];
    cl[6]         = c[5];
    addi4spn      = '0;
    addi4spn[5:4] = c[12:11];
    addi4spn[9:6] = c[10:7];
    addi4spn[2]   = c[6];
    addi4spn[3]   = c[5];
    addi16sp      = {12{c[12]}};
    addi16sp[4]   = c[6];
    addi16sp[6]   = c[5];
    addi16sp[8:7] = c[4:3];
    addi16sp[5]   = c[2];
    addi16sp[3:0] = '0;
    lwsp          = '0;
    lwsp[5]       = c[12];
    lwsp[4:2]     = c[6:4];
    lwsp[7:6]     = c[3:2];
    swsp          = '0;
    swsp[5:2]     = c[12:9];
    swsp[7:6]     = c[8:7];
    cj            = {21{c[12]}};
    cj[4]         = c[11];
    cj[9:8]       = c[10:9];
    cj[10]        = c[8];
    cj[6]         = c[7];
    cj[7]         = c[6];
    cj[3:1]       = c[5:3];
    cj[5]         = c[2];
    cj[0]         = 1'b0;
    cb            = {13{c[12]}};
    cb[4:3]       = c[11:10];
    cb[7:6]       = c[6:5];
    cb[2:1]       = c[4:3];
    cb[5]         = c[2];
    cb[0]         = 1'b0;
  end

  logic [31:0] jal, branch;
  assign jal    = {cj[20], cj[10:1], cj[11], cj[19:12], 5'd0, 7'h6f};
  assign branch = {cb[12], cb[10:5], 5'd0, s_1, 3'b000, cb[4:1], cb[11], 7'h63};

  always_comb begin
    known_o = 1'b1;
    insn_o  = '0;
    casez (c)
      // C.ADDI4SPN, C.LW, C.SW
      16'b000_???????????_00: begin
        known_o = addi4spn != '0;
        insn_o  = {addi4spn, 5'd2, 3'b000, s_2, 7'h13};
      end
      16'b010_???????????_00: insn_o = {cl, s_1, 3'b010, s_2, 7'h03};
      16'b110_???????????_00: insn_o = {cl[11:5], s_2, s_1, 3'b010, cl[4:0], 7'h23};
      // C.ADDI and C.NOP, C.JAL, C.LI, C.ADDI16SP, C.LUI
      16'b000_???????????_01: insn_o = {ci, r_d, 3'b000, r_d, 7'h13};
      16'b001_???????????_01: insn_o = jal | {20'b0, 5'd1, 7'b0};
      16'b010_???????????_01: insn_o = {ci, 5'd0, 3'b000, r_d, 7'h13};
      16'b011_?_00010_?????_01: begin
        known_o = addi16sp != '0;
        insn_o  = {addi16sp, 5'd2, 3'b000, 5'd2, 7'h13};
      end
      16'b011_???????????_01: begin
        known_o = ci != '0;
        insn_o  = {{15{c[12]}}, c[6:2], r_d, 7'h37};
      end
      // C.SRLI, C.SRAI, C.ANDI, C.SUB, C.XOR, C.OR, C.AND, C.J, C.BEQZ, C.BNEZ
      16'b100_0_00_????????_01: insn_o = {7'b0000000, c[6:2], s_1, 3'b101, s_1, 7'h13};
      16'b100_0_01_????????_01: insn_o = {7'b0100000, c[6:2], s_1, 3'b101, s_1, 7'h13};
      16'b100_?_10_????????_01: insn_o = {ci, s_1, 3'b111, s_1, 7'h13};
      16'b100_0_11_???_00_???_01: insn_o = {7'b0100000, s_2, s_1, 3'b000, s_1, 7'h33};
      16'b100_0_11_???_01_???_01: insn_o = {7'b0000000, s_2, s_1, 3'b100, s_1, 7'h33};
      16'b100_0_11_???_10_???_01: insn_o = {7'b0000000, s_2, s_1, 3'b110, s_1, 7'h33};
      16'b100_0_11_???_11_???_01: insn_o = {7'b0000000, s_2, s_1, 3'b111, s_1, 7'h33};
      16'b101_???????????_01: insn_o = jal;
      16'b110_???????????_01: insn_o = branch;
      16'b111_???????????_01: insn_o = branch | {17'b0, 3'b001, 12'b0};
      // C.SLLI, C.LWSP, C.JR, C.MV, C.EBREAK, C.JALR, C.ADD, C.SWSP
      16'b000_0_??????????_10: insn_o = {7'b0000000, c[6:2], r_d, 3'b001, r_d, 7'h13};
      16'b010_???????????_10: begin
        known_o = r_d != 5'd0;
        insn_o  = {lwsp, 5'd2, 3'b010, r_d, 7'h03};
      end
      16'b100_0_?????_00000_10: begin
        known_o = r_d != 5'd0;
        insn_o  = {12'b0, r_d, 3'b000, 5'd0, 7'h67};
      end
      16'b100_0_?????_?????_10: insn_o = {7'b0, r_2, 5'd0, 3'b000, r_d, 7'h33};
      16'b100_1_00000_00000_10: insn_o = 32'h0010_0073;
      16'b100_1_?????_00000_10: insn_o = {12'b0, r_d, 3'b000, 5'd1, 7'h67};
      16'b100_1_?????_?????_10: insn_o = {7'b0, r_2, r_d, 3'b000, r_d, 7'h33};
      16'b110_???????????_10: insn_o = {swsp[11:5], r_2, 5'd2, 3'b010, swsp[4:0], 7'h23};
      default: known_o = 1'b0;
    endcase
  end
endmodule
