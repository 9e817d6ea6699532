// Every 32-bit instruction that the disassembler knows: name, encoding, and how its operands are
// written.
#ifndef RINGSIDE_TESTBENCH_CORE_RUNNER_INSTRUCTION_TABLE_H_
#define RINGSIDE_TESTBENCH_CORE_RUNNER_INSTRUCTION_TABLE_H_

#include <cstdint>

#include "absl/types/span.h"

namespace ringside {

enum class Operands {
  kNone,
  kRdRs1Rs2,
  kRdRs1,
  kRdRs1Imm,
  kRdRs1Shift,
  kLoad,
  kStore,
  kBranch,
  kUpper,
  kJump,
  kJumpRegister,
  kCsr,
  kCsrImm,
  kFence,
  kLoadReserved,
  kAtomic,
};

struct Instruction {
  const char* name;
  uint32_t mask;
  uint32_t match;
  Operands operands;
};

absl::Span<const Instruction> AllInstructions();

// The one of them that `insn` is, or null.
const Instruction* FindInstruction(uint32_t insn);

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_CORE_RUNNER_INSTRUCTION_TABLE_H_
