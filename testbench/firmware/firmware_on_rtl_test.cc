// The firmware image on the Verilated machine: boot, map, rotate, suspend, fault, death.
#include <cstdio>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "testbench/firmware/firmware_bench.h"
#include "uapi/memory_map.h"
#include "uapi/regs/sys_regs.h"

namespace ringside {
namespace {

std::string image_path;

class FirmwareOnRtl : public testing::Test {
 protected:
  using BenchQueue = FirmwareBench::BenchQueue;

  void SetUp() override {
    ASSERT_TRUE(bench_.Boot(image_path)) << "no firmware at " << image_path;
    ASSERT_TRUE(bench_.SetResources());
  }

  bool RunToFence(const BenchQueue& queue, uint32_t value) {
    return bench_.Run([&] { return bench_.Fence(queue) == value; });
  }

  FirmwareBench bench_;
};

TEST_F(FirmwareOnRtl, RunsAQueueFromUnmappedRingToFence) {
  BenchQueue queue{.number = 1};
  ASSERT_TRUE(bench_.Add(queue));
  bench_.Submit(&queue, FirmwareBench::FencePacket(queue, 7));
  EXPECT_TRUE(RunToFence(queue, 7));
}

TEST_F(FirmwareOnRtl, WakesAnEvictedIdleQueueByItsRing) {
  // The fourth queue takes the slot of an idle one; that one's ring then finds it unmapped.
  std::vector<BenchQueue> queues;
  for (uint32_t i = 0; i < 4; ++i) {
    queues.push_back({.number = i, .quantum = 50});
    ASSERT_TRUE(bench_.Add(queues.back()));
    bench_.Submit(&queues.back(), FirmwareBench::FencePacket(queues.back(), 1));
    ASSERT_TRUE(RunToFence(queues.back(), 1));
    bench_.Run([] { return false; }, 5000);
  }
  const uint64_t rung = bench_.device().cycle();
  bench_.Submit(&queues[0], FirmwareBench::FencePacket(queues[0], 2));
  EXPECT_TRUE(RunToFence(queues[0], 2));
  EXPECT_EQ(bench_.trace().last_outcome, RingOutcome::kPending);
  std::printf("ring to save %d, to load %d, to fetch %d cycles\n",
              static_cast<int>(bench_.trace().First(SlotState::kStopping, rung) - rung),
              static_cast<int>(bench_.trace().First(SlotState::kLoading, rung) - rung),
              static_cast<int>(bench_.trace().FirstFetch(rung) - rung));
}

TEST_F(FirmwareOnRtl, WakesAQueueIntoAFreeSlot) {
  // Queue 3 took the slot of queue 0, which was idle longest; then it goes and leaves a free one.
  std::vector<BenchQueue> queues;
  for (uint32_t i = 0; i < 4; ++i) {
    queues.push_back({.number = i, .quantum = 50});
    ASSERT_TRUE(bench_.Add(queues.back()));
    bench_.Run([] { return false; }, 5000);
  }
  ASSERT_TRUE(bench_.Remove(queues[3]));
  bench_.Run([] { return false; }, 5000);
  const uint64_t rung = bench_.device().cycle();
  bench_.Submit(&queues[0], FirmwareBench::FencePacket(queues[0], 2));
  EXPECT_TRUE(RunToFence(queues[0], 2));
  EXPECT_EQ(bench_.trace().last_outcome, RingOutcome::kPending);
  // Nobody had to go for it.
  EXPECT_EQ(bench_.trace().First(SlotState::kStopping, rung), 0u);
  std::printf("ring to load %d, to fetch %d cycles\n",
              static_cast<int>(bench_.trace().First(SlotState::kLoading, rung) - rung),
              static_cast<int>(bench_.trace().FirstFetch(rung) - rung));
}

TEST_F(FirmwareOnRtl, RotatesBusyQueuesByTheirQuantum) {
  std::vector<BenchQueue> queues;
  for (uint32_t i = 0; i < 6; ++i) {
    queues.push_back({.number = i, .quantum = 10});
    ASSERT_TRUE(bench_.Add(queues.back()));
  }
  for (BenchQueue& queue : queues) {
    std::vector<uint32_t> packets;
    for (uint32_t i = 0; i < 8; ++i) {
      const std::vector<uint32_t> fill = FirmwareBench::FillPacket(queue, 0x100 + i, 0x8000);
      packets.insert(packets.end(), fill.begin(), fill.end());
    }
    const std::vector<uint32_t> fence = FirmwareBench::FencePacket(queue, 9);
    packets.insert(packets.end(), fence.begin(), fence.end());
    bench_.Submit(&queue, packets);
  }
  for (const BenchQueue& queue : queues) {
    EXPECT_TRUE(RunToFence(queue, 9));
    for (uint32_t at = 0; at < 0x8000; at += 4) {
      ASSERT_EQ(bench_.Read(queue.data() + at), 0x107u) << "queue " << queue.number << " at " << at;
    }
  }
  uint32_t loads = 0;
  for (const FirmwareTrace::SlotChange& change : bench_.trace().changes) {
    loads += change.state == SlotState::kLoading;
  }
  EXPECT_GT(loads, queues.size());
}

TEST_F(FirmwareOnRtl, SuspendsInsideAFillAndResumes) {
  constexpr uint32_t kFillBytes = 0x30000;
  BenchQueue queue{.number = 2};
  ASSERT_TRUE(bench_.Add(queue));
  std::vector<uint32_t> packets = FirmwareBench::FillPacket(queue, 0xabcd, kFillBytes);
  const std::vector<uint32_t> fence = FirmwareBench::FencePacket(queue, 3);
  packets.insert(packets.end(), fence.begin(), fence.end());
  bench_.Submit(&queue, packets);
  ASSERT_TRUE(bench_.Run([&] { return bench_.Read(queue.data()) == 0xabcd; }));
  const uint64_t asked = bench_.device().cycle();
  ASSERT_TRUE(bench_.Suspend(queue));
  std::printf("suspend to answer %d cycles\n", static_cast<int>(bench_.device().cycle() - asked));
  EXPECT_EQ(bench_.Read(queue.data() + kFillBytes - 4), 0u)
      << "it was over before it was suspended";
  bench_.Run([] { return false; }, 5000);
  EXPECT_EQ(bench_.Fence(queue), 0u);
  ASSERT_TRUE(bench_.Resume(queue));
  EXPECT_TRUE(RunToFence(queue, 3));
  for (uint32_t at = 0; at < kFillBytes; at += 4)
    ASSERT_EQ(bench_.Read(queue.data() + at), 0xabcdu);
}

TEST_F(FirmwareOnRtl, FaultedQueueLeavesAndOthersGoOn) {
  BenchQueue bad{.number = 1};
  BenchQueue good{.number = 2};
  ASSERT_TRUE(bench_.Add(bad));
  ASSERT_TRUE(bench_.Add(good));
  bench_.Submit(&bad, {0xff});
  bench_.Submit(&good, FirmwareBench::FencePacket(good, 1));
  EXPECT_TRUE(RunToFence(good, 1));
  EXPECT_TRUE(bench_.Run([&] { return bench_.trace().First(SlotState::kFaulted, 0) != 0; }));
  EXPECT_TRUE(bench_.Remove(bad));
}

// An MQD where there is no memory: reading it is a load access fault.
// As a host does that gets no answer any more. Firmware runs with interrupts off.
TEST(FirmwareDeath, AnNmiAsksWhereItIs) {
  FirmwareBench bench;
  ASSERT_TRUE(bench.Boot(image_path));
  ASSERT_TRUE(bench.SetResources());
  const uint32_t core_ctrl = RS_BAR_BLOCK(SYS) + regs::sys::kCoreCtrlOffset;
  ASSERT_TRUE(
      bench.device()
          .WriteRegister(core_ctrl, regs::sys::kCoreCtrlRunMask | regs::sys::kCoreCtrlNmiMask)
          .ok());
  EXPECT_TRUE(bench.Run([&] {
    return *bench.device().ReadRegister(RS_BAR_BLOCK(SYS) + regs::sys::kFwStatusOffset) ==
           (RS_FW_STATUS_DEAD | RS_FW_ERROR_TRAP);
  }));
  EXPECT_EQ(*bench.device().ReadRegister(RS_BAR_DTCM), 0x44454144u);
  EXPECT_NE(*bench.device().ReadRegister(RS_BAR_DTCM + 8), 0u) << "where it was";
  EXPECT_EQ(*bench.device().ReadRegister(RS_BAR_DTCM + 12), 0x80000000u) << "an NMI";
}

TEST(FirmwareDeath, LeavesARecordAndSaysSo) {
  FirmwareBench bench;
  ASSERT_TRUE(bench.Boot(image_path));
  ASSERT_TRUE(bench.SetResources());
  const auto status = [&] {
    return *bench.device().ReadRegister(RS_BAR_BLOCK(SYS) + regs::sys::kFwStatusOffset);
  };
  bench.AddOutsideMemory();
  EXPECT_TRUE(bench.Run([&] { return status() == (RS_FW_STATUS_DEAD | RS_FW_ERROR_TRAP); }));
  EXPECT_EQ(*bench.device().ReadRegister(RS_BAR_DTCM), 0x44454144u);
  EXPECT_EQ(*bench.device().ReadRegister(RS_BAR_DTCM + 4), static_cast<uint32_t>(RS_FW_ERROR_TRAP));
  EXPECT_EQ(*bench.device().ReadRegister(RS_BAR_DTCM + 12), 5u) << "load access fault";
}

}  // namespace
}  // namespace ringside

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  ringside::image_path = argc > 1 ? argv[1] : "";
  return RUN_ALL_TESTS();
}
