// Instructions of 16 bits, quadrant by quadrant, in the order of the specification's tables.
#include "absl/strings/str_format.h"
#include "testbench/core_runner/disassemble.h"

namespace ringside {
namespace {

// `count` bits of the instruction from bit `from`, moved to bit `to`.
uint32_t Move(uint32_t insn, int from, int count, int to) {
  return (insn >> from & ((1u << count) - 1)) << to;
}
int32_t SignExtend(uint32_t value, int bits) {
  return static_cast<int32_t>(value << (32 - bits)) >> (32 - bits);
}

const char* Rd(uint32_t i) { return RegisterName(Move(i, 7, 5, 0)); }
const char* Rs2(uint32_t i) { return RegisterName(Move(i, 2, 5, 0)); }
// The eight registers that three bits name.
const char* High(uint32_t i) { return RegisterName(8 + Move(i, 7, 3, 0)); }
const char* Low(uint32_t i) { return RegisterName(8 + Move(i, 2, 3, 0)); }

uint32_t Unsigned6(uint32_t i) { return Move(i, 12, 1, 5) | Move(i, 2, 5, 0); }
int32_t Signed6(uint32_t i) { return SignExtend(Unsigned6(i), 6); }
uint32_t WordOffset(uint32_t i) { return Move(i, 10, 3, 3) | Move(i, 6, 1, 2) | Move(i, 5, 1, 6); }
uint32_t StackLoadOffset(uint32_t i) {
  return Move(i, 12, 1, 5) | Move(i, 4, 3, 2) | Move(i, 2, 2, 6);
}
uint32_t StackStoreOffset(uint32_t i) { return Move(i, 9, 4, 2) | Move(i, 7, 2, 6); }
uint32_t Addi4spn(uint32_t i) {
  return Move(i, 11, 2, 4) | Move(i, 7, 4, 6) | Move(i, 6, 1, 2) | Move(i, 5, 1, 3);
}
int32_t Addi16sp(uint32_t i) {
  return SignExtend(
      Move(i, 12, 1, 9) | Move(i, 6, 1, 4) | Move(i, 5, 1, 6) | Move(i, 3, 2, 7) | Move(i, 2, 1, 5),
      10);
}
int32_t JumpOffset(uint32_t i) {
  return SignExtend(Move(i, 12, 1, 11) | Move(i, 11, 1, 4) | Move(i, 9, 2, 8) | Move(i, 8, 1, 10) |
                        Move(i, 7, 1, 6) | Move(i, 6, 1, 7) | Move(i, 3, 3, 1) | Move(i, 2, 1, 5),
                    12);
}
int32_t BranchOffset(uint32_t i) {
  return SignExtend(Move(i, 12, 1, 8) | Move(i, 10, 2, 3) | Move(i, 5, 2, 6) | Move(i, 3, 2, 1) |
                        Move(i, 2, 1, 5),
                    9);
}

std::string Unknown(uint32_t i) { return absl::StrFormat(".half 0x%04x", i); }

std::string Quadrant0(uint32_t i) {
  switch (i >> 13) {
    case 0:
      if (Addi4spn(i) == 0) return Unknown(i);
      return absl::StrFormat("c.addi4spn %s,sp,%d", Low(i), Addi4spn(i));
    case 2:
      return absl::StrFormat("c.lw %s,%d(%s)", Low(i), WordOffset(i), High(i));
    case 6:
      return absl::StrFormat("c.sw %s,%d(%s)", Low(i), WordOffset(i), High(i));
    default:
      return Unknown(i);
  }
}

std::string Arithmetic(uint32_t i) {
  constexpr const char* kNames[] = {"c.sub", "c.xor", "c.or", "c.and"};
  switch (Move(i, 10, 2, 0)) {
    case 2:
      return absl::StrFormat("c.andi %s,%d", High(i), Signed6(i));
    case 3:
      if ((i >> 12 & 1) != 0) return Unknown(i);
      return absl::StrFormat("%s %s,%s", kNames[Move(i, 5, 2, 0)], High(i), Low(i));
    default:
      // Shifts by 32 and more are not for 32-bit registers.
      if ((i >> 12 & 1) != 0) return Unknown(i);
      return absl::StrFormat("c.%s %s,0x%x", Move(i, 10, 2, 0) == 0 ? "srli" : "srai", High(i),
                             Unsigned6(i));
  }
}

std::string Quadrant1(uint32_t i, uint32_t pc) {
  const uint32_t rd = Move(i, 7, 5, 0);
  switch (i >> 13) {
    case 0:
      if (rd == 0 && Signed6(i) == 0) return "c.nop";
      if (rd == 0) return absl::StrFormat("c.nop %d", Signed6(i));
      return absl::StrFormat("c.addi %s,%d", Rd(i), Signed6(i));
    case 1:
      return absl::StrFormat("c.jal 0x%x", pc + JumpOffset(i));
    case 2:
      return absl::StrFormat("c.li %s,%d", Rd(i), Signed6(i));
    case 3:
      if (Signed6(i) == 0) return Unknown(i);
      if (rd == 2) return absl::StrFormat("c.addi16sp sp,%d", Addi16sp(i));
      return absl::StrFormat("c.lui %s,0x%x", Rd(i), Signed6(i) & 0xfffff);
    case 4:
      return Arithmetic(i);
    case 5:
      return absl::StrFormat("c.j 0x%x", pc + JumpOffset(i));
    default:
      return absl::StrFormat("c.%s %s,0x%x", i >> 13 == 6 ? "beqz" : "bnez", High(i),
                             pc + BranchOffset(i));
  }
}

std::string JumpMoveAdd(uint32_t i) {
  const bool add = (i >> 12 & 1) != 0;
  if (Move(i, 2, 5, 0) != 0) {
    return absl::StrFormat("c.%s %s,%s", add ? "add" : "mv", Rd(i), Rs2(i));
  }
  if (Move(i, 7, 5, 0) != 0) return absl::StrFormat("c.%s %s", add ? "jalr" : "jr", Rd(i));
  return add ? "c.ebreak" : Unknown(i);
}

std::string Quadrant2(uint32_t i) {
  switch (i >> 13) {
    case 0:
      if ((i >> 12 & 1) != 0) return Unknown(i);
      return absl::StrFormat("c.slli %s,0x%x", Rd(i), Unsigned6(i));
    case 2:
      if (Move(i, 7, 5, 0) == 0) return Unknown(i);
      return absl::StrFormat("c.lwsp %s,%d(sp)", Rd(i), StackLoadOffset(i));
    case 4:
      return JumpMoveAdd(i);
    case 6:
      return absl::StrFormat("c.swsp %s,%d(sp)", Rs2(i), StackStoreOffset(i));
    default:
      return Unknown(i);
  }
}

}  // namespace

std::string DisassembleCompressed(uint32_t pc, uint32_t insn) {
  switch (insn & 3) {
    case 0:
      return Quadrant0(insn);
    case 1:
      return Quadrant1(insn, pc);
    default:
      return Quadrant2(insn);
  }
}

}  // namespace ringside
