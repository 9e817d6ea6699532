#include "testbench/iss/iss_bits.h"

#include <algorithm>
#include <bit>

namespace ringside {
namespace {

int32_t Signed(uint32_t a) { return static_cast<int32_t>(a); }

// `a` with byte i being f(byte i).
template <typename F>
uint32_t EachByte(uint32_t a, F f) {
  uint32_t result = 0;
  for (int shift = 0; shift < 32; shift += 8) result |= f(a >> shift & 0xff) << shift;
  return result;
}

uint32_t ReverseByte(uint32_t byte) {
  uint32_t result = 0;
  for (int i = 0; i < 8; ++i) result |= (byte >> i & 1) << (7 - i);
  return result;
}

uint32_t Zip(uint32_t a) {
  uint32_t result = 0;
  for (int i = 0; i < 16; ++i) result |= (a >> i & 1) << 2 * i | (a >> (16 + i) & 1) << (2 * i + 1);
  return result;
}

uint32_t Unzip(uint32_t a) {
  uint32_t result = 0;
  for (int i = 0; i < 16; ++i) result |= (a >> 2 * i & 1) << i | (a >> (2 * i + 1) & 1) << (16 + i);
  return result;
}

// funct7 and funct3, as the tables of the specification write them side by side.
constexpr uint32_t Key(uint32_t funct7, uint32_t funct3) { return funct7 << 3 | funct3; }
uint32_t KeyOf(uint32_t insn) { return Key(insn >> 25, insn >> 12 & 7); }

}  // namespace

std::optional<uint32_t> BitOperation(uint32_t insn, uint32_t a, uint32_t b) {
  const uint32_t bit = 1u << (b & 31);
  const int amount = static_cast<int>(b & 31);
  switch (KeyOf(insn)) {
    case Key(0x10, 2):  // SH1ADD
      return (a << 1) + b;
    case Key(0x10, 4):  // SH2ADD
      return (a << 2) + b;
    case Key(0x10, 6):  // SH3ADD
      return (a << 3) + b;
    case Key(0x20, 4):  // XNOR
      return ~(a ^ b);
    case Key(0x20, 6):  // ORN
      return a | ~b;
    case Key(0x20, 7):  // ANDN
      return a & ~b;
    case Key(0x05, 4):  // MIN
      return static_cast<uint32_t>(std::min(Signed(a), Signed(b)));
    case Key(0x05, 5):  // MINU
      return std::min(a, b);
    case Key(0x05, 6):  // MAX
      return static_cast<uint32_t>(std::max(Signed(a), Signed(b)));
    case Key(0x05, 7):  // MAXU
      return std::max(a, b);
    case Key(0x30, 1):  // ROL
      return std::rotl(a, amount);
    case Key(0x30, 5):  // ROR
      return std::rotr(a, amount);
    case Key(0x04, 4):  // PACK, ZEXT.H
      return b << 16 | (a & 0xffff);
    case Key(0x04, 7):  // PACKH
      return (b & 0xff) << 8 | (a & 0xff);
    case Key(0x24, 1):  // BCLR
      return a & ~bit;
    case Key(0x24, 5):  // BEXT
      return (a & bit) != 0;
    case Key(0x34, 1):  // BINV
      return a ^ bit;
    case Key(0x14, 1):  // BSET
      return a | bit;
    default:
      return std::nullopt;
  }
}

std::optional<uint32_t> BitOperationImmediate(uint32_t insn, uint32_t a) {
  const uint32_t field = insn >> 20 & 31;
  switch (KeyOf(insn)) {
    case Key(0x30, 5):  // RORI
    case Key(0x24, 1):  // BCLRI
    case Key(0x24, 5):  // BEXTI
    case Key(0x34, 1):  // BINVI
    case Key(0x14, 1):  // BSETI
      return BitOperation(insn, a, field);
    default:
      break;
  }
  // Operations of one operand: all of the immediate names them.
  const uint32_t funct3 = insn >> 12 & 7;
  switch (insn >> 20 << 3 | funct3) {
    case 0x600 << 3 | 1:  // CLZ
      return static_cast<uint32_t>(std::countl_zero(a));
    case 0x601 << 3 | 1:  // CTZ
      return static_cast<uint32_t>(std::countr_zero(a));
    case 0x602 << 3 | 1:  // CPOP
      return static_cast<uint32_t>(std::popcount(a));
    case 0x604 << 3 | 1:  // SEXT.B
      return static_cast<uint32_t>(static_cast<int8_t>(a));
    case 0x605 << 3 | 1:  // SEXT.H
      return static_cast<uint32_t>(static_cast<int16_t>(a));
    case 0x287 << 3 | 5:  // ORC.B
      return EachByte(a, [](uint32_t byte) { return byte == 0 ? 0u : 0xffu; });
    case 0x698 << 3 | 5:  // REV8
      return a << 24 | (a & 0xff00) << 8 | (a >> 8 & 0xff00) | a >> 24;
    case 0x687 << 3 | 5:  // BREV8
      return EachByte(a, ReverseByte);
    case 0x08f << 3 | 1:  // ZIP
      return Zip(a);
    case 0x08f << 3 | 5:  // UNZIP
      return Unzip(a);
    default:
      return std::nullopt;
  }
}

}  // namespace ringside
