// Decoder: one 32-bit instruction of RV32IMA_Zicsr_Zifencei_Zba_Zbb_Zbs_Zbkb into what the execute
// stage has to do. Pure logic. Compressed instructions come from core_expand.
//
// Every encoding that the specification does not define for these extensions comes out as
// KindIllegal. Whether a CSR exists is not judged here but by core_csr.
module core_decode
  import core_pkg::*;
(
  input  logic [31:0] insn_i,
  // The fetch itself failed; `insn_i` is meaningless.
  input  logic        error_i,
  // It was its second half that failed.
  input  logic        error_second_i,
  output decoded_t    decoded_o
);
  logic [31:0] imm_i, imm_s, imm_b, imm_u, imm_j;
  assign imm_i = {{20{insn_i[31]}}, insn_i[31:20]};
  assign imm_s = {{20{insn_i[31]}}, insn_i[31:25], insn_i[11:7]};
  assign imm_b = {{20{insn_i[31]}}, insn_i[7], insn_i[30:25], insn_i[11:8], 1'b0};
  assign imm_u = {insn_i[31:12], 12'b0};
  assign imm_j = {{12{insn_i[31]}}, insn_i[19:12], insn_i[20], insn_i[30:21], 1'b0};

  logic [2:0] funct3;
  logic [6:0] funct7;
  logic [4:0] rs1, rs2, rd;
  assign funct3 = insn_i[14:12];
  assign funct7 = insn_i[31:25];
  assign rs1    = insn_i[19:15];
  assign rs2    = insn_i[24:20];
  assign rd     = insn_i[11:7];

  // The operation between registers that funct7 and funct3 name; AluNone if there is none.
  function automatic alu_op_e register_op(logic [6:0] f7, logic [2:0] f3);
    if (f7 == 7'b0000000) return alu_op_e'({3'b000, f3});
    if (f7 == 7'b0100000) begin
      return f3 == 3'b001 || f3[2:1] == 2'b01 ? AluNone : alu_op_e'({3'b001, f3});
    end
    unique case ({f7, f3})
      10'b0010000_010: return AluSh1add;
      10'b0010000_100: return AluSh2add;
      10'b0010000_110: return AluSh3add;
      10'b0000101_100: return AluMin;
      10'b0000101_101: return AluMinu;
      10'b0000101_110: return AluMax;
      10'b0000101_111: return AluMaxu;
      10'b0110000_001: return AluRol;
      10'b0110000_101: return AluRor;
      10'b0000100_100: return AluPack;
      10'b0000100_111: return AluPackh;
      10'b0100100_001: return AluBclr;
      10'b0100100_101: return AluBext;
      10'b0110100_001: return AluBinv;
      10'b0010100_001: return AluBset;
      default:         return AluNone;
    endcase
  endfunction

  // Of the operations with an immediate, those with funct3 001 or 101: shifts and single-bit
  // operations by an amount, and operations of one operand, which rs2's field names.
  function automatic alu_op_e shift_op(logic [6:0] f7, logic [4:0] field, logic right);
    if (f7 == 7'b0000000) return right ? AluSrl : AluSll;
    unique case ({f7, right})
      8'b0100000_1, 8'b0110000_1, 8'b0100100_0, 8'b0100100_1, 8'b0110100_0,
      8'b0010100_0: return register_op(f7, {right, 2'b01});
      8'b0110000_0: begin
        unique case (field)
          5'd0:    return AluClz;
          5'd1:    return AluCtz;
          5'd2:    return AluCpop;
          5'd4:    return AluSextB;
          5'd5:    return AluSextH;
          default: return AluNone;
        endcase
      end
      8'b0110100_1: return field == 5'd24 ? AluRev8 : field == 5'd7 ? AluBrev8 : AluNone;
      8'b0010100_1: return field == 5'd7 ? AluOrcB : AluNone;
      8'b0000100_0: return field == 5'd15 ? AluZip : AluNone;
      8'b0000100_1: return field == 5'd15 ? AluUnzip : AluNone;
      default:      return AluNone;
    endcase
  endfunction

  // What AMO*.W does with memory's word and rs2, by bits 31:27; AluNone if there is no such. The swap
  // adds rs2 to zero.
  function automatic alu_op_e amo_op(logic [4:0] funct5);
    unique case (funct5)
      5'b00000, 5'b00001: return AluAdd;
      5'b00100:           return AluXor;
      5'b01000:           return AluOr;
      5'b01100:           return AluAnd;
      5'b10000:           return AluMin;
      5'b10100:           return AluMax;
      5'b11000:           return AluMinu;
      5'b11100:           return AluMaxu;
      default:            return AluNone;
    endcase
  endfunction

  always_comb begin
    decoded_o         = '0;
    decoded_o.kind    = KindIllegal;
    decoded_o.alu_op  = AluAdd;
    decoded_o.op_a    = OpARs1;
    decoded_o.use_imm = 1'b1;
    decoded_o.funct3  = funct3;
    decoded_o.imm     = imm_i;

    unique case (insn_i[6:0])
      7'b0110111: begin  // LUI
        decoded_o.kind = KindAlu;
        decoded_o.op_a = OpAZero;
        decoded_o.rd   = rd;
        decoded_o.imm  = imm_u;
      end
      7'b0010111: begin  // AUIPC
        decoded_o.kind = KindAlu;
        decoded_o.op_a = OpAPc;
        decoded_o.rd   = rd;
        decoded_o.imm  = imm_u;
      end
      7'b1101111: begin  // JAL
        decoded_o.kind = KindJal;
        decoded_o.rd   = rd;
        decoded_o.imm  = imm_j;
      end
      7'b1100111: if (funct3 == 3'b000) begin  // JALR
        decoded_o.kind = KindJalr;
        decoded_o.rs1  = rs1;
        decoded_o.rd   = rd;
      end
      7'b1100011: if (funct3[2:1] != 2'b01) begin  // Branches
        decoded_o.kind    = KindBranch;
        decoded_o.use_imm = 1'b0;
        decoded_o.rs1     = rs1;
        decoded_o.rs2     = rs2;
        decoded_o.imm     = imm_b;
      end
      7'b0000011: if (funct3 != 3'b011 && funct3[2:1] != 2'b11) begin  // Loads
        decoded_o.kind = KindLoad;
        decoded_o.rs1  = rs1;
        decoded_o.rd   = rd;
      end
      7'b0100011: if (!funct3[2] && funct3 != 3'b011) begin  // Stores
        decoded_o.kind = KindStore;
        decoded_o.rs1  = rs1;
        decoded_o.rs2  = rs2;
        decoded_o.imm  = imm_s;
      end
      7'b0101111: if (funct3 == 3'b010) begin  // Atomics; acquire and release mean nothing here
        decoded_o.imm = '0;
        unique case (funct7[6:2])
          5'b00010: if (rs2 == 5'd0) decoded_o.kind = KindLoad;
          5'b00011: decoded_o.kind = KindStore;
          default: begin
            decoded_o.alu_op = amo_op(funct7[6:2]);
            if (decoded_o.alu_op != AluNone) decoded_o.kind = KindAmo;
            decoded_o.op_a    = funct7[6:2] == 5'b00001 ? OpAZero : OpAMem;
            decoded_o.use_imm = 1'b0;
          end
        endcase
        if (decoded_o.kind != KindIllegal) begin
          decoded_o.atomic = 1'b1;
          decoded_o.rs1    = rs1;
          decoded_o.rs2    = rs2;
          decoded_o.rd     = rd;
        end
      end
      7'b0010011: begin  // Operations with an immediate
        decoded_o.alu_op = funct3[1:0] == 2'b01 ? shift_op(funct7, rs2, funct3[2])
                                                : alu_op_e'({3'b000, funct3});
        if (decoded_o.alu_op != AluNone) begin
          decoded_o.kind = KindAlu;
          decoded_o.rs1  = rs1;
          decoded_o.rd   = rd;
        end
      end
      7'b0110011: begin  // Operations between registers
        decoded_o.use_imm = 1'b0;
        if (funct7 == 7'b0000001) begin
          decoded_o.kind = funct3[2] ? KindDiv : KindMul;
        end else begin
          decoded_o.alu_op = register_op(funct7, funct3);
          if (decoded_o.alu_op != AluNone) decoded_o.kind = KindAlu;
        end
        if (decoded_o.kind != KindIllegal) begin
          decoded_o.rs1 = rs1;
          decoded_o.rs2 = rs2;
          decoded_o.rd  = rd;
        end
      end
      // The specification asks that the unused fields of FENCE and FENCE.I be ignored.
      7'b0001111: begin
        if (funct3 == 3'b000) decoded_o.kind = KindFence;
        if (funct3 == 3'b001) decoded_o.kind = KindFenceI;
      end
      7'b1110011: begin
        if (funct3[1:0] != 2'b00) begin
          decoded_o.kind = KindCsr;
          decoded_o.rd   = rd;
          if (!funct3[2]) decoded_o.rs1 = rs1;
        end else if (insn_i[31:7] == 25'b0) begin
          decoded_o.kind = KindEcall;
        end else if (insn_i[31:7] == {12'h001, 13'b0}) begin
          decoded_o.kind = KindEbreak;
        end else if (insn_i[31:7] == {12'h302, 13'b0}) begin
          decoded_o.kind = KindMret;
        end else if (insn_i[31:7] == {12'h105, 13'b0}) begin
          decoded_o.kind = KindWfi;
        end
      end
      default: ;
    endcase

    if (error_i) begin
      decoded_o.kind   = KindFetchFault;
      decoded_o.atomic = 1'b0;
      // What failed is this far behind the instruction's address.
      decoded_o.imm  = error_second_i ? 32'd2 : 32'd0;
      decoded_o.rs1  = '0;
      decoded_o.rs2  = '0;
      decoded_o.rd   = '0;
    end
  end
endmodule
