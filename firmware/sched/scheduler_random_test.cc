// Properties of the policy under random events: one slot a queue, suspended queues off the
// hardware, no queue with work waits for ever.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <random>
#include <vector>

#include "firmware/sched/scheduler.h"
#include "gtest/gtest.h"

namespace ringside::firmware {
namespace {

constexpr uint32_t kUserSlots = 0b1110;
constexpr uint32_t kQueues = 20;
constexpr uint32_t kQuantum = 10;

class SchedulerRandom : public testing::TestWithParam<uint32_t> {
 protected:
  SchedulerRandom() : random_(GetParam()) {
    std::printf("seed %u\n", GetParam());
    scheduler_->Configure(/*vmids=*/0b11100, kUserSlots);
    for (uint32_t i = 0; i < kQueues; ++i) {
      QueueConfig config = {};
      config.doorbell = i;
      config.gang = i + 1;
      config.quantum = kQuantum;
      config.process_context = 1 + i % 7;
      uint32_t queue;
      EXPECT_EQ(scheduler_->Add(config, &queue), Error::kOk);
      queues_.push_back(queue);
    }
  }

  uint32_t Below(uint32_t bound) { return random_() % bound; }
  const Queue& At(uint32_t queue) { return scheduler_->queues()[queue]; }

  void BeginAll(bool all_busy) {
    for (Placement p = scheduler_->Place(); p.queue != kNoQueue; p = scheduler_->Place()) {
      EXPECT_TRUE(HasBit(kUserSlots, p.slot));
      EXPECT_NE(p.vmid, 0u);
    }
    const uint32_t idle = all_busy ? 0 : random_() & kUserSlots;
    for (;;) {
      uint32_t slot = scheduler_->PickIdle(idle);
      if (slot == kNoSlot) slot = scheduler_->PickExpired(now_);
      if (slot == kNoSlot) break;
      EXPECT_EQ(At(scheduler_->QueueIn(slot)).state, QueueState::kRunning);
      scheduler_->Saving(slot);
    }
  }

  // Ends one load or save in some slot.
  void EndSomething(bool all_busy) {
    const uint32_t slot = 1 + Below(3);
    for (const uint32_t queue : queues_) {
      if (At(queue).slot != slot) continue;
      if (At(queue).state == QueueState::kLoading) {
        if (scheduler_->Loaded(slot)) {
          scheduler_->Started(slot, now_);
        } else {
          scheduler_->Saving(slot);
        }
      } else if (At(queue).state == QueueState::kSaving) {
        scheduler_->Settle(scheduler_->Off(slot), all_busy || Below(2) == 0);
      }
      return;
    }
  }

  void CheckInvariants() {
    uint32_t taken = 0;
    uint32_t vmids_of_process[8] = {};
    for (const uint32_t index : queues_) {
      const Queue& queue = At(index);
      const bool on_slot = queue.slot != kNoSlot;
      const bool should = queue.state == QueueState::kLoading ||
                          queue.state == QueueState::kRunning || queue.state == QueueState::kSaving;
      ASSERT_EQ(on_slot, should) << "queue " << index;
      if (!on_slot) continue;
      ASSERT_EQ(scheduler_->QueueIn(queue.slot), index);
      ASSERT_FALSE(HasBit(taken, queue.slot)) << "two queues in a slot";
      taken |= Bit(queue.slot);
      const Process& process = scheduler_->processes()[queue.process];
      vmids_of_process[process.context] = process.vmid;
    }
    for (uint32_t a = 1; a < 8; ++a) {
      for (uint32_t b = 1; b < a; ++b) {
        if (vmids_of_process[a] != 0) {
          ASSERT_NE(vmids_of_process[a], vmids_of_process[b]) << "two processes share a VMID";
        }
      }
    }
  }

  std::mt19937 random_;
  std::unique_ptr<Scheduler> scheduler_ = std::make_unique<Scheduler>();
  std::vector<uint32_t> queues_;
  uint32_t now_ = 0xffffff00u;  // Wraps soon.
};

TEST_P(SchedulerRandom, InvariantsHoldUnderAnything) {
  for (int step = 0; step < 20000; ++step) {
    now_ += Below(3);
    const uint32_t queue = queues_[Below(kQueues)];
    switch (Below(6)) {
      case 0:
      case 1:
        scheduler_->Rang(queue);
        break;
      case 2:
        if (At(queue).intent != Intent::kStay) break;
        if (At(queue).state == QueueState::kSuspended) {
          scheduler_->Resume(queue);
        } else if (scheduler_->TakeOff(queue, Intent::kSuspend) == Removal::kSave) {
          scheduler_->Saving(At(queue).slot);
        }
        break;
      case 3:
        BeginAll(/*all_busy=*/false);
        break;
      default:
        EndSomething(/*all_busy=*/false);
    }
    CheckInvariants();
    if (HasFatalFailure()) return;
  }
}

// With all queues busy, their turns differ by no more than one at either end of the time looked at.
TEST_P(SchedulerRandom, EveryBusyQueueGetsItsTurn) {
  std::vector<uint32_t> maps(kQueues);
  for (int round = 0; round < 50; ++round) {
    // Long enough for all: three slots, each turn a quantum and some steps of loading and saving.
    for (uint32_t i = 0; i < kQueues; ++i) maps[i] = At(queues_[i]).maps;
    for (int step = 0; step < 1200; ++step) {
      if (Below(4) == 0) ++now_;
      BeginAll(/*all_busy=*/true);
      EndSomething(/*all_busy=*/true);
    }
    uint32_t least = ~0u;
    uint32_t most = 0;
    for (uint32_t i = 0; i < kQueues; ++i) {
      const uint32_t turns = At(queues_[i]).maps - maps[i];
      least = std::min(least, turns);
      most = std::max(most, turns);
    }
    EXPECT_GE(least, 1u);
    EXPECT_LE(most, least + 2) << "not round robin";
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, SchedulerRandom, testing::Range(1u, 31u));

}  // namespace
}  // namespace ringside::firmware
