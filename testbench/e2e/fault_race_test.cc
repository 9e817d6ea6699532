// Faults that meet each other, and faults that meet the driver's commands at every moment.
#include <cstdint>
#include <set>
#include <vector>

#include "gtest/gtest.h"
#include "testbench/e2e/fault_fixture.h"
#include "uapi/interrupt.h"

namespace ringside::e2e {
namespace {

class FaultRaceTest : public FaultFixture {};

// More queues than slots, all with a bad packet at the same time, behind some good ones.
TEST_P(FaultRaceTest, ManyQueuesFaultAtOnce) {
  constexpr uint32_t kQueues = 12;
  constexpr uint32_t kRounds = 3;
  std::vector<Client> bad;
  for (uint32_t i = 0; i < kQueues; ++i) bad.push_back(PrepareClient(bad_process_, 10 + i));
  StartNeighbours();
  for (uint32_t round = 1; round <= kRounds; ++round) {
    SCOPED_TRACE(round);
    for (Client& client : bad) {
      StartQueue(&client);
      ASSERT_FALSE(HasFatalFailure());
    }
    for (uint32_t i = 0; i < kQueues; ++i) {
      Submit(bad[i], PacketBuilder().Nop(i).Fill(kPageVa + i * 256, i, 256).Raw(0xe0 + i));
    }
    ASSERT_TRUE(
        Wait([&] { return driver_->faults().size() == round * kQueues; }, "all of the faults"));
    for (uint32_t i = 0; i < kQueues; ++i) {
      ASSERT_TRUE(bad[i].queue->fault().has_value());
      EXPECT_EQ(bad[i].queue->state(), QueueState::kHung);
      EXPECT_EQ(bad[i].queue->fault()->packet_header, 0xe0 + i);
      EXPECT_EQ(bad[i].queue->fault()->queue, bad[i].spec.name);
      EXPECT_EQ(*page_->ReadWord64(i * 256), i * 0x1'0000'0001) << "the good packet before it";
      const absl::Status destroyed = bad_process_->DestroyQueue(bad[i].queue);
      ASSERT_TRUE(destroyed.ok()) << destroyed;
    }
  }
  ExpectNeighboursUnharmed();
  EXPECT_EQ(driver_->faults().size(), kRounds * kQueues);
  Replace();
}

// The bad packet comes before, during and after a preempt and a restore. Whatever the commands
// answer, the queue ends HUNG, once reported, and can be destroyed.
TEST_P(FaultRaceTest, FaultMeetsPreemptAndRestore) {
  StartNeighbours();
  std::set<QueueState> seen;
  size_t faults = 0;
  for (uint64_t delay = 0; delay < 3000; delay += 83) {
    SCOPED_TRACE(delay);
    Submit(guilty_, PacketBuilder().Fill(kPageVa, 1, 2048).Raw(0xee));
    Pass(delay);
    const absl::Status preempted = bad_process_->PreemptQueue(guilty_.queue);
    const QueueState state = guilty_.queue->state();
    seen.insert(state);
    EXPECT_TRUE(state == QueueState::kPreempted || state == QueueState::kHung);
    EXPECT_EQ(preempted.ok() || state == QueueState::kHung, true) << preempted;
    const absl::Status restored = bad_process_->RestoreQueue(guilty_.queue);
    EXPECT_EQ(restored.ok() || guilty_.queue->state() == QueueState::kHung, true) << restored;
    ASSERT_TRUE(Wait([&] { return driver_->faults().size() == faults + 1; }, "the fault"));
    ++faults;
    EXPECT_EQ(driver_->faults().back().reason, RS_FAULT_BAD_OPCODE);
    EXPECT_EQ(guilty_.queue->state(), QueueState::kHung);
    const absl::Status destroyed = bad_process_->DestroyQueue(guilty_.queue);
    ASSERT_TRUE(destroyed.ok()) << destroyed;
    StartQueue(&guilty_);
  }
  EXPECT_EQ(seen.size(), 2u) << "the sweep did not meet both sides of the race";
  ExpectNeighboursUnharmed();
  Replace();
  EXPECT_EQ(driver_->faults().size(), faults);
}

// The queue is destroyed just when it faults: nothing of it reaches its successor.
TEST_P(FaultRaceTest, FaultMeetsDestroy) {
  StartNeighbours();
  for (uint64_t delay = 0; delay < 2500; delay += 113) {
    SCOPED_TRACE(delay);
    Submit(guilty_, PacketBuilder().Fill(kPageVa, 1, 2048).Raw(0xee));
    Pass(delay);
    const absl::Status destroyed = bad_process_->DestroyQueue(guilty_.queue);
    ASSERT_TRUE(destroyed.ok()) << destroyed;
    StartQueue(&guilty_);
    ASSERT_TRUE(Execute(guilty_, PacketBuilder().Fill(kPageVa, 0x03030303, 4096)));
    EXPECT_EQ(guilty_.queue->state(), QueueState::kMapped);
    EXPECT_FALSE(guilty_.queue->fault().has_value()) << guilty_.queue->fault()->ToString();
    EXPECT_EQ(Contents(*page_), std::vector<uint8_t>(4096, 3));
    ASSERT_TRUE(bad_process_->DestroyQueue(guilty_.queue).ok());
    StartQueue(&guilty_);
  }
  ExpectNeighboursUnharmed();
}

INSTANTIATE_TEST_SUITE_P(Backends, FaultRaceTest, testing::ValuesIn(kBackends), BackendTestName());

}  // namespace
}  // namespace ringside::e2e
