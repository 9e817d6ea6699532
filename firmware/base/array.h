// A fixed array: what std::array is, where there is no C++ library. All zero until written.
#ifndef RINGSIDE_FIRMWARE_BASE_ARRAY_H_
#define RINGSIDE_FIRMWARE_BASE_ARRAY_H_

#include <stdint.h>

namespace ringside::firmware {

template <typename T, uint32_t kSize>
struct Array {
  T items[kSize] = {};

  static constexpr uint32_t size() { return kSize; }
  constexpr T& operator[](uint32_t i) { return items[i]; }
  constexpr const T& operator[](uint32_t i) const { return items[i]; }
  constexpr T* begin() { return items; }
  constexpr T* end() { return items + kSize; }
  constexpr const T* begin() const { return items; }
  constexpr const T* end() const { return items + kSize; }
};

}  // namespace ringside::firmware

#endif  // RINGSIDE_FIRMWARE_BASE_ARRAY_H_
