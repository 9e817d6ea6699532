// Encodings of RV32IMA_Zicsr instructions, for programs written inside tests.
//
// Registers are numbers 0-31; immediates and offsets are signed and must fit; offsets of jumps and
// branches are bytes from the instruction itself.
#ifndef RINGSIDE_TESTBENCH_ISS_ASSEMBLER_H_
#define RINGSIDE_TESTBENCH_ISS_ASSEMBLER_H_

#include <cstdint>

namespace ringside::rv {

constexpr uint32_t RType(uint32_t funct7, int rs2, int rs1, uint32_t funct3, int rd,
                         uint32_t opcode) {
  return funct7 << 25 | static_cast<uint32_t>(rs2) << 20 | static_cast<uint32_t>(rs1) << 15 |
         funct3 << 12 | static_cast<uint32_t>(rd) << 7 | opcode;
}
constexpr uint32_t IType(int32_t imm, int rs1, uint32_t funct3, int rd, uint32_t opcode) {
  return static_cast<uint32_t>(imm) << 20 | static_cast<uint32_t>(rs1) << 15 | funct3 << 12 |
         static_cast<uint32_t>(rd) << 7 | opcode;
}

// Operations by funct3 (and funct7); see the tables of the specification, chapter 24.
constexpr uint32_t Op(uint32_t funct7, uint32_t funct3, int rd, int rs1, int rs2) {
  return RType(funct7, rs2, rs1, funct3, rd, 0x33);
}
constexpr uint32_t OpImm(uint32_t funct3, int rd, int rs1, int32_t imm) {
  return IType(imm, rs1, funct3, rd, 0x13);
}
constexpr uint32_t Load(uint32_t funct3, int rd, int rs1, int32_t offset) {
  return IType(offset, rs1, funct3, rd, 0x03);
}
constexpr uint32_t Store(uint32_t funct3, int rs2, int rs1, int32_t offset) {
  const uint32_t imm = static_cast<uint32_t>(offset);
  return RType(imm >> 5 & 0x7f, rs2, rs1, funct3, static_cast<int>(imm & 31), 0x23);
}
constexpr uint32_t Branch(uint32_t funct3, int rs1, int rs2, int32_t offset) {
  const uint32_t o = static_cast<uint32_t>(offset);
  return RType((o >> 12 & 1) << 6 | (o >> 5 & 0x3f), rs2, rs1, funct3,
               static_cast<int>((o >> 1 & 15) << 1 | (o >> 11 & 1)), 0x63);
}

constexpr uint32_t Add(int rd, int rs1, int rs2) { return Op(0, 0, rd, rs1, rs2); }
constexpr uint32_t Sub(int rd, int rs1, int rs2) { return Op(0x20, 0, rd, rs1, rs2); }
constexpr uint32_t Mul(int rd, int rs1, int rs2) { return Op(1, 0, rd, rs1, rs2); }
constexpr uint32_t Div(int rd, int rs1, int rs2) { return Op(1, 4, rd, rs1, rs2); }
constexpr uint32_t Rem(int rd, int rs1, int rs2) { return Op(1, 6, rd, rs1, rs2); }
constexpr uint32_t Addi(int rd, int rs1, int32_t imm) { return OpImm(0, rd, rs1, imm); }
constexpr uint32_t Andi(int rd, int rs1, int32_t imm) { return OpImm(7, rd, rs1, imm); }
constexpr uint32_t Slli(int rd, int rs1, int shift) { return OpImm(1, rd, rs1, shift); }
constexpr uint32_t Srli(int rd, int rs1, int shift) { return OpImm(5, rd, rs1, shift); }
constexpr uint32_t Lui(int rd, uint32_t value) {
  return (value & 0xfffff000) | static_cast<uint32_t>(rd) << 7 | 0x37;
}
constexpr uint32_t Auipc(int rd, uint32_t value) {
  return (value & 0xfffff000) | static_cast<uint32_t>(rd) << 7 | 0x17;
}
constexpr uint32_t Jal(int rd, int32_t offset) {
  const uint32_t o = static_cast<uint32_t>(offset);
  return (o >> 20 & 1) << 31 | (o >> 1 & 0x3ff) << 21 | (o >> 11 & 1) << 20 |
         (o >> 12 & 0xff) << 12 | static_cast<uint32_t>(rd) << 7 | 0x6f;
}
constexpr uint32_t Jalr(int rd, int rs1, int32_t offset) { return IType(offset, rs1, 0, rd, 0x67); }
constexpr uint32_t Beq(int rs1, int rs2, int32_t offset) { return Branch(0, rs1, rs2, offset); }
constexpr uint32_t Bne(int rs1, int rs2, int32_t offset) { return Branch(1, rs1, rs2, offset); }
constexpr uint32_t Blt(int rs1, int rs2, int32_t offset) { return Branch(4, rs1, rs2, offset); }
constexpr uint32_t Lb(int rd, int rs1, int32_t offset) { return Load(0, rd, rs1, offset); }
constexpr uint32_t Lhu(int rd, int rs1, int32_t offset) { return Load(5, rd, rs1, offset); }
constexpr uint32_t Lw(int rd, int rs1, int32_t offset) { return Load(2, rd, rs1, offset); }
constexpr uint32_t Sb(int rs2, int rs1, int32_t offset) { return Store(0, rs2, rs1, offset); }
constexpr uint32_t Sh(int rs2, int rs1, int32_t offset) { return Store(1, rs2, rs1, offset); }
constexpr uint32_t Sw(int rs2, int rs1, int32_t offset) { return Store(2, rs2, rs1, offset); }
// funct5: 2 LR.W, 3 SC.W, the others AMO*.W; the specification's table 24.2 has them.
constexpr uint32_t Atomic(uint32_t funct5, int rd, int rs1, int rs2, bool aq = false,
                          bool rl = false) {
  return RType(funct5 << 2 | uint32_t{aq} << 1 | uint32_t{rl}, rs2, rs1, 2, rd, 0x2f);
}
constexpr uint32_t LrW(int rd, int rs1) { return Atomic(2, rd, rs1, 0); }
constexpr uint32_t ScW(int rd, int rs1, int rs2) { return Atomic(3, rd, rs1, rs2); }
constexpr uint32_t AmoaddW(int rd, int rs1, int rs2) { return Atomic(0, rd, rs1, rs2); }
constexpr uint32_t AmoswapW(int rd, int rs1, int rs2) { return Atomic(1, rd, rs1, rs2); }
// funct3: 1 write, 2 set, 3 clear; +4 with rs1 as a 5-bit immediate.
constexpr uint32_t Csr(uint32_t funct3, int rd, uint32_t csr, int rs1) {
  return csr << 20 | static_cast<uint32_t>(rs1) << 15 | funct3 << 12 |
         static_cast<uint32_t>(rd) << 7 | 0x73;
}
constexpr uint32_t Csrrw(int rd, uint32_t csr, int rs1) { return Csr(1, rd, csr, rs1); }
constexpr uint32_t Csrrs(int rd, uint32_t csr, int rs1) { return Csr(2, rd, csr, rs1); }

inline constexpr uint32_t kNop = 0x00000013;
inline constexpr uint32_t kEcall = 0x00000073;
inline constexpr uint32_t kEbreak = 0x00100073;
inline constexpr uint32_t kMret = 0x30200073;
inline constexpr uint32_t kWfi = 0x10500073;
inline constexpr uint32_t kFence = 0x0ff0000f;
inline constexpr uint32_t kFenceI = 0x0000100f;

inline constexpr uint32_t kMstatus = 0x300;
inline constexpr uint32_t kMisa = 0x301;
inline constexpr uint32_t kMie = 0x304;
inline constexpr uint32_t kMtvec = 0x305;
inline constexpr uint32_t kMcounteren = 0x306;
inline constexpr uint32_t kPmpcfg0 = 0x3a0;
inline constexpr uint32_t kPmpaddr0 = 0x3b0;
inline constexpr uint32_t kMscratch = 0x340;
inline constexpr uint32_t kMepc = 0x341;
inline constexpr uint32_t kMcause = 0x342;
inline constexpr uint32_t kMtval = 0x343;
inline constexpr uint32_t kMip = 0x344;
inline constexpr uint32_t kMcountinhibit = 0x320;
inline constexpr uint32_t kMhpmevent3 = 0x323;
inline constexpr uint32_t kMcycle = 0xb00;
inline constexpr uint32_t kMhpmcounter3 = 0xb03;
inline constexpr uint32_t kMinstret = 0xb02;
inline constexpr uint32_t kMinstreth = 0xb82;

}  // namespace ringside::rv

#endif  // RINGSIDE_TESTBENCH_ISS_ASSEMBLER_H_
