#include "testbench/core_runner/disassemble.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "testbench/core_runner/instruction_table.h"

namespace ringside {
namespace {

uint32_t Bits(uint32_t word, int high, int low) { return word >> low & ((2u << (high - low)) - 1); }
int32_t SignExtend(uint32_t value, int bits) {
  return static_cast<int32_t>(value << (32 - bits)) >> (32 - bits);
}

const char* Rd(uint32_t i) { return RegisterName(Bits(i, 11, 7)); }
const char* Rs1(uint32_t i) { return RegisterName(Bits(i, 19, 15)); }
const char* Rs2(uint32_t i) { return RegisterName(Bits(i, 24, 20)); }

int32_t ImmI(uint32_t i) { return SignExtend(Bits(i, 31, 20), 12); }
int32_t ImmS(uint32_t i) { return SignExtend(Bits(i, 31, 25) << 5 | Bits(i, 11, 7), 12); }
int32_t ImmB(uint32_t i) {
  return SignExtend(
      Bits(i, 31, 31) << 12 | Bits(i, 7, 7) << 11 | Bits(i, 30, 25) << 5 | Bits(i, 11, 8) << 1, 13);
}
int32_t ImmJ(uint32_t i) {
  return SignExtend(
      Bits(i, 31, 31) << 20 | Bits(i, 19, 12) << 12 | Bits(i, 20, 20) << 11 | Bits(i, 30, 21) << 1,
      21);
}

struct CsrName {
  uint32_t number;
  const char* name;
};
constexpr CsrName kCsrNames[] = {
    {0x300, "mstatus"},   {0x301, "misa"},          {0x302, "medeleg"},    {0x303, "mideleg"},
    {0x304, "mie"},       {0x305, "mtvec"},         {0x306, "mcounteren"}, {0x30a, "menvcfg"},
    {0x310, "mstatush"},  {0x320, "mcountinhibit"}, {0x340, "mscratch"},   {0x341, "mepc"},
    {0x342, "mcause"},    {0x343, "mtval"},         {0x344, "mip"},        {0x7a0, "tselect"},
    {0x7a1, "tdata1"},    {0x7a2, "tdata2"},        {0x7a3, "tdata3"},     {0x7b0, "dcsr"},
    {0x7b1, "dpc"},       {0xb00, "mcycle"},        {0xb02, "minstret"},   {0xb80, "mcycleh"},
    {0xb82, "minstreth"}, {0xc00, "cycle"},         {0xc01, "time"},       {0xc02, "instret"},
    {0xc80, "cycleh"},    {0xc81, "timeh"},         {0xc82, "instreth"},   {0xf11, "mvendorid"},
    {0xf12, "marchid"},   {0xf13, "mimpid"},        {0xf14, "mhartid"},    {0xf15, "mconfigptr"},
};

std::string Csr(uint32_t number) {
  for (const CsrName& csr : kCsrNames) {
    if (csr.number == number) return csr.name;
  }
  if (number >= 0x3a0 && number < 0x3b0) return absl::StrCat("pmpcfg", number - 0x3a0);
  if (number >= 0x3b0 && number < 0x3f0) return absl::StrCat("pmpaddr", number - 0x3b0);
  if (number >= 0xb03 && number < 0xb20) return absl::StrCat("mhpmcounter", number - 0xb00);
  if (number >= 0xb83 && number < 0xba0) return absl::StrCat("mhpmcounter", number - 0xb80, "h");
  if (number >= 0x323 && number < 0x340) return absl::StrCat("mhpmevent", number - 0x320);
  return absl::StrFormat("%#x", number);
}

// Which accesses a fence orders, of input, output, read and write.
std::string FenceSet(uint32_t bits) {
  std::string set;
  for (int i = 0; i < 4; ++i) {
    if ((bits >> (3 - i) & 1) != 0) set += "iorw"[i];
  }
  return set.empty() ? "unknown" : set;
}

std::string OperandsOf(Operands operands, uint32_t pc, uint32_t i) {
  switch (operands) {
    case Operands::kNone:
      return "";
    case Operands::kRdRs1Rs2:
      return absl::StrCat(Rd(i), ",", Rs1(i), ",", Rs2(i));
    case Operands::kRdRs1:
      return absl::StrCat(Rd(i), ",", Rs1(i));
    case Operands::kRdRs1Imm:
      return absl::StrCat(Rd(i), ",", Rs1(i), ",", ImmI(i));
    case Operands::kRdRs1Shift:
      return absl::StrFormat("%s,%s,0x%x", Rd(i), Rs1(i), Bits(i, 24, 20));
    case Operands::kLoad:
    case Operands::kJumpRegister:
      return absl::StrFormat("%s,%d(%s)", Rd(i), ImmI(i), Rs1(i));
    case Operands::kStore:
      return absl::StrFormat("%s,%d(%s)", Rs2(i), ImmS(i), Rs1(i));
    case Operands::kBranch:
      return absl::StrFormat("%s,%s,0x%x", Rs1(i), Rs2(i), pc + ImmB(i));
    case Operands::kUpper:
      return absl::StrFormat("%s,0x%x", Rd(i), Bits(i, 31, 12));
    case Operands::kJump:
      return absl::StrFormat("%s,0x%x", Rd(i), pc + ImmJ(i));
    case Operands::kCsr:
      return absl::StrCat(Rd(i), ",", Csr(Bits(i, 31, 20)), ",", Rs1(i));
    case Operands::kCsrImm:
      return absl::StrCat(Rd(i), ",", Csr(Bits(i, 31, 20)), ",", Bits(i, 19, 15));
    case Operands::kFence:
      return absl::StrCat(FenceSet(Bits(i, 27, 24)), ",", FenceSet(Bits(i, 23, 20)));
    case Operands::kLoadReserved:
      return absl::StrFormat("%s,(%s)", Rd(i), Rs1(i));
    case Operands::kAtomic:
      return absl::StrFormat("%s,%s,(%s)", Rd(i), Rs2(i), Rs1(i));
  }
  return "";
}

// What an atomic instruction orders besides itself.
const char* Ordering(Operands operands, uint32_t insn) {
  if (operands != Operands::kLoadReserved && operands != Operands::kAtomic) return "";
  constexpr const char* kOrderings[] = {"", ".rl", ".aq", ".aqrl"};
  return kOrderings[Bits(insn, 26, 25)];
}

}  // namespace

const char* RegisterName(uint32_t reg) {
  constexpr const char* kNames[] = {"zero", "ra", "sp",  "gp",  "tp", "t0", "t1", "t2",
                                    "s0",   "s1", "a0",  "a1",  "a2", "a3", "a4", "a5",
                                    "a6",   "a7", "s2",  "s3",  "s4", "s5", "s6", "s7",
                                    "s8",   "s9", "s10", "s11", "t3", "t4", "t5", "t6"};
  return kNames[reg];
}

std::string Disassemble(uint32_t pc, uint32_t insn) {
  if ((insn & 3) != 3) return DisassembleCompressed(pc, insn & 0xffff);
  const Instruction* instruction = FindInstruction(insn);
  if (instruction == nullptr) return absl::StrFormat(".word 0x%08x", insn);
  const std::string operands = OperandsOf(instruction->operands, pc, insn);
  return absl::StrCat(instruction->name, Ordering(instruction->operands, insn),
                      operands.empty() ? "" : " ", operands);
}

}  // namespace ringside
