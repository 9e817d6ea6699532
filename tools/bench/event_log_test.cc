#include "tools/bench/event_log.h"

#include "gtest/gtest.h"

namespace ringside::bench {
namespace {

TEST(EventLog, FetchBelongsToTheQueueInTheSlot) {
  EventLog log;
  log.OnSlotState(10, 2, SlotState::kLoading, 0);
  log.OnSlotState(20, 2, SlotState::kActive, 0x205);
  EXPECT_TRUE(log.IsInSlot(0x205));
  log.OnFetch(30, 2);
  const Event* fetch = log.First(Is(EventKind::kFetch, 0x205));
  ASSERT_NE(fetch, nullptr);
  EXPECT_EQ(fetch->cycle, 30u);
  EXPECT_EQ(fetch->slot, 2u);
  EXPECT_EQ(log.First(Is(EventKind::kFetch, 0x206)), nullptr);
}

TEST(EventLog, LeavingIsTheOldQueuesAndLoadingNobodys) {
  EventLog log;
  log.OnSlotState(1, 1, SlotState::kActive, 7);
  log.OnSlotState(2, 1, SlotState::kStopping, 7);
  log.OnSlotState(3, 1, SlotState::kSaving, 7);
  log.OnSlotState(4, 1, SlotState::kFree, 7);
  log.OnSlotState(5, 1, SlotState::kLoading, 7);
  EXPECT_EQ(log.First(Enters(SlotState::kFree, 7))->cycle, 4u);
  EXPECT_EQ(log.First(Enters(SlotState::kLoading, kNoDoorbell))->cycle, 5u);
  EXPECT_FALSE(log.InSlot(1).has_value());
}

TEST(EventLog, SearchesForthAndBack) {
  EventLog log;
  log.OnRing(1, 7, RingOutcome::kPending, 0);
  log.OnRing(2, 8, RingOutcome::kToSlot, 1);
  log.OnRing(3, 7, RingOutcome::kToSlot, 1);
  const Event* other = log.First(Is(EventKind::kRing, 8));
  EXPECT_EQ(log.First(Is(EventKind::kRing, 7), other)->cycle, 3u);
  EXPECT_EQ(log.LastBefore(other, Is(EventKind::kRing, 7))->ring, RingOutcome::kPending);
  EXPECT_EQ(log.LastBefore(other, Is(EventKind::kRing, 8)), nullptr);
  log.Clear();
  EXPECT_EQ(log.First(Is(EventKind::kRing, 7)), nullptr);
}

}  // namespace
}  // namespace ringside::bench
