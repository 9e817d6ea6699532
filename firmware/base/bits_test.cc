#include "firmware/base/bits.h"

#include <vector>

#include "gtest/gtest.h"

namespace ringside::firmware {
namespace {

TEST(Bits, LowestBitOfEveryWordWithOneOrAll) {
  for (uint32_t n = 0; n < 32; ++n) {
    EXPECT_EQ(LowestBit(Bit(n)), n);
    EXPECT_EQ(LowestBit(~uint32_t{0} << n), n);
  }
}

TEST(Bits, CountsAndVisitsEachOnce) {
  EXPECT_EQ(CountBits(0), 0u);
  EXPECT_EQ(CountBits(0x80000101u), 3u);
  std::vector<uint32_t> seen;
  ForEachBit(0x80000101u, [&](uint32_t n) { seen.push_back(n); });
  EXPECT_EQ(seen, (std::vector<uint32_t>{0, 8, 31}));
}

}  // namespace
}  // namespace ringside::firmware
