// Stopped in any cycle, a queue goes on exactly: what is counted as moved is in memory, and nothing
// more.
#include <algorithm>
#include <cstdio>
#include <numeric>
#include <vector>

#include "rtl/sdma/test/fixture.h"
#include "uapi/interrupt.h"

namespace ringside {
namespace {

struct Preempted {
  const char* name;
  // Of the packet under test; it writes `bytes` bytes to `dst`.
  Packets packet;
  uint64_t dst;
  uint32_t bytes;
  bool in_indirect_buffer;
  // Cycles between one case and the next.
  uint64_t step;
};

class SdmaPreemptTest : public SdmaTest, public testing::WithParamInterface<Preempted> {
 protected:
  // Stops slot 0 after `cycles` of holding it. False if its queue was done before.
  bool StopAfter(uint64_t cycles) {
    Bench::Slot& slot = bench_.slot(0);
    if (!bench_.RunUntilHeld(0, true, 10)) return false;
    for (uint64_t i = 0; i < cycles && slot.held; ++i) bench_.Cycle();
    if (!slot.held) return false;
    slot.stop = true;
    EXPECT_TRUE(bench_.RunUntilHeld(0, false));
    EXPECT_TRUE(bench_.memory().idle());
    slot.stop = false;
    return true;
  }
};

TEST_P(SdmaPreemptTest, EveryStopIsExact) {
  const Preempted& p = GetParam();
  const uint64_t window = p.dst / 4096 * 4096;
  const uint64_t window_bytes = p.dst % 4096 + p.bytes + 64;
  const std::vector<uint8_t> before = Bytes(window, window_bytes);
  const auto submit = [&] {
    if (p.in_indirect_buffer) {
      Packets ib;
      ib.Nop(2);
      for (uint32_t dword : p.packet.dwords()) ib.Raw(dword);
      ib.Nop(0);
      bench_.Poke(1, kIb, ib.dwords().data(), ib.dwords().size() * 4);
      bench_.Submit(0, Packets().Indirect(kIb, ib.dwords().size()));
    } else {
      bench_.Submit(0, p.packet);
    }
    bench_.Submit(0, Packets().ProtectedFence());
  };
  submit();
  ASSERT_TRUE(bench_.RunUntilIdle());
  const std::vector<uint8_t> after = Bytes(window, window_bytes);
  ASSERT_NE(before, after);

  uint64_t stops = 0, in_the_middle = 0;
  for (uint64_t cycles = 0;; cycles += p.step) {
    SCOPED_TRACE("stopped after " + std::to_string(cycles));
    bench_.Poke(1, window, before.data(), window_bytes);
    submit();
    if (!StopAfter(cycles)) break;
    ++stops;
    const Context& context = bench_.slot(0).context;
    const std::vector<uint8_t> now = Bytes(window, window_bytes);
    if (context.mid_active) {
      const uint64_t moved = p.bytes - context.mid_left;
      if (moved > 0) ++in_the_middle;
      ASSERT_EQ(context.mid_dst, p.dst + moved);
      std::vector<uint8_t> want = before;
      std::copy_n(after.begin() + p.dst % 4096, moved, want.begin() + p.dst % 4096);
      ASSERT_EQ(now, want);
    } else {
      ASSERT_TRUE(now == before || now == after);
    }
    // Twice, so that what is resumed is stopped again.
    if (StopAfter(cycles / 3)) ++stops;
    ASSERT_TRUE(bench_.RunUntilIdle());
    ASSERT_EQ(Bytes(window, window_bytes), after);
    ASSERT_EQ(bench_.Peek64(0, kFences), bench_.slot(0).wptr);
    ASSERT_FALSE(bench_.slot(0).fault.valid);
  }
  std::printf("%s: %lu stops, %lu within the data\n", p.name, stops, in_the_middle);
  EXPECT_GT(stops, 100u);
  EXPECT_GT(in_the_middle, 20u);
}

std::vector<uint32_t> Numbers(uint32_t count) {
  std::vector<uint32_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 0x5000u);
  return numbers;
}

INSTANTIATE_TEST_SUITE_P(
    All, SdmaPreemptTest,
    testing::Values(
        Preempted{"CopyAligned", Packets().Copy(kAreaB, kAreaA, 12288), kAreaB, 12288, false, 1},
        Preempted{"CopyMisaligned", Packets().Copy(kAreaB + 4077, kAreaA + 19, 9001), kAreaB + 4077,
                  9001, false, 1},
        Preempted{"CopyInIndirectBuffer", Packets().Copy(kAreaB + 3, kAreaA + 500, 9001),
                  kAreaB + 3, 9001, true, 3},
        Preempted{"Fill", Packets().Fill(kAreaB + 404, 0x01020304, 20000), kAreaB + 404, 20000,
                  false, 1},
        Preempted{"Write", Packets().Write(kAreaB + 20, Numbers(100)), kAreaB + 20, 400, false, 5},
        Preempted{"WriteInIndirectBuffer", Packets().Write(kAreaB + 20, Numbers(100)), kAreaB + 20,
                  400, true, 7}),
    [](const testing::TestParamInfo<Preempted>& info) { return info.param.name; });

// A stop that comes in the same cycles as the end, the take and everything between, with an unkind
// memory.
TEST_F(SdmaTest, StopsWithAnUnkindMemory) {
  bench_.memory().set_behaviour({.latency_min = 1, .latency_max = 300, .stall = 0.3});
  bench_.set_stall(0.3);
  bench_.set_translation_cycles(50);
  std::mt19937 random(5);
  const std::vector<uint8_t> before = Bytes(kAreaB, 40000), from = Bytes(kAreaA, 40000);
  for (int round = 0; round < 10; ++round) {
    bench_.Poke(1, kAreaB, before.data(), before.size());
    bench_.Submit(0, Packets().Copy(kAreaB + 11, kAreaA + round, 30000));
    Bench::Slot& slot = bench_.slot(0);
    while (slot.context.rptr != slot.wptr) {
      for (uint32_t i = random() % 2000; i > 0; --i) bench_.Cycle();
      slot.stop = true;
      ASSERT_TRUE(bench_.RunUntilHeld(0, false));
      ASSERT_TRUE(bench_.memory().idle());
      slot.stop = false;
      ASSERT_TRUE(bench_.RunUntilHeld(0, true, 20) || slot.context.rptr == slot.wptr);
    }
    std::vector<uint8_t> want = before;
    std::copy_n(from.begin() + round, 30000, want.begin() + 11);
    ASSERT_EQ(Bytes(kAreaB, 40000), want);
  }
}

// A read's fault that is known while a stop cuts the writes short belongs to a later run.
TEST_F(SdmaTest, FaultIsToldOnlyWhenAllBeforeItIsWritten) {
  constexpr uint64_t kGood = 8192;
  bench_.map().Unmap(1, kAreaA + kGood);
  Bench::Slot& slot = bench_.slot(0);
  uint64_t stops_before_fault = 0;
  for (uint64_t cycles = 0; cycles < 700; ++cycles) {
    bench_.Submit(0, Packets().Copy(kAreaB + 7, kAreaA, kGood + 100));
    ASSERT_TRUE(bench_.RunUntilHeld(0, true));
    for (uint64_t i = 0; i < cycles && slot.held; ++i) bench_.Cycle();
    slot.stop = true;
    ASSERT_TRUE(bench_.RunUntilHeld(0, false));
    slot.stop = false;
    if (!slot.fault.valid) ++stops_before_fault;
    ASSERT_TRUE(bench_.RunUntilIdle());
    ASSERT_EQ(slot.fault, (Fault{true, RS_FAULT_NOT_PRESENT, false, kAreaA + kGood, 1}));
    ASSERT_EQ(slot.context.mid_src, kAreaA + kGood) << "stopped after " << cycles;
    ASSERT_EQ(slot.context.mid_left, 100u);
    slot.fault = {};
    slot.context.mid_active = false;
    slot.context.rptr = slot.wptr;
  }
  EXPECT_GT(stops_before_fault, 300u);
}

}  // namespace
}  // namespace ringside
