// Instructions as text: RV32IMAC with Zicsr, Zifencei, Zba, Zbb, Zbs and Zbkb, machine mode.
//
// Mnemonics are those of the specification, never an assembler's abbreviations; numbers and
// registers are written as GNU objdump writes them.
#ifndef RINGSIDE_TESTBENCH_CORE_RUNNER_DISASSEMBLE_H_
#define RINGSIDE_TESTBENCH_CORE_RUNNER_DISASSEMBLE_H_

#include <cstdint>
#include <string>

namespace ringside {

// "addi a0,sp,16"; jumps name their target. What is no instruction known here is ".word 0x..." or,
// if its two lowest bits say that it is compressed, ".half 0x...".
std::string Disassemble(uint32_t pc, uint32_t insn);

// Part of Disassemble(), for instructions of 16 bits.
std::string DisassembleCompressed(uint32_t pc, uint32_t insn);

// The ABI's name of an integer register: "zero", "ra", "sp" and so on; `reg` is 0 to 31.
const char* RegisterName(uint32_t reg);

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_CORE_RUNNER_DISASSEMBLE_H_
