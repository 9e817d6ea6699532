#include "host/memory/range_allocator.h"

#include <map>
#include <random>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace ringside {
namespace {

constexpr uint64_t kBase = 0x40000000;

TEST(RangeAllocator, FirstFitInPages) {
  RangeAllocator pool("pool", kBase, 16 * 4096);
  EXPECT_EQ(*pool.Allocate(4097), kBase);
  EXPECT_EQ(*pool.Allocate(3 * 4096), kBase + 2 * 4096);
  ASSERT_TRUE(pool.Free(kBase).ok());
  EXPECT_EQ(*pool.Allocate(3 * 4096), kBase + 5 * 4096);
  EXPECT_EQ(*pool.Allocate(2 * 4096), kBase);
  EXPECT_EQ(pool.used(), 8u * 4096);
}

// Page tables that come between large buffers must not cut up the room that these leave behind.
TEST(RangeAllocator, SinglePagesComeFromTheTop) {
  RangeAllocator pool("pool", kBase, 16 * 4096);
  const uint64_t large = *pool.Allocate(6 * 4096);
  EXPECT_EQ(*pool.Allocate(1), kBase + 15 * 4096);
  const uint64_t other = *pool.Allocate(6 * 4096);
  EXPECT_EQ(*pool.Allocate(4096), kBase + 14 * 4096);
  ASSERT_TRUE(pool.Free(kBase + 15 * 4096).ok());
  EXPECT_EQ(*pool.Allocate(4096), kBase + 15 * 4096);
  ASSERT_TRUE(pool.Free(large).ok());
  ASSERT_TRUE(pool.Free(other).ok());
  EXPECT_TRUE(pool.Fits(14 * 4096));
}

TEST(RangeAllocator, RefusesWhatItCannotGive) {
  RangeAllocator pool("VRAM", 0, 4 * 4096);
  EXPECT_EQ(pool.Allocate(0).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(pool.Allocate(5 * 4096).status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(pool.Allocate(UINT64_MAX).status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_FALSE(pool.Fits(UINT64_MAX));
  EXPECT_TRUE(pool.Fits(4 * 4096));
}

TEST(RangeAllocator, DoubleFreeAndForeignAddressAreCaught) {
  RangeAllocator pool("pool", kBase, 4 * 4096);
  const uint64_t a = *pool.Allocate(2 * 4096);
  EXPECT_EQ(pool.Free(a + 4096).code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(pool.Free(a).ok());
  EXPECT_EQ(pool.Free(a).code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(pool.used(), 0u);
}

// Ranges in use never overlap, and all of the memory is one hole again at the end.
TEST(RangeAllocator, RandomTrafficKeepsRangesApart) {
  const uint32_t seed = 20261;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  constexpr uint64_t kPages = 256;
  RangeAllocator pool("pool", kBase, kPages * 4096);
  std::map<uint64_t, uint64_t> live;
  for (int step = 0; step < 20000; ++step) {
    if (live.empty() || random() % 2 == 0) {
      const uint64_t bytes = (1 + random() % 20) * 4096;
      const bool fits = pool.Fits(bytes);
      const absl::StatusOr<uint64_t> address = pool.Allocate(bytes);
      ASSERT_EQ(fits, address.ok());
      if (!address.ok()) continue;
      const auto next = live.lower_bound(*address);
      if (next != live.end()) {
        ASSERT_LE(*address + bytes, next->first);
      }
      if (next != live.begin()) {
        const auto previous = std::prev(next);
        ASSERT_LE(previous->first + previous->second, *address);
      }
      live.emplace(*address, bytes);
    } else {
      auto victim = std::next(live.begin(), random() % live.size());
      ASSERT_TRUE(pool.Free(victim->first).ok());
      live.erase(victim);
    }
  }
  for (const auto& [address, bytes] : live) ASSERT_TRUE(pool.Free(address).ok());
  EXPECT_EQ(pool.used(), 0u);
  EXPECT_TRUE(pool.Fits(kPages * 4096));
}

}  // namespace
}  // namespace ringside
