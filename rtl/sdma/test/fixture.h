// A bench whose slot n is a queue of VMID n + 1 with its ring, fence and two data areas mapped.
//
// Pages of the areas are scattered, so that nothing works by being contiguous. Memory starts
// random.
#ifndef RINGSIDE_RTL_SDMA_TEST_FIXTURE_H_
#define RINGSIDE_RTL_SDMA_TEST_FIXTURE_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <random>
#include <vector>

#include "rtl/sdma/test/bench.h"

namespace ringside {

// Virtual addresses, the same in every VMID.
inline constexpr uint64_t kRing = 0x0000'1000'0000;
inline constexpr uint64_t kIb = 0x0000'2000'0000;
inline constexpr uint64_t kRptrWord = 0x0000'3000'0018;
inline constexpr uint64_t kAreaA = 0x7fff'0000'0000;
inline constexpr uint64_t kAreaB = 0x8000'1000'0000;
inline constexpr uint64_t kUnmapped = 0x4444'0000'0000;
inline constexpr uint64_t kRingBytes = 4096;
inline constexpr uint64_t kIbBytes = 16384;
inline constexpr uint64_t kAreaBytes = 128 << 10;
// Bus address of slot n's protected fence: kFences + 64 * n.
inline constexpr uint64_t kFences = 0x1000;

class SdmaTest : public testing::Test {
 protected:
  explicit SdmaTest(uint32_t seed = 1, uint64_t area_bytes = kAreaBytes)
      : area_bytes_(area_bytes), bench_(seed) {
    std::mt19937 random(seed);
    for (uint8_t& byte : bench_.memory().bytes()) byte = random();
    std::vector<uint64_t> pages(bench_.memory().bytes().size() / 4096 - 2);
    std::iota(pages.begin(), pages.end(), 2);
    std::shuffle(pages.begin(), pages.end(), random);
    for (int i = 0; i < Bench::kSlots; ++i) {
      const uint8_t vmid = i + 1;
      auto map = [&](uint64_t va, uint64_t bytes) {
        for (uint64_t offset = 0; offset < bytes; offset += 4096) {
          bench_.map().Map(vmid, va + offset, pages.back() * 4096);
          pages.pop_back();
        }
      };
      map(kRing, kRingBytes);
      map(kIb, kIbBytes);
      map(kRptrWord / 4096 * 4096, 4096);
      map(kAreaA, area_bytes);
      map(kAreaB, area_bytes);
      Context& context = bench_.slot(i).context;
      context.vmid = vmid;
      context.doorbell = 0x1230 + i;
      context.rb_base = kRing;
      context.rb_size_log2 = 12;
      context.rptr_addr = kRptrWord;
      context.fence_addr = kFences + 64 * i;
      bench_.slot(i).active = true;
    }
  }

  // Runs packets on slot 0 to the end.
  void Run(const Packets& packets) {
    bench_.Submit(0, packets);
    ASSERT_TRUE(bench_.RunUntilIdle());
  }
  std::vector<uint8_t> Bytes(uint64_t va, uint64_t bytes, uint8_t vmid = 1) {
    std::vector<uint8_t> result(bytes);
    bench_.Peek(vmid, va, result.data(), bytes);
    return result;
  }

  uint64_t area_bytes_;
  Bench bench_;
};

}  // namespace ringside

#endif  // RINGSIDE_RTL_SDMA_TEST_FIXTURE_H_
