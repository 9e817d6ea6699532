// How fast the engine is, in cycles, behind a memory of 120 cycles latency; prints what it
// measures.
//
// The limits are what the README promises; they guard against a change that costs much.
#include <algorithm>
#include <cstdio>

#include "rtl/sdma/test/fixture.h"
#include "uapi/regs/sdma_regs.h"

namespace ringside {
namespace {

class SdmaPerformanceTest : public SdmaTest {
 protected:
  SdmaPerformanceTest() : SdmaTest(1, 768 << 10) {}

  double BytesPerCycle(const Packets& packets, uint64_t bytes) {
    bench_.Submit(0, packets);
    const uint64_t begin = bench_.cycle();
    EXPECT_TRUE(bench_.RunUntilIdle());
    return static_cast<double>(bytes) / (bench_.cycle() - begin);
  }
};

TEST_F(SdmaPerformanceTest, LongMovesRunNearOneBeatACycle) {
  // 1 MiB between the kernel's addresses, which are not translated.
  bench_.slot(0).context.vmid = 0;
  bench_.slot(0).context.rb_base = 0x10000;
  bench_.slot(0).context.rptr_addr = 0;
  struct Case {
    const char* name;
    Packets packets;
  };
  constexpr uint32_t kBytes = 1 << 20;
  const Case cases[] = {
      {"copy, aligned", Packets().Copy(0x400000, 0x200000, kBytes)},
      {"copy, source off by 13", Packets().Copy(0x400000, 0x20000d, kBytes)},
      {"copy, both off", Packets().Copy(0x400003, 0x200155, kBytes)},
      {"fill", Packets().Fill(0x400000, 1, kBytes)},
  };
  for (const Case& c : cases) {
    const double rate = BytesPerCycle(c.packets, kBytes);
    std::printf("%-24s %5.2f bytes/cycle\n", c.name, rate);
    EXPECT_GT(rate, 28);
  }
}

TEST_F(SdmaPerformanceTest, SmallCopiesAreBoundByLatency) {
  for (uint32_t bytes : {64, 512, 4096, 32768}) {
    const uint64_t begin = bench_.cycle();
    Run(Packets().Copy(kAreaB, kAreaA, bytes).ProtectedFence());
    std::printf("copy of %5u and fence    %5lu cycles\n", bytes, bench_.cycle() - begin);
    EXPECT_LT(bench_.cycle() - begin, 1200 + bytes / 24);
  }
}

TEST_F(SdmaPerformanceTest, FirstFetchFollowsTheTake) {
  const uint64_t begin = bench_.cycle();
  Run(Packets().Nop(0));
  std::printf("runnable to take          %5lu cycles\n", bench_.last_take() - begin);
  std::printf("take to first fetch       %5lu cycles\n",
              bench_.first_fetch_after_take() - bench_.last_take());
  EXPECT_LE(bench_.first_fetch_after_take() - begin, 10u);
}

// From stop to release in a long copy.
TEST_F(SdmaPerformanceTest, StopsSoon) {
  std::vector<uint64_t> latencies;
  Bench::Slot& slot = bench_.slot(0);
  bench_.Submit(0, Packets().Nop(0).Copy(kAreaB + 5, kAreaA, 700 << 10));
  for (;;) {
    ASSERT_TRUE(bench_.RunUntilHeld(0, true));
    for (size_t i = 0; i < 350 + 37 * latencies.size() && slot.held; ++i) bench_.Cycle();
    if (!slot.held) break;
    slot.stop = true;
    const uint64_t begin = bench_.cycle();
    ASSERT_TRUE(bench_.RunUntilHeld(0, false));
    latencies.push_back(bench_.cycle() - begin);
    slot.stop = false;
  }
  std::sort(latencies.begin(), latencies.end());
  std::printf("stop to release           %5lu cycles p50, %lu max, %zu stops\n",
              latencies[latencies.size() / 2], latencies.back(), latencies.size());
  EXPECT_GT(latencies.size(), 10u);
  EXPECT_LT(latencies.back(), 700u);
}

// What two queues lose by sharing, by slice.
TEST_F(SdmaPerformanceTest, SharingCostsLessWithLongerSlices) {
  for (uint32_t slice : {4096, 16384, 65536}) {
    bench_.WriteRegister(regs::sdma::kSliceOffset, slice);
    const uint64_t begin = bench_.cycle();
    for (int slot : {0, 1}) bench_.Submit(slot, Packets().Copy(kAreaB, kAreaA, 512 << 10));
    ASSERT_TRUE(bench_.RunUntilIdle());
    std::printf("two copies, slice %5u    %5.2f bytes/cycle\n", slice,
                static_cast<double>(1 << 20) / (bench_.cycle() - begin));
  }
}

// A kernel queue waits for the bursts in hand, not for the users' slices, and is not interrupted.
TEST_F(SdmaPerformanceTest, KernelQueuesGoFirst) {
  bench_.WriteRegister(regs::sdma::kSliceOffset, 1 << 20);
  Bench::Slot& kernel = bench_.slot(3);
  kernel.context.vmid = 0;
  kernel.context.priv = true;
  kernel.context.rb_base = 0x10000;
  kernel.context.rptr_addr = 0;
  for (int slot : {0, 1, 2}) bench_.Submit(slot, Packets().Copy(kAreaB, kAreaA, 256 << 10));
  for (int i = 0; i < 3000; ++i) bench_.Cycle();
  // Two packets and much more than a slice: users stay away until the ring is dry.
  bench_.WriteRegister(regs::sdma::kSliceOffset, 4096);
  bench_.Submit(3, Packets().Copy(0x400000, 0x200000, 64 << 10).Copy(0x500000, 0x200000, 64 << 10));
  const uint64_t begin = bench_.cycle();
  ASSERT_TRUE(bench_.RunUntilHeld(3, true));
  std::printf("kernel queue to take      %5lu cycles\n", bench_.cycle() - begin);
  EXPECT_LT(bench_.cycle() - begin, 1000u);
  ASSERT_TRUE(bench_.RunUntilHeld(3, false));
  EXPECT_EQ(kernel.context.rptr, kernel.wptr);
  EXPECT_EQ(kernel.releases, 1u);
  ASSERT_TRUE(bench_.RunUntilIdle());
  for (int slot : {0, 1, 2}) EXPECT_EQ(bench_.slot(slot).context.rptr, bench_.slot(slot).wptr);
}

}  // namespace
}  // namespace ringside
