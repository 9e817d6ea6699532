// The operations of AMO*.W in the instruction-set simulator.
#ifndef RINGSIDE_TESTBENCH_ISS_ISS_ATOMIC_H_
#define RINGSIDE_TESTBENCH_ISS_ISS_ATOMIC_H_

#include <cstdint>
#include <optional>

namespace ringside {

// What the operation `funct5` leaves in memory where `old` was; nothing if there is none of that
// number. LR.W and SC.W are not among them.
std::optional<uint32_t> AtomicResult(uint32_t funct5, uint32_t old, uint32_t operand);

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_ISS_ISS_ATOMIC_H_
