// The same numbers from the same seed on every C++ library.
#ifndef RINGSIDE_FIRMWARE_TEST_RANDOM_H_
#define RINGSIDE_FIRMWARE_TEST_RANDOM_H_

#include <cstdint>
#include <random>

namespace ringside::firmware::test {

class Random {
 public:
  explicit Random(uint32_t seed) : generator_(seed) {}

  // 0..bound-1; `bound` is not 0.
  uint32_t Below(uint32_t bound) { return generator_() % bound; }
  bool OneIn(uint32_t n) { return Below(n) == 0; }

 private:
  std::mt19937 generator_;
};

}  // namespace ringside::firmware::test

#endif  // RINGSIDE_FIRMWARE_TEST_RANDOM_H_
