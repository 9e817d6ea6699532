// The mean of numbers seen so far; code that both the scheduler core and the host can run.
#ifndef TOOLS_BAZEL_RULES_TEST_AVERAGE_H_
#define TOOLS_BAZEL_RULES_TEST_AVERAGE_H_

#include <stdint.h>

namespace ringside {

class Average {
 public:
  void Add(uint32_t value);

  // Rounded down; 0 when nothing was added. Divides 64-bit numbers, which on the scheduler core is
  // a call into libgcc.
  uint32_t Mean() const;

 private:
  uint64_t sum_ = 0;
  uint32_t count_ = 0;
};

}  // namespace ringside

#endif  // TOOLS_BAZEL_RULES_TEST_AVERAGE_H_
