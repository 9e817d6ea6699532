// Sets of up to 32 small numbers (slots, VMIDs) kept as the bits of a word.
#ifndef RINGSIDE_FIRMWARE_BASE_BITS_H_
#define RINGSIDE_FIRMWARE_BASE_BITS_H_

#include <stdint.h>

namespace ringside::firmware {

constexpr uint32_t Bit(uint32_t n) { return uint32_t{1} << n; }

constexpr bool HasBit(uint32_t set, uint32_t n) { return (set >> n) & 1; }

// The least element of `set`, which must not be empty. RV32IM cannot count zeros; our sets are
// small and their elements low, so looking at one after the other is fastest.
constexpr uint32_t LowestBit(uint32_t set) {
  uint32_t n = 0;
  for (; (set & 1) == 0; set >>= 1) ++n;
  return n;
}

constexpr uint32_t CountBits(uint32_t set) {
  uint32_t count = 0;
  for (; set != 0; set &= set - 1) ++count;
  return count;
}

// Calls `visit(n)` for every n in `set`, the least first.
template <typename Visit>
inline void ForEachBit(uint32_t set, Visit visit) {
  for (uint32_t n = 0; set != 0; set >>= 1, ++n) {
    if ((set & 1) != 0) visit(n);
  }
}

}  // namespace ringside::firmware

#endif  // RINGSIDE_FIRMWARE_BASE_BITS_H_
