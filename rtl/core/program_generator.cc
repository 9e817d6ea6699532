#include "rtl/core/program_generator.h"

#include <array>

#include "testbench/iss/assembler.h"
#include "testbench/iss/flat_memory.h"

namespace ringside {
namespace {

// Used by the handler; random code may read and write them as it likes.
constexpr int kHandlerRegister = 30;

}  // namespace

int ProgramGenerator::Destination() {
  const int rd = Chance(80) ? Pick(4, 9) : Pick(0, 31);
  return rd == kBaseRegister || rd == kOtherBaseRegister ? 0 : rd;
}

uint32_t ProgramGenerator::HardValue() {
  constexpr std::array<uint32_t, 8> kHard = {0,          1,          2,          0xffffffff,
                                             0x80000000, 0x7fffffff, 0x80000001, 0xfffffffe};
  return Chance(60) ? kHard[Pick(0, 7)] : static_cast<uint32_t>(random_()) >> Pick(0, 31);
}

std::vector<uint32_t> ProgramGenerator::Code() {
  std::vector<uint32_t> code(FlatMemory::kBytes / 4, rv::kEbreak);
  EmitReset(&code);
  EmitHandler(&code);
  EmitRandom(&code);
  return code;
}

std::vector<uint32_t> ProgramGenerator::Data() {
  std::vector<uint32_t> data(FlatMemory::kBytes / 4);
  for (uint32_t& word : data) word = HardValue();
  return data;
}

// Registers from data memory, traps on, into the random code.
void ProgramGenerator::EmitReset(std::vector<uint32_t>* code) {
  uint32_t* at = EmitBases(code->data());
  for (int rd = 1; rd < 32; ++rd) {
    if (rd != kBaseRegister && rd != kOtherBaseRegister) *at++ = rv::Lw(rd, kBaseRegister, 4 * rd);
  }
  at = EmitProtection(at);
  *at++ = rv::Csr(5, 0, rv::kMcounteren, Pick(0, 31));
  // Direct or vectored.
  *at++ = rv::Addi(kHandlerRegister, 0, static_cast<int32_t>(kHandlerBase) | Pick(0, 1));
  *at++ = rv::Csrrw(0, rv::kMtvec, kHandlerRegister);
  *at++ = rv::Csrrw(0, rv::kMie, Pick(3, 29));
  *at++ = rv::Csr(6, 0, rv::kMstatus, 8);
  const uint32_t here = static_cast<uint32_t>(at - code->data()) * 4;
  *at = rv::Jal(0, static_cast<int32_t>(kRandomBase - here));
}

uint32_t* ProgramGenerator::EmitBases(uint32_t* at) {
  *at++ = rv::Lui(kBaseRegister, FlatMemory::kDataBase + 0x1000);
  *at++ = rv::Addi(kBaseRegister, kBaseRegister, -2048);
  *at++ = rv::Lui(kOtherBaseRegister, second_end_);
  *at++ = rv::Addi(kOtherBaseRegister, kOtherBaseRegister, -2048);
  return at;
}

// The last region lets user mode do everything everywhere; those before it lie where the program
// loads and stores most, and one in its code.
uint32_t* ProgramGenerator::EmitProtection(uint32_t* at) {
  const auto write = [&at](uint32_t csr, uint32_t value) {
    *at++ = rv::Lui(kHandlerRegister, value + 0x800);
    *at++ = rv::Addi(kHandlerRegister, kHandlerRegister, static_cast<int32_t>(value << 20) >> 20);
    *at++ = rv::Csrrw(0, csr, kHandlerRegister);
  };
  constexpr uint32_t kAllOfMemory = 0x1f;
  constexpr int kRegions = 4;
  write(rv::kPmpaddr0 + 15, 0xffffffff);
  write(rv::kPmpcfg0 + 3, kAllOfMemory << 24);
  if (Chance(40)) return at;
  uint32_t config = 0;
  for (int i = 0; i < kRegions; ++i) {
    uint32_t place = FlatMemory::kDataBase + 0x800 + static_cast<uint32_t>(Pick(-64, 64));
    if (i == 2) place = kRandomBase + static_cast<uint32_t>(Pick(0, 4 * kRandomWords));
    write(rv::kPmpaddr0 + static_cast<uint32_t>(i), place >> 2);
    const uint32_t locked = Chance(20) ? 0x80 : 0;
    config |= (static_cast<uint32_t>(Pick(0, 31)) | locked) << 8 * i;
  }
  write(rv::kPmpcfg0, config);
  return at;
}

// 32-bit and compressed instructions in any order: half of the former cross words.
void ProgramGenerator::EmitRandom(std::vector<uint32_t>* code) {
  std::vector<uint16_t> halves;
  const auto append = [&halves](uint32_t insn) {
    halves.push_back(static_cast<uint16_t>(insn));
    halves.push_back(static_cast<uint16_t>(insn >> 16));
  };
  while (halves.size() < 2 * kRandomWords) {
    const int kind = Pick(1, 100);
    if (kind <= 53) {
      halves.push_back(Compressed());
    } else if (kind <= 97) {
      append(Instruction());
    } else {
      for (const uint32_t insn : Sequence()) append(insn);
    }
  }
  for (int i = 0; i < kRandomWords; ++i) {
    (*code)[kRandomBase / 4 + i] = uint32_t{halves[2 * i + 1]} << 16 | halves[2 * i];
  }
}

// Most interrupts just return; the non-maskable one, which may come in here, does not. Exceptions
// set the data pointers right again and return four bytes on, which may be the middle of an
// instruction; those of fetch, of what is no instruction, and of EBREAK, which fills memory, go to
// some place in the random code.
void ProgramGenerator::EmitHandler(std::vector<uint32_t>* code) {
  constexpr int kVectors = 32;
  const int handler = kHandlerBase / 4 + kVectors;
  for (int i = 0; i < kVectors; ++i) (*code)[kHandlerBase / 4 + i] = rv::Jal(0, 4 * (kVectors - i));
  uint32_t* at = code->data() + handler;
  const int r = kHandlerRegister;
  *at++ = rv::Csrrs(r, rv::kMcause, 0);
  *at++ = rv::Branch(5, r, 0, 4 * 7);  // exception
  *at++ = rv::Slli(r, r, 1);
  *at++ = rv::Beq(r, 0, 4 * 15);           // not maskable: has spoilt mepc if in this handler
  *at++ = rv::Csrrs(r, rv::kMinstret, 0);  // interrupt: one in four goes anywhere
  *at++ = rv::Andi(r, r, 3);
  *at++ = rv::Beq(r, 0, 4 * 12);
  *at++ = rv::kMret;
  at = EmitBases(at);
  *at++ = rv::Addi(r, r, -4);  // causes 0 to 3: fetch, illegal, EBREAK
  *at++ = rv::Blt(r, 0, 4 * 5);
  *at++ = rv::Csrrs(r, rv::kMepc, 0);
  *at++ = rv::Addi(r, r, 4);
  *at++ = rv::Csrrw(0, rv::kMepc, r);
  *at++ = rv::kMret;
  *at++ = rv::Lui(r + 1, 0x2000);  // anywhere, in user mode one time in four
  *at++ = rv::Addi(r + 1, r + 1, -2048);
  *at++ = rv::Csr(3, 0, rv::kMstatus, r + 1);
  *at++ = rv::Csrrs(r, rv::kMinstret, 0);
  *at++ = rv::Andi(r, r, 3);
  *at++ = rv::Beq(r, 0, 8);
  *at++ = rv::Csrrs(0, rv::kMstatus, r + 1);
  *at++ = rv::Csrrs(r, rv::kMinstret, 0);
  *at++ = rv::Slli(r, r, 20);
  *at++ = rv::Srli(r, r, 19);
  *at++ = rv::Lui(r + 1, kRandomBase);
  *at++ = rv::Add(r, r, r + 1);
  *at++ = rv::Csrrw(0, rv::kMepc, r);
  *at++ = rv::kMret;
}

uint32_t ProgramGenerator::Instruction() {
  const int kind = Pick(1, 100);
  if (kind <= 28) return Arithmetic();
  if (kind <= 40) return Bits();
  if (kind <= 48) return MulDiv();
  if (kind <= 67) return Memory();
  if (kind <= 73) return Atomic();
  if (kind <= 89) return Control();
  if (kind <= 96) return Csr();
  return Odd();
}

uint32_t ProgramGenerator::Arithmetic() {
  const uint32_t funct3 = static_cast<uint32_t>(Pick(0, 7));
  const bool can_alternate = funct3 == 0 || funct3 == 5;
  const uint32_t funct7 = can_alternate && Chance(50) ? 0x20 : 0;
  switch (Pick(0, 9)) {
    case 0:
      return rv::Lui(Destination(), HardValue());
    case 1:
      return rv::Auipc(Destination(), HardValue());
    case 2:
    case 3:
    case 4:
      if (funct3 == 1) return rv::Slli(Destination(), Source(), Pick(0, 31));
      if (funct3 == 5) {
        return rv::OpImm(5, Destination(), Source(),
                         Pick(0, 31) | static_cast<int32_t>(funct7 << 5));
      }
      return rv::OpImm(funct3, Destination(), Source(), Pick(-2048, 2047));
    default:
      return rv::Op(funct7, funct3, Destination(), Source(), Source());
  }
}

uint32_t ProgramGenerator::Bits() {
  // By funct7 and funct3.
  constexpr std::array<std::array<uint32_t, 2>, 18> kOps = {{{0x10, 2},
                                                             {0x10, 4},
                                                             {0x10, 6},
                                                             {0x20, 4},
                                                             {0x20, 6},
                                                             {0x20, 7},
                                                             {0x05, 4},
                                                             {0x05, 5},
                                                             {0x05, 6},
                                                             {0x05, 7},
                                                             {0x30, 1},
                                                             {0x30, 5},
                                                             {0x04, 4},
                                                             {0x04, 7},
                                                             {0x24, 1},
                                                             {0x24, 5},
                                                             {0x34, 1},
                                                             {0x14, 1}}};
  // By funct7, rs2's field (32: any) and funct3.
  constexpr std::array<std::array<int, 3>, 15> kImmediates = {{{0x30, 0, 1},
                                                               {0x30, 1, 1},
                                                               {0x30, 2, 1},
                                                               {0x30, 4, 1},
                                                               {0x30, 5, 1},
                                                               {0x14, 7, 5},
                                                               {0x34, 24, 5},
                                                               {0x34, 7, 5},
                                                               {0x04, 15, 1},
                                                               {0x04, 15, 5},
                                                               {0x30, 32, 5},
                                                               {0x24, 32, 1},
                                                               {0x24, 32, 5},
                                                               {0x34, 32, 1},
                                                               {0x14, 32, 1}}};
  if (Chance(50)) {
    const auto [funct7, funct3] = kOps[Pick(0, 17)];
    return rv::Op(funct7, funct3, Destination(), Source(), Source());
  }
  const auto [funct7, field, funct3] = kImmediates[Pick(0, 14)];
  const int low = field == 32 ? Pick(0, 31) : field;
  return rv::OpImm(static_cast<uint32_t>(funct3), Destination(), Source(), funct7 << 5 | low);
}

uint32_t ProgramGenerator::MulDiv() {
  return rv::Op(1, static_cast<uint32_t>(Pick(0, 7)), Destination(), Source(), Source());
}

uint32_t ProgramGenerator::Memory() {
  constexpr std::array<uint32_t, 5> kLoads = {0, 1, 2, 4, 5};
  const bool is_load = Chance(60);
  const uint32_t funct3 = is_load ? kLoads[Pick(0, 4)] : static_cast<uint32_t>(Pick(0, 2));
  // Mostly aligned, mostly near each other, sometimes nowhere.
  int32_t offset = Chance(70) ? Pick(-8, 8) : Pick(-2048, 2047);
  if (Chance(95)) offset &= -1 << (funct3 & 3);
  int base = Chance(70) ? kBaseRegister : kOtherBaseRegister;
  if (Chance(4)) base = Source();
  return is_load ? rv::Load(funct3, Destination(), base, offset)
                 : rv::Store(funct3, Source(), base, offset);
}

// Mostly LR and SC, and most of them on one word, so that some SC succeed.
uint32_t ProgramGenerator::Atomic() {
  constexpr std::array<uint32_t, 9> kOps = {0x00, 0x01, 0x04, 0x08, 0x0c, 0x10, 0x14, 0x18, 0x1c};
  constexpr uint32_t kLoadReserved = 2;
  constexpr uint32_t kStoreConditional = 3;
  int base = Chance(80) ? kBaseRegister : kOtherBaseRegister;
  if (Chance(10)) base = Source();
  const bool acquire = Chance(25);
  const bool release = Chance(25);
  const int destination = Destination();
  switch (Pick(0, 4)) {
    case 0:
      return rv::Atomic(kLoadReserved, destination, base, Chance(95) ? 0 : Source(), acquire,
                        release);
    case 1:
    case 2:
      return rv::Atomic(kStoreConditional, destination, base, Source(), acquire, release);
    default:
      return rv::Atomic(kOps[Pick(0, 8)], destination, base, Source(), acquire, release);
  }
}

uint32_t ProgramGenerator::Control() {
  constexpr std::array<uint32_t, 6> kBranches = {0, 1, 4, 5, 6, 7};
  // Forward more than backward, so that loops end.
  const int32_t offset = 2 * (Chance(80) ? Pick(1, 24) : Pick(-24, -1));
  switch (Pick(0, 9)) {
    case 0:
      return rv::Jal(Destination(), 16 * offset);
    case 1:
      return rv::Jal(Destination(), offset);
    case 2:
      return rv::Jalr(Destination(), Source(), Pick(-2048, 2047));
    // Calls and returns, with and without what fetch must see in time.
    case 3:
      return Chance(50) ? rv::Jal(1, offset) : rv::Jalr(Pick(0, 1), 1, Chance(80) ? 0 : 4);
    default:
      return rv::Branch(kBranches[Pick(0, 5)], Source(), Source(), offset);
  }
}

uint16_t ProgramGenerator::Compressed() {
  const uint32_t any = static_cast<uint32_t>(random_());
  const uint32_t rd = static_cast<uint32_t>(Destination()) << 7;
  const uint32_t rs2 = static_cast<uint32_t>(Source()) << 2;
  const uint32_t rs1_short = static_cast<uint32_t>(Pick(0, 6)) << 7;
  const uint32_t rs2_short = static_cast<uint32_t>(Pick(0, 6)) << 2;
  constexpr uint32_t kShortBase = (kBaseRegister - 8) << 7;
  // funct3, quadrant and the register fields; what is left is random.
  uint32_t insn = 0;
  switch (Pick(0, 15)) {
    case 0:  // C.ADDI
    case 1:
      insn = 0x0001 | rd | (any & 0x107c);
      break;
    case 2:  // C.LI
      insn = 0x4001 | rd | (any & 0x107c);
      break;
    case 3:  // C.LUI
      insn = 0x6001 | rd | (any & 0x107c);
      break;
    case 4:  // C.ADD, C.MV
    case 5:
      insn = 0x8002 | rd | rs2 | (any & 0x1000);
      break;
    case 6:  // Shifts, C.ANDI, operations of two registers
    case 7:
    case 8:
      insn = 0x8001 | rs1_short | rs2_short | (any & 0x0c60) | (Chance(5) ? 0x1000 : 0);
      break;
    case 9:  // C.SLLI
      insn = 0x0002 | rd | (any & 0x007c);
      break;
    case 10:  // C.LW, C.SW
      insn = 0x4000 | kShortBase | rs2_short | (any & 0x8060);
      break;
    case 11:  // C.LWSP, C.SWSP
      insn = Chance(50) ? 0x4002 | rd | (any & 0x107c) : 0xc002 | rs2 | (any & 0x1f80);
      break;
    case 12:  // C.BEQZ, C.BNEZ, near, but never to itself
      insn = 0xc011 | rs1_short | (any & 0x2c08) | (Chance(20) ? 0x1064 : 0);
      break;
    case 13:  // C.J, C.JAL, near; C.JR, C.JALR, anywhere
      insn = Chance(70) ? 0x2011 | (any & 0x8828) | (Chance(20) ? 0x17c4 : 0)
                        : 0x8002 | rd | (any & 0x1000);
      break;
    default:
      insn = any;
      break;
  }
  // The lowest bits of a random one may say that it has 32 bits; then it has, with what follows.
  return static_cast<uint16_t>(insn);
}

uint32_t ProgramGenerator::Csr() {
  constexpr std::array<uint32_t, 12> kWritable = {
      rv::kMstatus, rv::kMie,  rv::kMscratch, rv::kMepc,     rv::kMcause, rv::kMtval,
      rv::kMip,     rv::kMisa, rv::kMcycle,   rv::kMinstret, 0xb82,       rv::kMcounteren};
  constexpr std::array<uint32_t, 5> kSets = {1, 2, 3, 6, 7};
  if (Chance(10)) return rv::Csrrs(Destination(), static_cast<uint32_t>(Pick(0, 0xfff)), 0);
  if (Chance(5)) return rv::Csrrw(Destination(), static_cast<uint32_t>(Pick(0xc00, 0xfff)), 4);
  if (Chance(20)) return rv::Csrrs(Destination(), rv::kMtvec, 0);
  if (Chance(6)) {
    const int pmp = Pick(0, 19);
    const uint32_t csr = pmp < 16 ? rv::kPmpaddr0 + pmp : rv::kPmpcfg0 + pmp - 16;
    return rv::Csr(kSets[Pick(0, 4)], Destination(), csr, Chance(50) ? 0 : Source());
  }
  if (Chance(6)) return rv::Csrrs(Destination(), 0xc00 + 2 * Pick(0, 1) + 0x80 * Pick(0, 1), 0);
  const uint32_t csr = kWritable[Pick(0, 11)];
  // Interrupts are turned on more often than off.
  if (csr == rv::kMstatus && Chance(50)) return rv::Csr(6, Destination(), csr, 8);
  if (csr == rv::kMie && Chance(50)) return rv::Csrrs(Destination(), csr, Source());
  return rv::Csr(kSets[Pick(0, 4)], Destination(), csr, Source());
}

// What ordinary programs seldom hold.
uint32_t ProgramGenerator::Odd() {
  switch (Pick(0, 9)) {
    case 0:
      return rv::kEcall;
    case 1:
      return rv::kEbreak;
    case 2:
      return rv::kMret;
    case 3:
      return rv::kWfi;
    case 4:
      return rv::kFence;
    case 5:
      return rv::kFenceI;
    // One bit off a legal instruction: often a reserved encoding.
    case 6:
    case 7:
      return (Chance(50) ? Arithmetic() : Bits()) ^ 1u << Pick(20, 31);
    case 8:
      return Memory() ^ 1u << Pick(12, 14);
    default:
      return static_cast<uint32_t>(random_());
  }
}

}  // namespace ringside
