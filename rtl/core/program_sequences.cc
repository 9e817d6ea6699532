// Sequences of instructions that belong together: pointers made in each way and followed, jumps
// through registers that arrive, CSRs written and read back.
#include <algorithm>
#include <iterator>

#include "rtl/core/program_generator.h"
#include "testbench/iss/assembler.h"

namespace ringside {

std::vector<uint32_t> ProgramGenerator::Sequence() {
  if (Chance(15)) return Trigger();
  switch (Pick(0, 3)) {
    case 0:
      return JumpToNext();
    case 1:
      return ThroughPointer();
    default:
      return CsrAndBack();
  }
}

// Sets a trigger on data, or turns one off. What it stops is skipped by the handler, as all that
// traps.
std::vector<uint32_t> ProgramGenerator::Trigger() {
  constexpr uint32_t kTselect = 0x7a0;
  constexpr uint32_t kTdata1 = 0x7a1;
  constexpr uint32_t kTdata2 = 0x7a2;
  constexpr uint32_t kType2 = 0x2000'0000;
  const int one = Pick(7, 9);
  std::vector<uint32_t> code = {rv::Csr(5, 0, kTselect, Pick(0, 4))};
  if (Chance(50)) {
    code.push_back(rv::Csrrw(Destination(), kTdata1, 0));
    return code;
  }
  // One address or a range, machine or user mode or both, loads or stores or both.
  const int control = Pick(0, 1) << 7 | Pick(0, 1) << 6 | Pick(0, 1) << 3 | Pick(0, 3);
  code.push_back(rv::Addi(one, kBaseRegister, Pick(-64, 64)));
  code.push_back(rv::Csrrw(Destination(), kTdata2, one));
  code.push_back(rv::Lui(one, kType2));
  code.push_back(rv::Addi(one, one, control));
  code.push_back(rv::Csrrw(Destination(), kTdata1, one));
  return code;
}

// A pointer comes out of each kind of instruction and is used one or two instructions later.
std::vector<uint32_t> ProgramGenerator::ThroughPointer() {
  const int pointer = Pick(4, 6);
  const int one = Pick(7, 9);
  const int32_t slot = 4 * Pick(-8, 8);
  std::vector<uint32_t> code;
  switch (Pick(0, 5)) {
    case 0:
      code = {rv::Addi(one, 0, 1), rv::Mul(pointer, kBaseRegister, one)};
      break;
    case 1:
      code = {rv::Addi(one, 0, 1), rv::Div(pointer, kBaseRegister, one)};
      break;
    case 2:
      code = {rv::Sw(kBaseRegister, kBaseRegister, slot), rv::Lw(pointer, kBaseRegister, slot)};
      break;
    case 3:
      code = {rv::Csrrw(0, rv::kMscratch, kBaseRegister), rv::Csrrs(pointer, rv::kMscratch, 0)};
      break;
    case 4:
      code = {rv::Sw(kBaseRegister, kBaseRegister, 0),
              Chance(50) ? rv::LrW(pointer, kBaseRegister)
                         : rv::AmoaddW(pointer, kBaseRegister, Source())};
      break;
    default:
      code = {rv::Addi(pointer, kBaseRegister, 0)};
      break;
  }
  if (Chance(50)) code.push_back(rv::Addi(one, Source(), 1));
  switch (Pick(0, 2)) {
    case 0:
      code.push_back(rv::Lw(Destination(), pointer, slot));
      break;
    case 1:
      code.push_back(rv::Sw(Source(), pointer, slot));
      break;
    default:
      code.push_back(rv::AmoswapW(Destination(), pointer, Source()));
      break;
  }
  return code;
}

// A jump to the instruction behind it; then the link is used.
std::vector<uint32_t> ProgramGenerator::JumpToNext() {
  const int here = Pick(4, 6);
  const int link = Pick(7, 9);
  std::vector<uint32_t> code = {rv::Auipc(here, 0), rv::Jalr(link, here, 8)};
  if (Chance(30)) code = {rv::Jal(link, 4)};
  const bool is_apart = Chance(50);
  if (is_apart) code.push_back(rv::Addi(here, Source(), 1));
  const bool is_second = Chance(50);
  const int rs1 = is_second ? Source() : link;
  const int rs2 = is_second ? link : Source();
  switch (Pick(0, 7)) {
    case 0:
      code.push_back(rv::Add(Destination(), rs1, rs2));
      break;
    case 1:
      code.push_back(rv::Mul(Destination(), rs1, rs2));
      break;
    case 2:
      code.push_back(rv::Div(Destination(), rs1, rs2));
      break;
    case 3:
      code.push_back(rv::Beq(rs1, rs2, 4));
      break;
    case 4:
      code.push_back(rv::Csrrw(Destination(), rv::kMscratch, link));
      break;
    case 5:
      code.push_back(rv::Sw(link, kBaseRegister, 0));
      break;
    case 6:
      code.push_back(rv::AmoaddW(Destination(), kBaseRegister, link));
      break;
    default:
      // Again to the next one.
      code.push_back(rv::Jalr(here, link, is_apart ? 8 : 4));
      break;
  }
  return code;
}

std::vector<uint32_t> ProgramGenerator::CsrAndBack() {
  constexpr uint32_t kReadable[] = {rv::kMstatus,
                                    rv::kMie,
                                    rv::kMscratch,
                                    rv::kMepc,
                                    rv::kMcause,
                                    rv::kMtval,
                                    rv::kMcycle,
                                    rv::kMinstret,
                                    rv::kMinstreth,
                                    rv::kMcounteren,
                                    rv::kPmpcfg0,
                                    0x3a1,
                                    rv::kMcountinhibit,
                                    rv::kMhpmevent3,
                                    rv::kMhpmevent3 + 1,
                                    rv::kMhpmcounter3,
                                    0xb04,
                                    0xb07,
                                    0xc03,
                                    0xc84,
                                    0x3a2,
                                    rv::kPmpaddr0 + 1,
                                    rv::kPmpaddr0,
                                    0x3b7,
                                    0x3b9,
                                    rv::kPmpcfg0 + 3,
                                    rv::kPmpaddr0 + 15};
  constexpr int kSafe = static_cast<int>(std::size(kReadable)) - 2;
  // The last two let user mode do anything; without them a program comes to its end soon.
  const uint32_t csr = kReadable[Chance(97) ? Pick(0, kSafe - 1) : Pick(kSafe, kSafe + 1)];
  const int value = Pick(4, 6);
  const int result = Pick(7, 9);
  std::vector<uint32_t> code = {rv::Lui(value, static_cast<uint32_t>(random_())),
                                rv::Addi(value, value, Pick(-2048, 2047)),
                                rv::Csr(static_cast<uint32_t>(Pick(1, 3)), result, csr, value)};
  // Few numbers name an event.
  if (csr == rv::kMhpmevent3 || csr == rv::kMhpmevent3 + 1) {
    code[0] = rv::Addi(value, 0, Pick(0, 15));
    code[1] = rv::kNop;
  }
  if (Chance(50)) code.push_back(rv::Addi(value, Source(), 1));
  code.push_back(rv::Csrrs(result, csr, 0));
  // The handler finds its way by minstret.
  if (csr == rv::kMcountinhibit) code.push_back(rv::Csrrw(0, csr, 0));
  return code;
}

}  // namespace ringside
