#include "tools/bazel_rules/test/average.h"

namespace ringside {

void Average::Add(uint32_t value) {
  sum_ += value;
  ++count_;
}

uint32_t Average::Mean() const { return count_ == 0 ? 0 : static_cast<uint32_t>(sum_ / count_); }

}  // namespace ringside
