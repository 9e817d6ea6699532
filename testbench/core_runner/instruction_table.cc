#include "testbench/core_runner/instruction_table.h"

namespace ringside {
namespace {

constexpr uint32_t kOpcode = 0x7f;
constexpr uint32_t kFunct3 = 0x707f;
constexpr uint32_t kFunct7 = 0xfe00707f;
constexpr uint32_t kFunct12 = 0xfff0707f;
constexpr uint32_t kAll = 0xffffffff;
// Acquire and release bits of an atomic are not its name's.
constexpr uint32_t kAmo = 0xf800707f;
constexpr uint32_t kLr = 0xf9f0707f;

constexpr uint32_t F3(uint32_t opcode, uint32_t funct3) { return funct3 << 12 | opcode; }
constexpr uint32_t F7(uint32_t opcode, uint32_t funct3, uint32_t funct7) {
  return funct7 << 25 | F3(opcode, funct3);
}
constexpr uint32_t F12(uint32_t opcode, uint32_t funct3, uint32_t funct12) {
  return funct12 << 20 | F3(opcode, funct3);
}
constexpr uint32_t A5(uint32_t funct5) { return funct5 << 27 | 2 << 12 | 0x2f; }

constexpr uint32_t kOp = 0x33;
constexpr uint32_t kOpImm = 0x13;
constexpr uint32_t kSystem = 0x73;

// The first that fits is meant.
constexpr Instruction kInstructions[] = {
    // RV32I
    {"lui", kOpcode, 0x37, Operands::kUpper},
    {"auipc", kOpcode, 0x17, Operands::kUpper},
    {"jal", kOpcode, 0x6f, Operands::kJump},
    {"jalr", kFunct3, F3(0x67, 0), Operands::kJumpRegister},
    {"beq", kFunct3, F3(0x63, 0), Operands::kBranch},
    {"bne", kFunct3, F3(0x63, 1), Operands::kBranch},
    {"blt", kFunct3, F3(0x63, 4), Operands::kBranch},
    {"bge", kFunct3, F3(0x63, 5), Operands::kBranch},
    {"bltu", kFunct3, F3(0x63, 6), Operands::kBranch},
    {"bgeu", kFunct3, F3(0x63, 7), Operands::kBranch},
    {"lb", kFunct3, F3(0x03, 0), Operands::kLoad},
    {"lh", kFunct3, F3(0x03, 1), Operands::kLoad},
    {"lw", kFunct3, F3(0x03, 2), Operands::kLoad},
    {"lbu", kFunct3, F3(0x03, 4), Operands::kLoad},
    {"lhu", kFunct3, F3(0x03, 5), Operands::kLoad},
    {"sb", kFunct3, F3(0x23, 0), Operands::kStore},
    {"sh", kFunct3, F3(0x23, 1), Operands::kStore},
    {"sw", kFunct3, F3(0x23, 2), Operands::kStore},
    {"addi", kFunct3, F3(kOpImm, 0), Operands::kRdRs1Imm},
    {"slti", kFunct3, F3(kOpImm, 2), Operands::kRdRs1Imm},
    {"sltiu", kFunct3, F3(kOpImm, 3), Operands::kRdRs1Imm},
    {"xori", kFunct3, F3(kOpImm, 4), Operands::kRdRs1Imm},
    {"ori", kFunct3, F3(kOpImm, 6), Operands::kRdRs1Imm},
    {"andi", kFunct3, F3(kOpImm, 7), Operands::kRdRs1Imm},
    {"slli", kFunct7, F7(kOpImm, 1, 0x00), Operands::kRdRs1Shift},
    {"srli", kFunct7, F7(kOpImm, 5, 0x00), Operands::kRdRs1Shift},
    {"srai", kFunct7, F7(kOpImm, 5, 0x20), Operands::kRdRs1Shift},
    {"add", kFunct7, F7(kOp, 0, 0x00), Operands::kRdRs1Rs2},
    {"sub", kFunct7, F7(kOp, 0, 0x20), Operands::kRdRs1Rs2},
    {"sll", kFunct7, F7(kOp, 1, 0x00), Operands::kRdRs1Rs2},
    {"slt", kFunct7, F7(kOp, 2, 0x00), Operands::kRdRs1Rs2},
    {"sltu", kFunct7, F7(kOp, 3, 0x00), Operands::kRdRs1Rs2},
    {"xor", kFunct7, F7(kOp, 4, 0x00), Operands::kRdRs1Rs2},
    {"srl", kFunct7, F7(kOp, 5, 0x00), Operands::kRdRs1Rs2},
    {"sra", kFunct7, F7(kOp, 5, 0x20), Operands::kRdRs1Rs2},
    {"or", kFunct7, F7(kOp, 6, 0x00), Operands::kRdRs1Rs2},
    {"and", kFunct7, F7(kOp, 7, 0x00), Operands::kRdRs1Rs2},
    {"fence", kFunct3, F3(0x0f, 0), Operands::kFence},
    {"fence.i", kFunct3, F3(0x0f, 1), Operands::kNone},
    {"ecall", kAll, 0x00000073, Operands::kNone},
    {"ebreak", kAll, 0x00100073, Operands::kNone},
    {"mret", kAll, 0x30200073, Operands::kNone},
    {"wfi", kAll, 0x10500073, Operands::kNone},
    // Zicsr
    {"csrrw", kFunct3, F3(kSystem, 1), Operands::kCsr},
    {"csrrs", kFunct3, F3(kSystem, 2), Operands::kCsr},
    {"csrrc", kFunct3, F3(kSystem, 3), Operands::kCsr},
    {"csrrwi", kFunct3, F3(kSystem, 5), Operands::kCsrImm},
    {"csrrsi", kFunct3, F3(kSystem, 6), Operands::kCsrImm},
    {"csrrci", kFunct3, F3(kSystem, 7), Operands::kCsrImm},
    // M
    {"mul", kFunct7, F7(kOp, 0, 0x01), Operands::kRdRs1Rs2},
    {"mulh", kFunct7, F7(kOp, 1, 0x01), Operands::kRdRs1Rs2},
    {"mulhsu", kFunct7, F7(kOp, 2, 0x01), Operands::kRdRs1Rs2},
    {"mulhu", kFunct7, F7(kOp, 3, 0x01), Operands::kRdRs1Rs2},
    {"div", kFunct7, F7(kOp, 4, 0x01), Operands::kRdRs1Rs2},
    {"divu", kFunct7, F7(kOp, 5, 0x01), Operands::kRdRs1Rs2},
    {"rem", kFunct7, F7(kOp, 6, 0x01), Operands::kRdRs1Rs2},
    {"remu", kFunct7, F7(kOp, 7, 0x01), Operands::kRdRs1Rs2},
    // A
    {"lr.w", kLr, A5(0x02), Operands::kLoadReserved},
    {"sc.w", kAmo, A5(0x03), Operands::kAtomic},
    {"amoswap.w", kAmo, A5(0x01), Operands::kAtomic},
    {"amoadd.w", kAmo, A5(0x00), Operands::kAtomic},
    {"amoxor.w", kAmo, A5(0x04), Operands::kAtomic},
    {"amoand.w", kAmo, A5(0x0c), Operands::kAtomic},
    {"amoor.w", kAmo, A5(0x08), Operands::kAtomic},
    {"amomin.w", kAmo, A5(0x10), Operands::kAtomic},
    {"amomax.w", kAmo, A5(0x14), Operands::kAtomic},
    {"amominu.w", kAmo, A5(0x18), Operands::kAtomic},
    {"amomaxu.w", kAmo, A5(0x1c), Operands::kAtomic},
    // Zba
    {"sh1add", kFunct7, F7(kOp, 2, 0x10), Operands::kRdRs1Rs2},
    {"sh2add", kFunct7, F7(kOp, 4, 0x10), Operands::kRdRs1Rs2},
    {"sh3add", kFunct7, F7(kOp, 6, 0x10), Operands::kRdRs1Rs2},
    // Zbb, and Zbkb where they share
    {"andn", kFunct7, F7(kOp, 7, 0x20), Operands::kRdRs1Rs2},
    {"orn", kFunct7, F7(kOp, 6, 0x20), Operands::kRdRs1Rs2},
    {"xnor", kFunct7, F7(kOp, 4, 0x20), Operands::kRdRs1Rs2},
    {"clz", kFunct12, F12(kOpImm, 1, 0x600), Operands::kRdRs1},
    {"ctz", kFunct12, F12(kOpImm, 1, 0x601), Operands::kRdRs1},
    {"cpop", kFunct12, F12(kOpImm, 1, 0x602), Operands::kRdRs1},
    {"sext.b", kFunct12, F12(kOpImm, 1, 0x604), Operands::kRdRs1},
    {"sext.h", kFunct12, F12(kOpImm, 1, 0x605), Operands::kRdRs1},
    {"max", kFunct7, F7(kOp, 6, 0x05), Operands::kRdRs1Rs2},
    {"maxu", kFunct7, F7(kOp, 7, 0x05), Operands::kRdRs1Rs2},
    {"min", kFunct7, F7(kOp, 4, 0x05), Operands::kRdRs1Rs2},
    {"minu", kFunct7, F7(kOp, 5, 0x05), Operands::kRdRs1Rs2},
    {"rol", kFunct7, F7(kOp, 1, 0x30), Operands::kRdRs1Rs2},
    {"ror", kFunct7, F7(kOp, 5, 0x30), Operands::kRdRs1Rs2},
    {"rori", kFunct7, F7(kOpImm, 5, 0x30), Operands::kRdRs1Shift},
    {"orc.b", kFunct12, F12(kOpImm, 5, 0x287), Operands::kRdRs1},
    {"rev8", kFunct12, F12(kOpImm, 5, 0x698), Operands::kRdRs1},
    {"zext.h", kFunct12, F12(kOp, 4, 0x080), Operands::kRdRs1},
    // Zbkb
    {"pack", kFunct7, F7(kOp, 4, 0x04), Operands::kRdRs1Rs2},
    {"packh", kFunct7, F7(kOp, 7, 0x04), Operands::kRdRs1Rs2},
    {"brev8", kFunct12, F12(kOpImm, 5, 0x687), Operands::kRdRs1},
    {"zip", kFunct12, F12(kOpImm, 1, 0x08f), Operands::kRdRs1},
    {"unzip", kFunct12, F12(kOpImm, 5, 0x08f), Operands::kRdRs1},
    // Zbs
    {"bclr", kFunct7, F7(kOp, 1, 0x24), Operands::kRdRs1Rs2},
    {"bext", kFunct7, F7(kOp, 5, 0x24), Operands::kRdRs1Rs2},
    {"binv", kFunct7, F7(kOp, 1, 0x34), Operands::kRdRs1Rs2},
    {"bset", kFunct7, F7(kOp, 1, 0x14), Operands::kRdRs1Rs2},
    {"bclri", kFunct7, F7(kOpImm, 1, 0x24), Operands::kRdRs1Shift},
    {"bexti", kFunct7, F7(kOpImm, 5, 0x24), Operands::kRdRs1Shift},
    {"binvi", kFunct7, F7(kOpImm, 1, 0x34), Operands::kRdRs1Shift},
    {"bseti", kFunct7, F7(kOpImm, 1, 0x14), Operands::kRdRs1Shift},
};

}  // namespace

absl::Span<const Instruction> AllInstructions() { return kInstructions; }

const Instruction* FindInstruction(uint32_t insn) {
  for (const Instruction& instruction : kInstructions) {
    if ((insn & instruction.mask) == instruction.match) return &instruction;
  }
  return nullptr;
}

}  // namespace ringside
