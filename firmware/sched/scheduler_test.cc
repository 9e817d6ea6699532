// What the policy decides, case by case.
#include "firmware/sched/scheduler.h"

#include <memory>

#include "gtest/gtest.h"

namespace ringside::firmware {
namespace {

class SchedulerTest : public testing::Test {
 protected:
  // Two slots for users, one for the kernel.
  SchedulerTest() { scheduler_->Configure(0xfffe, 0b0110); }

  uint32_t Add(uint32_t quantum = 100) {
    const uint32_t n = ++added_;
    QueueConfig config = {};
    config.doorbell = n;
    config.gang = n;
    config.quantum = quantum;
    config.process_context = n;
    uint32_t queue = kNoQueue;
    EXPECT_EQ(scheduler_->Add(config, &queue), Error::kOk);
    return queue;
  }

  // Places the next queue and has it run from `now`; returns its slot.
  uint32_t Map(uint32_t now) {
    const Placement placement = scheduler_->Place();
    EXPECT_NE(placement.queue, kNoQueue);
    EXPECT_TRUE(scheduler_->Loaded(placement.slot));
    scheduler_->Started(placement.slot, now);
    return placement.slot;
  }

  void Unmap(uint32_t slot, bool has_work) {
    scheduler_->Saving(slot);
    scheduler_->Settle(scheduler_->Off(slot), has_work);
  }

  QueueState State(uint32_t queue) { return scheduler_->queues()[queue].state; }

  std::unique_ptr<Scheduler> scheduler_ = std::make_unique<Scheduler>();
  uint32_t added_ = 0;
};

TEST_F(SchedulerTest, PlacesInOrderWhileThereAreSlots) {
  const uint32_t a = Add();
  const uint32_t b = Add();
  Add();
  EXPECT_EQ(scheduler_->Place().queue, a);
  EXPECT_EQ(scheduler_->Place().queue, b);
  EXPECT_EQ(scheduler_->Place().queue, kNoQueue);
  EXPECT_EQ(scheduler_->Waiting(), 1u);
}

TEST_F(SchedulerTest, NobodyIsAVictimWhileNobodyWaits) {
  Add();
  Add();
  Map(0);
  Map(0);
  EXPECT_EQ(scheduler_->PickIdle(0b0110), kNoSlot);
  EXPECT_EQ(scheduler_->PickExpired(1000), kNoSlot);
}

// However short the quantum, sooner or later it is long enough to get somewhere.
TEST_F(SchedulerTest, WhoGotNowhereGetsTwiceTheTime) {
  const uint32_t queue = Add(10);
  const auto expiry = [&] {
    const uint32_t slot = Map(1000);
    const int32_t time = scheduler_->NextExpiry(1000);
    scheduler_->Saving(slot);
    return time;
  };
  const auto leave = [&](uint32_t position) {
    scheduler_->Off(scheduler_->queues()[queue].slot);
    scheduler_->LeftWithWork(queue, position);
    scheduler_->Settle(queue, true);
  };
  EXPECT_EQ(expiry(), 10);
  leave(7);
  EXPECT_EQ(expiry(), 10);
  leave(7);
  EXPECT_EQ(expiry(), 20);
  leave(7);
  EXPECT_EQ(expiry(), 40);
  leave(8);
  EXPECT_EQ(expiry(), 20);
  leave(9);
  EXPECT_EQ(expiry(), 10);
  leave(10);
  EXPECT_EQ(expiry(), 10) << "less than was asked for";
  for (int i = 0; i < 60; ++i) {
    leave(10);
    expiry();
  }
  leave(10);
  EXPECT_EQ(expiry(), 0x3fffffff) << "times would not compare";
}

TEST_F(SchedulerTest, LongestIdleAndFirstExpiredGo) {
  Add();
  Add(200);
  const uint32_t first = Map(0);
  const uint32_t second = Map(50);
  Add();
  EXPECT_EQ(scheduler_->PickIdle(0), kNoSlot);
  EXPECT_EQ(scheduler_->PickIdle(Bit(second)), second);
  EXPECT_EQ(scheduler_->PickIdle(Bit(first) | Bit(second)), first);
  EXPECT_EQ(scheduler_->PickExpired(99), kNoSlot);
  EXPECT_EQ(scheduler_->PickExpired(100), first);
  EXPECT_EQ(scheduler_->PickExpired(1000), first);
}

TEST_F(SchedulerTest, OneVictimForOneWhoWaits) {
  Add();
  Add();
  Map(0);
  Map(0);
  Add();
  const uint32_t victim = scheduler_->PickExpired(100);
  ASSERT_NE(victim, kNoSlot);
  scheduler_->Saving(victim);
  EXPECT_EQ(scheduler_->Waiting(), 0u);
  EXPECT_EQ(scheduler_->PickIdle(0b0110), kNoSlot);
  EXPECT_EQ(scheduler_->PickExpired(1000), kNoSlot);
}

TEST_F(SchedulerTest, NoQuantumMeansNoExpiry) {
  Add(0);
  Add(0);
  Map(0);
  Map(0);
  Add();
  EXPECT_EQ(scheduler_->PickExpired(0x7fffffff), kNoSlot);
  EXPECT_EQ(scheduler_->NextExpiry(5), -1);
}

TEST_F(SchedulerTest, QuantumSurvivesTheWrapOfTheCounter) {
  Add(100);
  Add(300);
  const uint32_t first = Map(0xffffffc0u);
  Map(0xffffffc0u);
  Add();
  EXPECT_EQ(scheduler_->NextExpiry(0xffffffd0u), 84);
  EXPECT_EQ(scheduler_->PickExpired(0xffffffffu), kNoSlot);
  EXPECT_EQ(scheduler_->PickExpired(100 - 0x40), first);
  EXPECT_EQ(scheduler_->NextExpiry(200), 0);
}

TEST_F(SchedulerTest, RotatedQueueGoesToTheEnd) {
  const uint32_t a = Add();
  const uint32_t b = Add();
  const uint32_t c = Add();
  const uint32_t d = Add();
  const uint32_t slot = Map(0);
  Map(0);
  Unmap(slot, /*has_work=*/true);
  EXPECT_EQ(State(a), QueueState::kReady);
  EXPECT_EQ(scheduler_->queues()[a].switches_out, 1u);
  EXPECT_EQ(scheduler_->Place().queue, c);
  EXPECT_EQ(State(b), QueueState::kRunning);
  EXPECT_EQ(State(d), QueueState::kReady);
}

TEST_F(SchedulerTest, WorkThatCameDuringTheSaveIsNotForgotten) {
  const uint32_t a = Add();
  const uint32_t slot = Map(0);
  scheduler_->Saving(slot);
  scheduler_->Rang(a);
  scheduler_->Settle(scheduler_->Off(slot), /*has_work=*/false);
  EXPECT_EQ(State(a), QueueState::kReady);
}

TEST_F(SchedulerTest, QuietQueueIsIdleUntilItRings) {
  const uint32_t a = Add();
  Unmap(Map(0), /*has_work=*/false);
  EXPECT_EQ(State(a), QueueState::kIdle);
  EXPECT_EQ(scheduler_->Place().queue, kNoQueue);
  scheduler_->Rang(a);
  scheduler_->Rang(a);
  EXPECT_EQ(scheduler_->Place().queue, a);
  EXPECT_EQ(scheduler_->Place().queue, kNoQueue);
}

TEST_F(SchedulerTest, SuspendedQueueIsNeverPlaced) {
  const uint32_t a = Add();
  EXPECT_EQ(scheduler_->TakeOff(a, Intent::kSuspend), Removal::kDone);
  scheduler_->Rang(a);
  EXPECT_EQ(scheduler_->Place().queue, kNoQueue);
  scheduler_->Resume(a);
  EXPECT_EQ(scheduler_->Place().queue, a);
}

TEST_F(SchedulerTest, RunningQueueIsSavedToBeSuspended) {
  const uint32_t a = Add();
  const uint32_t slot = Map(0);
  EXPECT_EQ(scheduler_->TakeOff(a, Intent::kSuspend), Removal::kSave);
  Unmap(slot, /*has_work=*/true);
  EXPECT_EQ(State(a), QueueState::kSuspended);
  EXPECT_EQ(scheduler_->queues()[a].switches_out, 0u);
  EXPECT_EQ(scheduler_->Place().queue, kNoQueue);
}

TEST_F(SchedulerTest, FaultedQueueComesBackFromNothing) {
  const uint32_t a = Add();
  const uint32_t slot = Map(0);
  scheduler_->Faulted(slot, Error::kQueueFaulted);
  Unmap(slot, /*has_work=*/true);
  EXPECT_EQ(State(a), QueueState::kFaulted);
  scheduler_->Rang(a);
  EXPECT_EQ(scheduler_->TakeOff(a, Intent::kRemove), Removal::kDone);
  EXPECT_EQ(State(a), QueueState::kFaulted);
  EXPECT_EQ(scheduler_->Place().queue, kNoQueue);
}

TEST_F(SchedulerTest, KernelQueueHasItsSlotAndStays) {
  QueueConfig config = {};
  config.doorbell = 0x100;
  config.gang = 0x100;
  config.kernel = true;
  config.home_slot = 0;
  uint32_t kernel = kNoQueue;
  ASSERT_EQ(scheduler_->Add(config, &kernel), Error::kOk);
  const Placement placement = scheduler_->Place();
  EXPECT_EQ(placement.queue, kernel);
  EXPECT_EQ(placement.slot, 0u);
  EXPECT_EQ(placement.vmid, 0u);
  scheduler_->Started(0, 0);
  for (int i = 0; i < 3; ++i) Add();
  Map(0);
  Map(0);
  EXPECT_EQ(scheduler_->Candidates(), 0b0110u);
  EXPECT_NE(scheduler_->PickIdle(0b1111), 0u);
  EXPECT_NE(scheduler_->PickExpired(1000), 0u);
}

}  // namespace
}  // namespace ringside::firmware
