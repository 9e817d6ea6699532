// Compressed instructions: a 16-bit instruction of RV32C becomes the 32-bit one it stands for. Pure
// logic.
//
// What is not compressed passes unchanged. Reserved encodings become 0, which is illegal.
module core_expand (
  // Of a compressed instruction only bits 15:0 matter.
  input  logic [31:0] insn_i,
  output logic [31:0] insn_o
);
  localparam logic [6:0] OpLoad = 7'h03;
  localparam logic [6:0] OpImm = 7'h13;
  localparam logic [6:0] OpStore = 7'h23;
  localparam logic [6:0] OpReg = 7'h33;
  localparam logic [6:0] OpLui = 7'h37;
  localparam logic [6:0] OpBranch = 7'h63;
  localparam logic [6:0] OpJalr = 7'h67;
  localparam logic [6:0] OpJal = 7'h6f;
  localparam logic [4:0] Zero = 5'd0;
  localparam logic [4:0] Ra = 5'd1;
  localparam logic [4:0] Sp = 5'd2;
  localparam logic [31:0] Ebreak = 32'h0010_0073;

  // Any register, and those that three bits name. The fields of rd and rs1 are one.
  logic [4:0] rd, rs2, rd_short, rs2_short;
  assign rd        = insn_i[11:7];
  assign rs2       = insn_i[6:2];
  assign rd_short  = {2'b01, insn_i[9:7]};
  assign rs2_short = {2'b01, insn_i[4:2]};

  logic        s;
  logic [11:0] imm, imm_add16sp, imm_add4spn, offset_lw, offset_lwsp, offset_swsp;
  assign s           = insn_i[12];
  assign imm         = {{7{s}}, insn_i[6:2]};
  assign imm_add16sp = {{3{s}}, insn_i[4:3], insn_i[5], insn_i[2], insn_i[6], 4'b0};
  assign imm_add4spn = {2'b0, insn_i[10:7], insn_i[12:11], insn_i[5], insn_i[6], 2'b0};
  assign offset_lw   = {5'b0, insn_i[5], insn_i[12:10], insn_i[6], 2'b0};
  assign offset_lwsp = {4'b0, insn_i[3:2], insn_i[12], insn_i[6:4], 2'b0};
  assign offset_swsp = {4'b0, insn_i[8:7], insn_i[12:9], 2'b0};

  function automatic logic [31:0] i_type(logic [11:0] value, logic [4:0] rs1, logic [2:0] funct3,
                                         logic [4:0] dest, logic [6:0] opcode);
    i_type = {value, rs1, funct3, dest, opcode};
  endfunction

  function automatic logic [31:0] store_word(logic [11:0] offset, logic [4:0] source,
                                             logic [4:0] base);
    store_word = {offset[11:5], source, base, 3'b010, offset[4:0], OpStore};
  endfunction

  function automatic logic [31:0] jump(logic [12:2] field, logic [4:0] link);
    jump = {field[12], field[8], field[10:9], field[6], field[7], field[2], field[11], field[5:3],
            {9{field[12]}}, link, OpJal};
  endfunction

  // C.SRLI, C.SRAI, C.ANDI and the operations between two registers.
  function automatic logic [31:0] arithmetic(logic [1:0] kind, logic [11:0] value,
                                             logic [4:0] dest, logic [4:0] source);
    unique case (kind)
      2'b00, 2'b01: arithmetic = {1'b0, kind[0], 5'b0, value[4:0], dest, 3'b101, dest, OpImm};
      2'b10:        arithmetic = i_type(value, dest, 3'b111, dest, OpImm);
      default: begin
        unique case (value[4:3])
          2'b00:   arithmetic = {7'b0100000, source, dest, 3'b000, dest, OpReg};
          2'b01:   arithmetic = {7'b0, source, dest, 3'b100, dest, OpReg};
          2'b10:   arithmetic = {7'b0, source, dest, 3'b110, dest, OpReg};
          default: arithmetic = {7'b0, source, dest, 3'b111, dest, OpReg};
        endcase
      end
    endcase
    // Reserved: amounts above 31, and operations of RV64.
    if (kind != 2'b10 && value[5]) arithmetic = '0;
  endfunction

  // C.JR, C.MV, C.EBREAK, C.JALR, C.ADD.
  function automatic logic [31:0] move(logic add, logic [4:0] dest, logic [4:0] source);
    if (source != Zero) move = {7'b0, source, add ? dest : Zero, 3'b000, dest, OpReg};
    else if (dest != Zero) move = i_type(12'd0, dest, 3'b000, add ? Ra : Zero, OpJalr);
    else move = add ? Ebreak : '0;
  endfunction

  always_comb begin
    insn_o = '0;
    if (insn_i[1:0] == 2'b11) insn_o = insn_i;
    else begin
      unique case ({insn_i[1:0], insn_i[15:13]})
        5'b00_000: begin
          if (insn_i[12:5] != '0) insn_o = i_type(imm_add4spn, Sp, 3'b000, rs2_short, OpImm);
        end
        5'b00_010: insn_o = i_type(offset_lw, rd_short, 3'b010, rs2_short, OpLoad);
        5'b00_110: insn_o = store_word(offset_lw, rs2_short, rd_short);
        5'b01_000: insn_o = i_type(imm, rd, 3'b000, rd, OpImm);
        5'b01_001: insn_o = jump(insn_i[12:2], Ra);
        5'b01_010: insn_o = i_type(imm, Zero, 3'b000, rd, OpImm);
        5'b01_011: if (imm != '0) begin
          insn_o = rd == Sp ? i_type(imm_add16sp, Sp, 3'b000, Sp, OpImm)
                            : {{8{s}}, imm, rd, OpLui};
        end
        5'b01_100: insn_o = arithmetic(insn_i[11:10], imm, rd_short, rs2_short);
        5'b01_101: insn_o = jump(insn_i[12:2], Zero);
        // C.BEQZ and C.BNEZ.
        5'b01_110, 5'b01_111: begin
          insn_o = {{4{s}}, insn_i[6:5], insn_i[2], Zero, rd_short, 2'b00, insn_i[13],
                    insn_i[11:10], insn_i[4:3], s, OpBranch};
        end
        5'b10_000: if (!s) insn_o = {7'b0, insn_i[6:2], rd, 3'b001, rd, OpImm};
        5'b10_010: if (rd != Zero) insn_o = i_type(offset_lwsp, Sp, 3'b010, rd, OpLoad);
        5'b10_100: insn_o = move(s, rd, rs2);
        5'b10_110: insn_o = store_word(offset_swsp, rs2, Sp);
        default: ;
      endcase
    end
  end
endmodule
