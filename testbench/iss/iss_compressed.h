// Compressed instructions (RV32C) as the instruction-set simulator reads them.
#ifndef RINGSIDE_TESTBENCH_ISS_ISS_COMPRESSED_H_
#define RINGSIDE_TESTBENCH_ISS_ISS_COMPRESSED_H_

#include <cstdint>

namespace ringside {

// The 32-bit instruction that `insn`, of 16 bits, stands for; 0, which is illegal, if it is
// reserved.
uint32_t ExpandCompressed(uint32_t insn);

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_ISS_ISS_COMPRESSED_H_
