// Decoder: one 32-bit instruction of RV32IMA_Zicsr_Zifencei_Zba_Zbb_Zbs_Zbkb into what the execute
// stage has to do. Pure logic. Compressed instructions come from core_expand.
//
// Every encoding that the specification does not define for these extensions comes out as
// KindIllegal. Whether a CSR exists is not judged here but by core_csr.
module core_decode (
  input  logic [31:0] insn_i,
  // The fetch itself failed; `insn_i` is meaningless.
  input  logic        error_i,
  // It was its second half that failed.
  input  logic        error_second_i,
  output core_pkg::decoded_t decoded_o,
  output logic [31:0] imm_o
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

  // The operation between registers that funct7 and funct3 name, as alu_op_e; AluNone if there is
  // none.
  function automatic logic [5:0] register_op(logic [6:0] f7, logic [2:0] f3);
    unique case ({f7, f3})
      10'b0010000_010: register_op = core_pkg::AluSh1add;
      10'b0010000_100: register_op = core_pkg::AluSh2add;
      10'b0010000_110: register_op = core_pkg::AluSh3add;
      10'b0000101_100: register_op = core_pkg::AluMin;
      10'b0000101_101: register_op = core_pkg::AluMinu;
      10'b0000101_110: register_op = core_pkg::AluMax;
      10'b0000101_111: register_op = core_pkg::AluMaxu;
      10'b0110000_001: register_op = core_pkg::AluRol;
      10'b0110000_101: register_op = core_pkg::AluRor;
      10'b0000100_100: register_op = core_pkg::AluPack;
      10'b0000100_111: register_op = core_pkg::AluPackh;
      10'b0100100_001: register_op = core_pkg::AluBclr;
      10'b0100100_101: register_op = core_pkg::AluBext;
      10'b0110100_001: register_op = core_pkg::AluBinv;
      10'b0010100_001: register_op = core_pkg::AluBset;
      default:         register_op = core_pkg::AluNone;
    endcase
    if (f7 == 7'b0000000) register_op = {3'b000, f3};
    if (f7 == 7'b0100000 && f3 != 3'b001 && f3[2:1] != 2'b01) register_op = {3'b001, f3};
  endfunction

  // Of the operations with an immediate, those with funct3 001 or 101: shifts and single-bit
  // operations by an amount, and operations of one operand, which rs2's field names.
  function automatic logic [5:0] shift_op(logic [6:0] f7, logic [4:0] field, logic right);
    shift_op = core_pkg::AluNone;
    unique case ({f7, right})
      8'b0000000_0, 8'b0000000_1, 8'b0100000_1, 8'b0110000_1, 8'b0100100_0, 8'b0100100_1,
      8'b0110100_0, 8'b0010100_0: shift_op = register_op(f7, {right, 2'b01});
      8'b0110000_0: begin
        unique case (field)
          5'd0:    shift_op = core_pkg::AluClz;
          5'd1:    shift_op = core_pkg::AluCtz;
          5'd2:    shift_op = core_pkg::AluCpop;
          5'd4:    shift_op = core_pkg::AluSextB;
          5'd5:    shift_op = core_pkg::AluSextH;
          default: ;
        endcase
      end
      8'b0110100_1: begin
        if (field == 5'd24) shift_op = core_pkg::AluRev8;
        if (field == 5'd7) shift_op = core_pkg::AluBrev8;
      end
      8'b0010100_1: if (field == 5'd7) shift_op = core_pkg::AluOrcB;
      8'b0000100_0: if (field == 5'd15) shift_op = core_pkg::AluZip;
      8'b0000100_1: if (field == 5'd15) shift_op = core_pkg::AluUnzip;
      default: ;
    endcase
  endfunction

  // What AMO*.W does with memory's word and rs2, by bits 31:27; AluNone if there is no such. The swap
  // adds rs2 to zero.
  function automatic logic [5:0] amo_op(logic [4:0] funct5);
    unique case (funct5)
      5'b00000, 5'b00001: amo_op = core_pkg::AluAdd;
      5'b00100:           amo_op = core_pkg::AluXor;
      5'b01000:           amo_op = core_pkg::AluOr;
      5'b01100:           amo_op = core_pkg::AluAnd;
      5'b10000:           amo_op = core_pkg::AluMin;
      5'b10100:           amo_op = core_pkg::AluMax;
      5'b11000:           amo_op = core_pkg::AluMinu;
      5'b11100:           amo_op = core_pkg::AluMaxu;
      default:            amo_op = core_pkg::AluNone;
    endcase
  endfunction

  always_comb begin
    decoded_o         = '0;
    decoded_o.kind    = core_pkg::KindIllegal;
    decoded_o.alu_op  = core_pkg::AluAdd;
    decoded_o.op_a    = core_pkg::OpARs1;
    decoded_o.use_imm = 1'b1;
    decoded_o.funct3  = funct3;
    imm_o             = imm_i;

    unique case (insn_i[6:0])
      7'b0110111: begin  // LUI
        decoded_o.kind = core_pkg::KindAlu;
        decoded_o.op_a = core_pkg::OpAZero;
        decoded_o.rd   = rd;
        imm_o          = imm_u;
      end
      7'b0010111: begin  // AUIPC
        decoded_o.kind = core_pkg::KindAlu;
        decoded_o.op_a = core_pkg::OpAPc;
        decoded_o.rd   = rd;
        imm_o          = imm_u;
      end
      7'b1101111: begin  // JAL
        decoded_o.kind = core_pkg::KindJal;
        decoded_o.rd   = rd;
        imm_o          = imm_j;
      end
      7'b1100111: if (funct3 == 3'b000) begin  // JALR
        decoded_o.kind = core_pkg::KindJalr;
        decoded_o.rs1  = rs1;
        decoded_o.rd   = rd;
      end
      7'b1100011: if (funct3[2:1] != 2'b01) begin  // Branches
        decoded_o.kind    = core_pkg::KindBranch;
        decoded_o.alu_op  = core_pkg::AluSub;
        decoded_o.use_imm = 1'b0;
        decoded_o.rs1     = rs1;
        decoded_o.rs2     = rs2;
        imm_o             = imm_b;
      end
      7'b0000011: if (funct3 != 3'b011 && funct3[2:1] != 2'b11) begin  // Loads
        decoded_o.kind = core_pkg::KindLoad;
        decoded_o.rs1  = rs1;
        decoded_o.rd   = rd;
      end
      7'b0100011: if (!funct3[2] && funct3 != 3'b011) begin  // Stores
        decoded_o.kind = core_pkg::KindStore;
        decoded_o.rs1  = rs1;
        decoded_o.rs2  = rs2;
        imm_o          = imm_s;
      end
      7'b0101111: if (funct3 == 3'b010) begin  // Atomics; acquire and release mean nothing here
        imm_o = '0;
        unique case (funct7[6:2])
          5'b00010: if (rs2 == 5'd0) decoded_o.kind = core_pkg::KindLoad;
          5'b00011: decoded_o.kind = core_pkg::KindStore;
          default: begin
            decoded_o.alu_op = amo_op(funct7[6:2]);
            if (decoded_o.alu_op != core_pkg::AluNone) decoded_o.kind = core_pkg::KindAmo;
            decoded_o.op_a    = funct7[6:2] == 5'b00001 ? core_pkg::OpAZero : core_pkg::OpAMem;
            decoded_o.use_imm = 1'b0;
          end
        endcase
        if (decoded_o.kind != core_pkg::KindIllegal) begin
          decoded_o.atomic = 1'b1;
          decoded_o.rs1    = rs1;
          decoded_o.rs2    = rs2;
          decoded_o.rd     = rd;
        end
      end
      7'b0010011: begin  // Operations with an immediate
        decoded_o.alu_op = funct3[1:0] == 2'b01 ? shift_op(funct7, rs2, funct3[2])
                                                : {3'b000, funct3};
        if (decoded_o.alu_op != core_pkg::AluNone) begin
          decoded_o.kind = core_pkg::KindAlu;
          decoded_o.rs1  = rs1;
          decoded_o.rd   = rd;
        end
      end
      7'b0110011: begin  // Operations between registers
        decoded_o.use_imm = 1'b0;
        if (funct7 == 7'b0000001) begin
          decoded_o.kind = funct3[2] ? core_pkg::KindDiv : core_pkg::KindMul;
        end else begin
          decoded_o.alu_op = register_op(funct7, funct3);
          if (decoded_o.alu_op != core_pkg::AluNone) decoded_o.kind = core_pkg::KindAlu;
        end
        if (decoded_o.kind != core_pkg::KindIllegal) begin
          decoded_o.rs1 = rs1;
          decoded_o.rs2 = rs2;
          decoded_o.rd  = rd;
        end
      end
      // The specification asks that the unused fields of FENCE and FENCE.I be ignored.
      7'b0001111: begin
        if (funct3 == 3'b000) decoded_o.kind = core_pkg::KindFence;
        if (funct3 == 3'b001) decoded_o.kind = core_pkg::KindFenceI;
      end
      7'b1110011: begin
        if (funct3[1:0] != 2'b00) begin
          decoded_o.kind = core_pkg::KindCsr;
          decoded_o.rd   = rd;
          if (!funct3[2]) decoded_o.rs1 = rs1;
        end else if (insn_i[31:7] == 25'b0) begin
          decoded_o.kind = core_pkg::KindEcall;
        end else if (insn_i[31:7] == {12'h001, 13'b0}) begin
          decoded_o.kind = core_pkg::KindEbreak;
        end else if (insn_i[31:7] == {12'h302, 13'b0}) begin
          decoded_o.kind = core_pkg::KindMret;
        end else if (insn_i[31:7] == {12'h7b2, 13'b0}) begin
          decoded_o.kind = core_pkg::KindDret;
        end else if (insn_i[31:7] == {12'h105, 13'b0}) begin
          decoded_o.kind = core_pkg::KindWfi;
        end
      end
      default: ;
    endcase

    if (error_i) begin
      decoded_o.kind   = core_pkg::KindFetchFault;
      decoded_o.atomic = 1'b0;
      // What failed is this far behind the instruction's address.
      imm_o          = error_second_i ? 32'd2 : 32'd0;
      decoded_o.rs1  = '0;
      decoded_o.rs2  = '0;
      decoded_o.rd   = '0;
    end
  end
endmodule
