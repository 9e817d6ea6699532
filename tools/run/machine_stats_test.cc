// Scripts of what the watchers tell, and what is counted of them.
#include "tools/run/machine_stats.h"

#include <tuple>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ringside::run {
namespace {

using ::testing::ElementsAre;

constexpr uint32_t kQueue = 0x204;
constexpr uint32_t kOther = 0x405;

class MachineStatsTest : public testing::Test {
 protected:
  // Loads `doorbell`'s queue, from `cycle` for ten cycles.
  void Map(uint64_t cycle, uint32_t slot, uint32_t doorbell) {
    stats_.OnSlotState(cycle, slot, SlotState::kLoading, 0);
    stats_.OnSlotState(cycle + 10, slot, SlotState::kActive, doorbell);
  }
  // Stops and saves, from `cycle` for twenty cycles.
  void Unmap(uint64_t cycle, uint32_t slot, uint32_t doorbell) {
    stats_.OnSlotState(cycle, slot, SlotState::kStopping, doorbell);
    stats_.OnSlotState(cycle + 5, slot, SlotState::kSaving, doorbell);
    stats_.OnSlotState(cycle + 20, slot, SlotState::kFree, doorbell);
  }
  void RingMapped(uint64_t cycle, uint32_t doorbell = kQueue) {
    stats_.OnRing(cycle, doorbell, RingOutcome::kToSlot, 1);
  }
  void RingUnmapped(uint64_t cycle, uint32_t doorbell = kQueue) {
    stats_.OnRing(cycle, doorbell, RingOutcome::kPending, 0);
  }
  void Packet(uint64_t cycle, uint64_t rptr, uint32_t slot = 1) {
    stats_.OnPacket(cycle, slot, 0, rptr);
  }

  MachineStats stats_;
};

TEST_F(MachineStatsTest, AQueueNeverHeardOfHasCountedNothing) {
  EXPECT_EQ(stats_.queue(kQueue).rings, 0u);
  EXPECT_EQ(stats_.queue(kQueue).ring_to_packet.count(), 0u);
}

TEST_F(MachineStatsTest, RingsAreCountedByWhatTheyMet) {
  RingMapped(1);
  RingUnmapped(2);
  RingUnmapped(3);
  RingMapped(4, kOther);
  stats_.OnRing(5, 0x7ff, RingOutcome::kStray, 0);
  EXPECT_EQ(stats_.queue(kQueue).rings, 3u);
  EXPECT_EQ(stats_.queue(kQueue).rings_to_slot, 1u);
  EXPECT_EQ(stats_.queue(kQueue).rings_pending, 2u);
  EXPECT_EQ(stats_.queue(kOther).rings, 1u);
  EXPECT_EQ(stats_.queue(0x7ff).rings, 0u);
  EXPECT_EQ(stats_.stray_rings(), 1u);
}

TEST_F(MachineStatsTest, AStayReachesFromLoadToSaved) {
  Map(100, 1, kQueue);
  Unmap(500, 1, kQueue);
  Map(600, 2, kQueue);
  Map(700, 1, kOther);
  stats_.Finish(1000);
  std::vector<std::tuple<uint32_t, uint32_t, uint64_t, uint64_t>> stays;
  for (const Residency& stay : stats_.residencies()) {
    stays.emplace_back(stay.slot, stay.doorbell, stay.begin, stay.end);
  }
  EXPECT_THAT(stays, ElementsAre(std::tuple(1, kQueue, 100, 520), std::tuple(1, kOther, 700, 1000),
                                 std::tuple(2, kQueue, 600, 1000)));
  EXPECT_EQ(stats_.queue(kQueue).maps, 2u);
  EXPECT_EQ(stats_.queue(kQueue).slot_cycles, 420u + 400u);
  EXPECT_EQ(stats_.queue(kOther).slot_cycles, 300u);
}

TEST_F(MachineStatsTest, AFailedLoadIsNobodysStay) {
  stats_.OnSlotState(100, 1, SlotState::kLoading, kQueue);
  stats_.OnSlotState(110, 1, SlotState::kFree, kQueue);
  stats_.Finish(200);
  EXPECT_TRUE(stats_.residencies().empty());
  EXPECT_EQ(stats_.queue(kQueue).maps, 0u);
}

TEST_F(MachineStatsTest, AStopThatIsTakenBackIsOneStay) {
  Map(100, 1, kQueue);
  stats_.OnSlotState(200, 1, SlotState::kStopping, kQueue);
  stats_.OnSlotState(210, 1, SlotState::kActive, kQueue);
  Unmap(300, 1, kQueue);
  EXPECT_EQ(stats_.queue(kQueue).maps, 1u);
  EXPECT_EQ(stats_.queue(kQueue).slot_cycles, 220u);
}

TEST_F(MachineStatsTest, LatencyReachesFromTheRingToFetchAndPacket) {
  Map(0, 1, kQueue);
  stats_.WillSubmit(kQueue, 0, true);
  RingMapped(100);
  stats_.OnFetch(107, 1);
  stats_.OnFetch(115, 1);
  Packet(130, 0);
  Packet(150, 28);
  const QueueCounts& counts = stats_.queue(kQueue);
  EXPECT_EQ(counts.packets, 2u);
  EXPECT_EQ(counts.not_begun, 0u);
  ASSERT_EQ(counts.ring_to_fetch_mapped.count(), 1u);
  EXPECT_EQ(counts.ring_to_fetch_mapped.max(), 7u);
  EXPECT_EQ(counts.ring_to_fetch_unmapped.count(), 0u);
  ASSERT_EQ(counts.ring_to_packet.count(), 1u);
  EXPECT_EQ(counts.ring_to_packet.max(), 30u);
}

TEST_F(MachineStatsTest, LatencyOfAnUnmappedQueueIsKeptApart) {
  stats_.WillSubmit(kQueue, 0, true);
  RingUnmapped(100);
  Map(300, 1, kQueue);
  stats_.OnFetch(400, 1);
  Packet(450, 0);
  EXPECT_EQ(stats_.queue(kQueue).ring_to_fetch_mapped.count(), 0u);
  EXPECT_EQ(stats_.queue(kQueue).ring_to_fetch_unmapped.max(), 300u);
  EXPECT_EQ(stats_.queue(kQueue).ring_to_packet.max(), 350u);
}

// A submission behind others waits for them, which is not the doorbell's latency.
TEST_F(MachineStatsTest, OnlySubmissionsToAnIdleQueueGiveALatency) {
  Map(0, 1, kQueue);
  stats_.WillSubmit(kQueue, 0, true);
  RingMapped(100);
  stats_.WillSubmit(kQueue, 32, false);
  RingMapped(105);
  Packet(130, 0);
  EXPECT_EQ(stats_.queue(kQueue).not_begun, 1u);
  stats_.OnFetch(170, 1);
  Packet(200, 32);
  EXPECT_EQ(stats_.queue(kQueue).not_begun, 0u);
  EXPECT_EQ(stats_.queue(kQueue).ring_to_packet.count(), 1u);
  EXPECT_EQ(stats_.queue(kQueue).ring_to_fetch_mapped.count(), 0u);
}

TEST_F(MachineStatsTest, AFetchOrPacketOfAnEmptySlotIsNobodys) {
  stats_.WillSubmit(kQueue, 0, true);
  RingUnmapped(10);
  stats_.OnFetch(20, 1);
  Packet(30, 0);
  EXPECT_EQ(stats_.queue(kQueue).packets, 0u);
  EXPECT_EQ(stats_.queue(kQueue).not_begun, 1u);
}

// What the report calls a lost doorbell: rung, taken, and never followed by a packet.
TEST_F(MachineStatsTest, ASubmissionWhosePacketNeverComesStaysNotBegun) {
  Map(0, 1, kQueue);
  stats_.WillSubmit(kQueue, 0, true);
  RingMapped(100);
  Packet(130, 0);
  stats_.WillSubmit(kQueue, 32, true);
  RingMapped(200);
  stats_.Finish(100000);
  EXPECT_EQ(stats_.queue(kQueue).rings, 2u);
  EXPECT_EQ(stats_.queue(kQueue).not_begun, 1u);
}

TEST_F(MachineStatsTest, TheHookHearsOfEachPacketOfAKnownQueue) {
  std::vector<std::tuple<uint64_t, uint32_t, uint64_t>> heard;
  stats_.SetPacketHook([&](uint64_t cycle, uint32_t doorbell, uint64_t rptr) {
    heard.emplace_back(cycle, doorbell, rptr);
  });
  Map(0, 2, kOther);
  Packet(50, 96, 2);
  Packet(60, 0, 1);
  EXPECT_THAT(heard, ElementsAre(std::tuple(50, kOther, 96)));
}

TEST_F(MachineStatsTest, EngineAndCoreTimeAddUpToTheEnd) {
  stats_.OnEngine(100, true, 1);
  stats_.OnEngine(150, true, 2);
  stats_.OnEngine(200, false, 2);
  stats_.OnEngine(900, true, 1);
  // Awake from reset.
  stats_.OnSleep(300, true);
  stats_.OnSleep(400, false);
  stats_.Finish(1000);
  EXPECT_EQ(stats_.engine_busy_cycles(), 100u + 100u);
  EXPECT_EQ(stats_.core_awake_cycles(), 300u + 600u);
}

}  // namespace
}  // namespace ringside::run
