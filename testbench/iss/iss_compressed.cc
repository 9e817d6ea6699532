#include "testbench/iss/iss_compressed.h"

#include <initializer_list>

#include "testbench/iss/assembler.h"

namespace ringside {
namespace {

constexpr uint32_t kReserved = 0;
constexpr int kZero = 0;
constexpr int kRa = 1;
constexpr int kSp = 2;

// An immediate out of the places that the specification's tables give, highest first: which bit of
// the immediate stands in which bit of the instruction.
struct Place {
  int value_bit;
  int insn_bit;
};
int32_t Gather(uint32_t insn, std::initializer_list<Place> places, bool is_signed) {
  uint32_t value = 0;
  for (const Place& place : places) value |= (insn >> place.insn_bit & 1) << place.value_bit;
  const int top = places.begin()->value_bit;
  if (is_signed && (value >> top & 1)) value |= ~0u << top;
  return static_cast<int32_t>(value);
}

int32_t ImmCi(uint32_t i) {
  return Gather(i, {{5, 12}, {4, 6}, {3, 5}, {2, 4}, {1, 3}, {0, 2}}, true);
}
int32_t ImmAddi16sp(uint32_t i) {
  return Gather(i, {{9, 12}, {8, 4}, {7, 3}, {6, 5}, {5, 2}, {4, 6}}, true);
}
int32_t ImmAddi4spn(uint32_t i) {
  return Gather(i, {{9, 10}, {8, 9}, {7, 8}, {6, 7}, {5, 12}, {4, 11}, {3, 5}, {2, 6}}, false);
}
int32_t OffsetLw(uint32_t i) {
  return Gather(i, {{6, 5}, {5, 12}, {4, 11}, {3, 10}, {2, 6}}, false);
}
int32_t OffsetLwsp(uint32_t i) {
  return Gather(i, {{7, 3}, {6, 2}, {5, 12}, {4, 6}, {3, 5}, {2, 4}}, false);
}
int32_t OffsetSwsp(uint32_t i) {
  return Gather(i, {{7, 8}, {6, 7}, {5, 12}, {4, 11}, {3, 10}, {2, 9}}, false);
}
int32_t OffsetJump(uint32_t i) {
  return Gather(
      i,
      {{11, 12}, {10, 8}, {9, 10}, {8, 9}, {7, 6}, {6, 7}, {5, 2}, {4, 11}, {3, 5}, {2, 4}, {1, 3}},
      true);
}
int32_t OffsetBranch(uint32_t i) {
  return Gather(i, {{8, 12}, {7, 6}, {6, 5}, {5, 2}, {4, 11}, {3, 10}, {2, 4}, {1, 3}}, true);
}

// Quadrant 0.
uint32_t Expand0(uint32_t i) {
  const int low = static_cast<int>(8 + (i >> 2 & 7));
  const int high = static_cast<int>(8 + (i >> 7 & 7));
  switch (i >> 13) {
    case 0:  // C.ADDI4SPN
      return ImmAddi4spn(i) == 0 ? kReserved : rv::Addi(low, kSp, ImmAddi4spn(i));
    case 2:
      return rv::Lw(low, high, OffsetLw(i));
    case 6:
      return rv::Sw(low, high, OffsetLw(i));
    default:
      return kReserved;
  }
}

// Quadrant 1, funct3 4.
uint32_t ExpandArithmetic(uint32_t i) {
  const int rd = static_cast<int>(8 + (i >> 7 & 7));
  const int rs2 = static_cast<int>(8 + (i >> 2 & 7));
  const bool bit12 = i >> 12 & 1;
  switch (i >> 10 & 3) {
    case 0:  // C.SRLI
      return bit12 ? kReserved : rv::Srli(rd, rd, ImmCi(i));
    case 1:  // C.SRAI
      return bit12 ? kReserved : rv::Srli(rd, rd, 0x400 | ImmCi(i));
    case 2:
      return rv::Andi(rd, rd, ImmCi(i));
    default:
      break;
  }
  if (bit12) return kReserved;
  switch (i >> 5 & 3) {
    case 0:
      return rv::Sub(rd, rd, rs2);
    case 1:  // C.XOR
      return rv::Op(0, 4, rd, rd, rs2);
    case 2:  // C.OR
      return rv::Op(0, 6, rd, rd, rs2);
    default:  // C.AND
      return rv::Op(0, 7, rd, rd, rs2);
  }
}

uint32_t Expand1(uint32_t i) {
  const int rd = static_cast<int>(i >> 7 & 31);
  const int rs1 = static_cast<int>(8 + (i >> 7 & 7));
  switch (i >> 13) {
    case 0:
      return rv::Addi(rd, rd, ImmCi(i));
    case 1:
      return rv::Jal(kRa, OffsetJump(i));
    case 2:  // C.LI
      return rv::Addi(rd, kZero, ImmCi(i));
    case 3:  // C.ADDI16SP, C.LUI
      if (ImmCi(i) == 0) return kReserved;
      return rd == kSp ? rv::Addi(kSp, kSp, ImmAddi16sp(i))
                       : rv::Lui(rd, static_cast<uint32_t>(ImmCi(i)) << 12);
    case 4:
      return ExpandArithmetic(i);
    case 5:
      return rv::Jal(kZero, OffsetJump(i));
    case 6:
      return rv::Beq(rs1, kZero, OffsetBranch(i));
    default:
      return rv::Bne(rs1, kZero, OffsetBranch(i));
  }
}

uint32_t Expand2(uint32_t i) {
  const int rd = static_cast<int>(i >> 7 & 31);
  const int rs2 = static_cast<int>(i >> 2 & 31);
  const bool bit12 = i >> 12 & 1;
  switch (i >> 13) {
    case 0:
      return bit12 ? kReserved : rv::Slli(rd, rd, rs2);
    case 2:
      return rd == 0 ? kReserved : rv::Lw(rd, kSp, OffsetLwsp(i));
    case 4:
      if (rs2 != 0) return rv::Add(rd, bit12 ? rd : kZero, rs2);
      if (rd != 0) return rv::Jalr(bit12 ? kRa : kZero, rd, 0);
      return bit12 ? rv::kEbreak : kReserved;
    case 6:
      return rv::Sw(rs2, kSp, OffsetSwsp(i));
    default:
      return kReserved;
  }
}

}  // namespace

uint32_t ExpandCompressed(uint32_t insn) {
  switch (insn & 3) {
    case 0:
      return Expand0(insn);
    case 1:
      return Expand1(insn);
    default:
      return Expand2(insn);
  }
}

}  // namespace ringside
