// One queue on VMID 0, whose addresses are bus addresses.
#include "testbench/model/sdma_exec.h"

#include <cstring>
#include <vector>

#include "gtest/gtest.h"
#include "uapi/memory_map.h"
#include "uapi/regs/ih_regs.h"
#include "uapi/sdma_packets.h"

namespace ringside::model {
namespace {

constexpr uint64_t kRing = 0x1000;
constexpr uint64_t kRptrWord = 0x3000;
constexpr uint64_t kFence = 0x3100;
constexpr uint32_t kSource = 0x10003;
constexpr uint32_t kDestination = 0x20111;
constexpr uint32_t kHole = 0x30000000;

class SdmaExecTest : public testing::Test {
 protected:
  SdmaExecTest() {
    context_.rb_base = kRing;
    context_.rb_size_log2 = 12;
    context_.rptr_addr = kRptrWord;
    context_.fence_addr = kFence;
    EXPECT_TRUE(ih_.WriteRegister(regs::ih::kRingBaseLoOffset, RS_SYSTEM_MEMORY_BASE, Side::kHost));
    EXPECT_TRUE(ih_.WriteRegister(regs::ih::kRingSizeOffset, 10, Side::kHost));
    for (uint32_t i = 0; i < 0x4000; ++i) *At(kSource + i) = static_cast<uint8_t>(i * 7 + i / 251);
  }

  uint8_t* At(uint64_t address) { return memory_.At(address, 1); }
  void Put(const std::vector<uint32_t>& dwords) {
    for (uint32_t dword : dwords) {
      std::memcpy(memory_.At(kRing + wptr_ % 4096, 4), &dword, 4);
      wptr_ += 4;
    }
  }
  uint64_t Qword(uint64_t address) {
    uint64_t value;
    std::memcpy(&value, memory_.At(address, 8), 8);
    return value;
  }
  rs_ih_entry Entry(uint32_t index) {
    rs_ih_entry entry;
    std::memcpy(&entry, memory_.At(RS_SYSTEM_MEMORY_BASE + index * sizeof(entry), sizeof(entry)),
                sizeof(entry));
    return entry;
  }
  // Runs until the release, or for `steps` and then a stop.
  void Run(int steps = 1000) {
    exec_.Begin(&context_);
    while (!exec_.Run(wptr_, steps-- <= 0).released) {
    }
  }
  bool Copied(uint32_t bytes) {
    return std::memcmp(At(kSource), At(kDestination), bytes) == 0 && *At(kDestination + bytes) == 0;
  }

  Clock clock_;
  BusMemory memory_{1 << 20, 1 << 20};
  Bus bus_{&memory_};
  MmuModel mmu_{&bus_};
  IhModel ih_{&clock_, &bus_};
  GpuMemory gpu_{&mmu_, &bus_};
  SdmaExec exec_{&gpu_, &mmu_, &ih_};
  QueueContext context_;
  uint64_t wptr_ = 0;
};

TEST_F(SdmaExecTest, ACopyIsCutAnywhereAndGoesOn) {
  constexpr uint32_t kBytes = 0x2345;
  Put({1, kBytes - 1, 0, kSource, 0, kDestination, 0});
  int cuts = 0;
  while (context_.rptr != wptr_) {
    Run(/*steps=*/2);
    ASSERT_TRUE(context_.rptr == wptr_ || context_.mid_active);
    const uint32_t done = kBytes - (context_.mid_active ? context_.mid_left : 0);
    ASSERT_TRUE(Copied(done)) << done;
    ++cuts;
  }
  EXPECT_GT(cuts, 5);
  EXPECT_EQ(Qword(kRptrWord), wptr_);
}

TEST_F(SdmaExecTest, AProtectedFenceTellsRptrBehindItself) {
  Put({0, RS_SDMA_HEADER(5, 3)});
  Run();
  EXPECT_EQ(Qword(kFence), 8u);
  EXPECT_EQ(Qword(kRptrWord), 8u);
  EXPECT_EQ(Entry(0).ids, uint32_t{RS_IH_SOURCE_PROTECTED_FENCE} << 8);
  EXPECT_EQ(Entry(0).data[1], 8u);
}

TEST_F(SdmaExecTest, AFaultLeavesRptrAtThePacketAndSaysHowFarItIs) {
  Put({0, 1, 0xfff, 0, kSource, 0, kHole, 0});
  Run();
  EXPECT_EQ(exec_.fault().reason, uint32_t{RS_FAULT_BUS_ERROR});
  EXPECT_TRUE(exec_.fault().write);
  EXPECT_EQ(exec_.fault().address, kHole);
  EXPECT_EQ(exec_.fault().header, 1u);
  EXPECT_EQ(context_.rptr, 4u);
  EXPECT_EQ(context_.mid_left, 0x1000u);
  EXPECT_EQ(Entry(0).ids, uint32_t{RS_IH_SOURCE_QUEUE_FAULT} << 8);
  EXPECT_EQ(Entry(0).data[0], RS_FAULT_BUS_ERROR << 16 | 1u << 24);
}

TEST_F(SdmaExecTest, PacketsThatAreNotAllThereFault) {
  Put({2, kDestination & ~3u, 0, 9, 1, 2});
  Run();
  EXPECT_EQ(exec_.fault().reason, uint32_t{RS_FAULT_TRUNCATED});
  EXPECT_EQ(exec_.fault().address, kRing);
}

TEST_F(SdmaExecTest, AnIndirectBufferMayNotCallAnother) {
  const uint32_t inner[] = {RS_SDMA_HEADER(5, 0), 0x3200, 0, 77, RS_SDMA_HEADER(4, 0)};
  std::memcpy(memory_.At(0x8000, sizeof(inner)), inner, sizeof(inner));
  Put({4, 0x8000, 0, 5, 0, 0});
  Run();
  EXPECT_EQ(Qword(0x3200), 77u);
  EXPECT_EQ(exec_.fault().reason, uint32_t{RS_FAULT_BAD_OPCODE});
  EXPECT_EQ(exec_.fault().address, 0x8010u);
  EXPECT_EQ(context_.rptr, 0u);
  EXPECT_TRUE(context_.ib_active);
}

TEST_F(SdmaExecTest, AWriteGoesOnAcrossTheRingsEnd) {
  context_.rptr = wptr_ = 4096 - 24;
  Put({2, 0x20000, 0, 19});
  std::vector<uint32_t> data(20);
  for (uint32_t i = 0; i < 20; ++i) data[i] = 0x1000 + i;
  Put(data);
  Run(/*steps=*/2);
  EXPECT_TRUE(context_.mid_active);
  Run();
  EXPECT_EQ(std::memcmp(memory_.At(0x20000, 80), data.data(), 80), 0);
  EXPECT_EQ(context_.rptr, wptr_);
}

TEST_F(SdmaExecTest, AWptrInTheMiddleOfADwordFaults) {
  wptr_ = 6;
  Run();
  EXPECT_EQ(exec_.fault().reason, uint32_t{RS_FAULT_BAD_FIELD});
}

}  // namespace
}  // namespace ringside::model
