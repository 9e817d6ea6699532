#include "testbench/memory/axi_memory.h"

#include <cstring>
#include <random>
#include <vector>

#include "gtest/gtest.h"
#include "uapi/memory_map.h"

namespace ringside {
namespace {

constexpr MemoryTiming kVram = {.latency_cycles = 10, .bytes_per_cycle = 32};
constexpr MemoryTiming kSystem = {.latency_cycles = 30, .bytes_per_cycle = 16};

class AxiMemoryTest : public testing::Test {
 protected:
  // One cycle; returns what the memory drove in it.
  AxiMemorySignals Cycle(const AxiManagerSignals& in) {
    const AxiMemorySignals out = axi_.Drive();
    axi_.Step(in);
    return out;
  }

  static AxiManagerSignals Idle() {
    AxiManagerSignals in{};
    in.r_ready = true;
    in.b_ready = true;
    return in;
  }

  static AxiManagerSignals Read(uint64_t address, int beats) {
    AxiManagerSignals in = Idle();
    in.ar_valid = true;
    in.ar_addr = address;
    in.ar_len = static_cast<uint8_t>(beats - 1);
    in.ar_id = 5;
    return in;
  }

  BusMemory memory_{1 << 20, 1 << 20};
  AxiMemory axi_{&memory_, kVram, kSystem};
};

TEST_F(AxiMemoryTest, FirstBeatComesAfterTheLatencyAndTheOthersFollowEachCycle) {
  for (int i = 0; i < 64; ++i) memory_.At(0x100, 64)[i] = static_cast<uint8_t>(i);
  ASSERT_TRUE(Cycle(Read(0x100, 2)).ar_ready);
  int cycle = 0;
  std::vector<int> beats;
  for (; cycle < 20; ++cycle) {
    const AxiMemorySignals out = Cycle(Idle());
    if (!out.r_valid) continue;
    beats.push_back(cycle + 1);
    EXPECT_EQ(out.r_id, 5);
    EXPECT_EQ(out.r_resp, 0);
    EXPECT_EQ(out.r_last, beats.size() == 2);
    EXPECT_EQ((*out.r_data)[0], beats.size() == 1 ? 0x03020100u : 0x23222120u);
  }
  EXPECT_EQ(beats, (std::vector<int>{10, 11}));
}

TEST_F(AxiMemoryTest, ReadsOfSystemMemoryKeepToItsBandwidth) {
  Cycle(Read(RS_SYSTEM_MEMORY_BASE, 4));
  std::vector<int> beats;
  for (int cycle = 1; cycle < 60; ++cycle) {
    if (Cycle(Idle()).r_valid) beats.push_back(cycle);
  }
  EXPECT_EQ(beats, (std::vector<int>{30, 32, 34, 36}));
}

TEST_F(AxiMemoryTest, OutsideBothMemoriesIsADecodeErrorAndReadsZero) {
  Cycle(Read(0x2000'0000, 1));
  for (int cycle = 0; cycle < 10; ++cycle) {
    const AxiMemorySignals out = Cycle(Idle());
    if (!out.r_valid) continue;
    EXPECT_EQ(out.r_resp, 3);
    EXPECT_EQ((*out.r_data)[0], 0u);
    return;
  }
  FAIL() << "no answer";
}

TEST_F(AxiMemoryTest, ABurstThatLeavesItsMemoryIsADecodeErrorAndWritesNothing) {
  const AxiBeat data = {1, 2, 3, 4, 5, 6, 7, 8};
  AxiManagerSignals in = Idle();
  in.aw_valid = true;
  in.aw_addr = (1 << 20) - 32;
  in.aw_len = 1;
  Cycle(in);
  in = Idle();
  in.w_valid = true;
  in.w_data = data.data();
  in.w_strb = ~0u;
  Cycle(in);
  Cycle(in);
  for (int cycle = 0; cycle < 10; ++cycle) {
    const AxiMemorySignals out = Cycle(Idle());
    if (!out.b_valid) continue;
    EXPECT_EQ(out.b_resp, 3);
    EXPECT_EQ(memory_.At((1 << 20) - 32, 1)[0], 0);
    return;
  }
  FAIL() << "no answer";
}

TEST_F(AxiMemoryTest, StrobesSelectTheBytesThatChange) {
  std::memset(memory_.At(0x40, 32), 0xee, 32);
  const AxiBeat data = {0x44332211, 0, 0, 0, 0, 0, 0, 0x88776655};
  AxiManagerSignals in = Idle();
  in.aw_valid = true;
  in.aw_addr = 0x40;
  Cycle(in);
  in = Idle();
  in.w_valid = true;
  in.w_data = data.data();
  in.w_strb = 0x80000005;
  EXPECT_TRUE(Cycle(in).w_ready);
  const uint8_t* at = memory_.At(0x40, 32);
  EXPECT_EQ(at[0], 0x11);
  EXPECT_EQ(at[1], 0xee);
  EXPECT_EQ(at[2], 0x33);
  EXPECT_EQ(at[31], 0x88);
  EXPECT_EQ(at[30], 0xee);
}

TEST_F(AxiMemoryTest, AnOfferedBeatHoldsWhileItIsNotTaken) {
  memory_.At(0x80, 1)[0] = 1;
  Cycle(Read(0x80, 1));
  AxiManagerSignals stall = Idle();
  stall.r_ready = false;
  int offered = 0;
  for (int cycle = 0; cycle < 30; ++cycle) {
    const AxiMemorySignals out = Cycle(stall);
    if (!out.r_valid) continue;
    ++offered;
    EXPECT_EQ((*out.r_data)[0], 1u);
    memory_.At(0x80, 1)[0] = 9;
  }
  EXPECT_GT(offered, 10);
}

}  // namespace
}  // namespace ringside
