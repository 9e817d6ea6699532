// The bit-manipulation operations of the instruction-set simulator: Zba, Zbb, Zbs, Zbkb.
#ifndef RINGSIDE_TESTBENCH_ISS_ISS_BITS_H_
#define RINGSIDE_TESTBENCH_ISS_ISS_BITS_H_

#include <cstdint>
#include <optional>

namespace ringside {

// What the instruction `insn`, of opcode OP, makes of rs1 and rs2; nothing if none of these
// extensions defines it.
std::optional<uint32_t> BitOperation(uint32_t insn, uint32_t rs1, uint32_t rs2);

// The same for opcode OP-IMM.
std::optional<uint32_t> BitOperationImmediate(uint32_t insn, uint32_t rs1);

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_ISS_ISS_BITS_H_
