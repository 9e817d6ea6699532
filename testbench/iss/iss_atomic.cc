#include "testbench/iss/iss_atomic.h"

#include <algorithm>

namespace ringside {

std::optional<uint32_t> AtomicResult(uint32_t funct5, uint32_t old, uint32_t operand) {
  const int32_t signed_old = static_cast<int32_t>(old);
  const int32_t signed_operand = static_cast<int32_t>(operand);
  switch (funct5) {
    case 0x00:
      return old + operand;
    case 0x01:
      return operand;
    case 0x04:
      return old ^ operand;
    case 0x08:
      return old | operand;
    case 0x0c:
      return old & operand;
    case 0x10:
      return static_cast<uint32_t>(std::min(signed_old, signed_operand));
    case 0x14:
      return static_cast<uint32_t>(std::max(signed_old, signed_operand));
    case 0x18:
      return std::min(old, operand);
    case 0x1c:
      return std::max(old, operand);
    default:
      return std::nullopt;
  }
}

}  // namespace ringside
