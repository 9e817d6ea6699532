// The state table of user queues, and what is left behind when a step of creation fails.
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "host/driver/testing/driver_fixture.h"
#include "uapi/firmware_abi.h"

namespace ringside {
namespace {

using ::testing::HasSubstr;

class QueueStatesTest : public DriverFixture {
 protected:
  void ExpectRefused(const QueueSpec& spec, const std::string& field) {
    Process* process = driver_->processes()[0].get();
    const uint64_t used = MemoryUsed();
    const size_t commands = device_.firmware().history().size();
    const absl::StatusOr<UserQueue*> queue = process->CreateQueue(spec);
    EXPECT_FALSE(queue.ok()) << field;
    EXPECT_THAT(std::string(queue.status().message()), HasSubstr(field));
    EXPECT_EQ(MemoryUsed(), used);
    EXPECT_EQ(device_.firmware().history().size(), commands);
  }
};

TEST_F(QueueStatesTest, PreemptAndRestoreActOnlyInTheirStates) {
  Client client = NewClient(NewProcess("p"), 0);
  Process* process = client.process;
  const size_t before = device_.firmware().history().size();
  EXPECT_TRUE(process->RestoreQueue(client.queue).ok());  // MAPPED: nothing to restore.
  EXPECT_EQ(device_.firmware().history().size(), before);
  EXPECT_TRUE(process->PreemptQueue(client.queue).ok());
  EXPECT_EQ(client.queue->state(), QueueState::kPreempted);
  EXPECT_TRUE(process->PreemptQueue(client.queue).ok());
  EXPECT_EQ(device_.firmware().history().size(), before + 1);
  EXPECT_TRUE(process->RestoreQueue(client.queue).ok());
  EXPECT_EQ(client.queue->state(), QueueState::kMapped);
  EXPECT_EQ(client.queue->stats().preempts, 1u);
  EXPECT_EQ(client.queue->stats().restores, 1u);
  ASSERT_EQ(client.queue->stats().preempt_cycles.size(), 1u);
  EXPECT_GT(client.queue->stats().preempt_cycles[0], FakeFirmware::kSaveCycles);
}

TEST_F(QueueStatesTest, RingsWhilePreemptedAreNotLost) {
  Process* process = NewProcess("p");
  Buffer* data = NewBuffer(process, kDataVa, 4096, Placement::kSystem);
  Client client = NewClient(process, 0);
  ASSERT_TRUE(process->PreemptQueue(client.queue).ok());
  PacketBuilder packets;
  packets.Fill(kDataVa, 0x42424242, 4096).ProtectedFence();
  const uint64_t value = *client.user->Submit(packets.dwords());
  ASSERT_TRUE(loop_
                  .WaitUntil([&, end = loop_.now() + 5000] { return loop_.now() >= end; },
                             UINT64_MAX, "time")
                  .ok());
  EXPECT_FALSE(*client.user->FenceReached(value));
  ASSERT_TRUE(process->RestoreQueue(client.queue).ok());
  ASSERT_TRUE(loop_
                  .WaitUntil([&] { return *client.user->FenceReached(value); },
                             loop_.now() + 100'000, "fence")
                  .ok());
  EXPECT_THAT(Contents(*data), testing::Each(0x42));
}

TEST_F(QueueStatesTest, UnmappedQueueGoesOnWhenMappedAgain) {
  Process* process = NewProcess("p");
  Buffer* data = NewBuffer(process, kDataVa, 4096, Placement::kVram);
  Client client = NewClient(process, 0, Placement::kVram);
  ASSERT_TRUE(Execute(client, PacketBuilder().Fill(kDataVa, 0x11111111, 4096)).ok());
  ASSERT_TRUE(process->UnmapQueue(client.queue).ok());
  EXPECT_EQ(client.queue->state(), QueueState::kUnmapped);
  // The wptr word moves, and grows, while the firmware does not know the queue.
  ASSERT_TRUE(driver_->EvictProcess(process).ok());
  PacketBuilder packets;
  packets.Fill(kDataVa, 0x42424242, 4096).ProtectedFence();
  const uint64_t value = *client.user->Submit(packets.dwords());
  ASSERT_TRUE(process->MapQueue(client.queue).ok());
  EXPECT_EQ(client.queue->state(), QueueState::kMapped);
  EXPECT_EQ(client.queue->stats().maps, 2u);
  ASSERT_TRUE(loop_
                  .WaitUntil([&] { return *client.user->FenceReached(value); },
                             loop_.now() + 100'000, "fence")
                  .ok());
  EXPECT_THAT(Contents(*data), testing::Each(0x42));
}

TEST_F(QueueStatesTest, AnyFailureMakesTheQueueHungAndHungStays) {
  Process* process = NewProcess("p");
  Client client = NewClient(process, 0);
  device_.firmware().RefuseNext(RS_FW_OP_SUSPEND, RS_FW_ERROR_QUEUE_BUSY);
  const absl::Status status = process->PreemptQueue(client.queue);
  EXPECT_THAT(std::string(status.message()), HasSubstr("SUSPEND: QUEUE_BUSY"));
  EXPECT_EQ(client.queue->state(), QueueState::kHung);
  EXPECT_TRUE(process->PreemptQueue(client.queue).ok());
  EXPECT_TRUE(process->RestoreQueue(client.queue).ok());
  EXPECT_EQ(client.queue->state(), QueueState::kHung);
  EXPECT_TRUE(process->DestroyQueue(client.queue).ok());
}

TEST_F(QueueStatesTest, FailedRestoreIsHung) {
  Client client = NewClient(NewProcess("p"), 0);
  ASSERT_TRUE(client.process->PreemptQueue(client.queue).ok());
  device_.firmware().IgnoreNext(RS_FW_OP_RESUME);
  EXPECT_EQ(client.process->RestoreQueue(client.queue).code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(client.queue->state(), QueueState::kHung);
}

TEST_F(QueueStatesTest, DestroyAsksTwice) {
  Client client = NewClient(NewProcess("p"), 0);
  const uint64_t used = MemoryUsed();
  device_.firmware().IgnoreNext(RS_FW_OP_REMOVE_QUEUE);
  EXPECT_TRUE(client.process->DestroyQueue(client.queue).ok());
  EXPECT_LT(MemoryUsed(), used);
}

TEST_F(QueueStatesTest, QueueThatFirmwareKeepsIsKeptWithItsMemory) {
  Process* process = NewProcess("p");
  Client client = NewClient(process, 0);
  const uint64_t used = MemoryUsed();
  device_.firmware().IgnoreNext(RS_FW_OP_REMOVE_QUEUE);
  device_.firmware().RefuseNext(RS_FW_OP_REMOVE_QUEUE, RS_FW_ERROR_QUEUE_BUSY);
  EXPECT_FALSE(driver_->DestroyProcess(process).ok());
  ASSERT_EQ(process->queues().size(), 1u);
  EXPECT_EQ(client.queue->state(), QueueState::kHung);
  EXPECT_EQ(MemoryUsed(), used);
  EXPECT_TRUE(driver_->DestroyProcess(process).ok());
}

TEST_F(QueueStatesTest, BadSpecsNameTheFieldAndChangeNothing) {
  Process* process = NewProcess("p");
  NewBuffer(process, 0x2000000, 4096, Placement::kSystem);
  NewBuffer(process, 0x2001000, 4096, Placement::kSystem);  // Adjacent, another mapping.
  NewBuffer(process, 0x3000000, 4096, Placement::kSystem, MapFlags{.write = false});
  const QueueSpec good = PrepareClient(process, 0).spec;
  const auto with = [&](auto change) {
    QueueSpec spec = good;
    change(spec);
    return spec;
  };
  for (uint64_t bytes : {0, 2048, 4095, 4097, 12288, 1 << 25}) {
    ExpectRefused(with([&](QueueSpec& s) { s.ring_bytes = bytes; }), "ring_bytes");
  }
  ExpectRefused(with([](QueueSpec& s) { s.ring_bytes = uint64_t{1} << 63; }), "ring_bytes");
  ExpectRefused(with([](QueueSpec& s) { s.ring_va += 4; }), "ring_va");
  ExpectRefused(with([](QueueSpec& s) { s.ring_va = 0x70000000; }), "ring_va");
  ExpectRefused(with([](QueueSpec& s) { s.ring_va = ~uint64_t{0xff}; }), "ring_va");
  ExpectRefused(with([](QueueSpec& s) { s.ring_va = kFencePageVa; }), "ring_va");
  ExpectRefused(with([](QueueSpec& s) { s.ring_va = 0x2000000, s.ring_bytes = 8192; }), "ring_va");
  ExpectRefused(with([](QueueSpec& s) { s.rptr_va += 4; }), "rptr_va");
  ExpectRefused(with([](QueueSpec& s) { s.rptr_va = 0; }), "rptr_va");
  ExpectRefused(with([](QueueSpec& s) { s.rptr_va = 0x3000000; }), "rptr_va");
  ExpectRefused(with([](QueueSpec& s) { s.wptr_va += 1; }), "wptr_va");
  ExpectRefused(with([](QueueSpec& s) { s.wptr_va = 0x70000000; }), "wptr_va");
  ExpectRefused(with([](QueueSpec& s) { s.doorbell_index = 512; }), "doorbell_index");
  ASSERT_TRUE(process->CreateQueue(good).ok());
  QueueSpec twin = PrepareClient(process, 1).spec;
  twin.doorbell_index = good.doorbell_index;
  ExpectRefused(twin, "doorbell_index");
}

// Creation is failed at its first memory write, then at its second, and so on until it succeeds.
TEST_F(QueueStatesTest, CreationUnwindsFromEveryStep) {
  Process* process = NewProcess("p");
  Client client = PrepareClient(process, 0);
  const uint64_t used = MemoryUsed();
  int failures = 0;
  for (uint64_t step = 0;; ++step) {
    device_.FailMemoryWriteAfter(step);
    const absl::StatusOr<UserQueue*> queue = process->CreateQueue(client.spec);
    device_.FailMemoryWriteAfter(UINT64_MAX);
    if (queue.ok()) break;
    ++failures;
    EXPECT_EQ(MemoryUsed(), used) << "step " << step;
    EXPECT_TRUE(process->queues().empty()) << "step " << step;
    EXPECT_EQ(device_.firmware().queues().size(), 1u) << "step " << step;
  }
  EXPECT_GE(failures, 5);
}

TEST_F(QueueStatesTest, CreationUnwindsWhenMemoryRunsOut) {
  Process* process = NewProcess("p");
  Client client = PrepareClient(process, 0);
  std::vector<Buffer*> hoard;
  for (Placement placement : {Placement::kVram, Placement::kSystem}) {
    for (;;) {
      absl::StatusOr<Buffer*> buffer = process->CreateBuffer("hoard", 4096, placement);
      if (!buffer.ok()) break;
      hoard.push_back(*buffer);
    }
  }
  EXPECT_EQ(process->CreateQueue(client.spec).status().code(),
            absl::StatusCode::kResourceExhausted);
  ASSERT_TRUE(process->DestroyBuffer(hoard.back()).ok());
  EXPECT_TRUE(process->CreateQueue(client.spec).ok());
}

TEST_F(QueueStatesTest, CreationUnwindsWhenTheFirmwareRefuses) {
  Process* process = NewProcess("p");
  Client client = PrepareClient(process, 0);
  const uint64_t used = MemoryUsed();
  device_.firmware().RefuseNext(RS_FW_OP_ADD_QUEUE, RS_FW_ERROR_QUEUE_TABLE_FULL);
  const absl::Status refused = process->CreateQueue(client.spec).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("QUEUE_TABLE_FULL"));
  device_.firmware().IgnoreNext(RS_FW_OP_ADD_QUEUE);
  EXPECT_EQ(process->CreateQueue(client.spec).status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(MemoryUsed(), used);
  EXPECT_TRUE(process->queues().empty());
}

// What neither an answer nor a second word can settle keeps its memory for good.
TEST_F(QueueStatesTest, MemoryOfAQueueThatFirmwareMayHoldIsNotReused) {
  Process* process = NewProcess("p");
  Client client = PrepareClient(process, 0);
  const uint64_t used = MemoryUsed();
  device_.firmware().IgnoreNext(RS_FW_OP_ADD_QUEUE);
  device_.firmware().IgnoreNext(RS_FW_OP_REMOVE_QUEUE);
  EXPECT_FALSE(process->CreateQueue(client.spec).ok());
  EXPECT_GT(MemoryUsed(), used);
}

// A long random life of queues against the state table; at the end all memory is back.
TEST_F(QueueStatesTest, RandomSequencesFollowTheStateTable) {
  const uint32_t seed = 77031;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const uint64_t used = MemoryUsed();
  Process* process = NewProcess("p");
  constexpr uint32_t kQueues = 6;
  struct Life {
    Client client;
    bool alive = false;
    QueueState expected = QueueState::kUnmapped;
    uint32_t fills = 0;
  };
  std::vector<Life> lives(kQueues);
  Buffer* data = NewBuffer(process, kDataVa, kQueues * 4096, Placement::kVram);
  for (uint32_t i = 0; i < kQueues; ++i) {
    lives[i].client = PrepareClient(process, i, i % 2 == 0 ? Placement::kVram : Placement::kSystem);
  }
  for (int step = 0; step < 1500; ++step) {
    Life& life = lives[random() % kQueues];
    const uint32_t index = &life - lives.data();
    switch (random() % 8) {
      case 0:
        if (life.alive) break;
        // A new queue starts from position 0.
        ASSERT_TRUE(life.client.ring->FillZero().ok());
        StartQueue(&life.client);
        life.alive = true;
        life.expected = QueueState::kMapped;
        break;
      case 1:
        if (!life.alive) break;
        ASSERT_TRUE(process->DestroyQueue(life.client.queue).ok());
        life.alive = false;
        break;
      case 2:
        if (!life.alive) break;
        if (random() % 8 == 0 && life.expected == QueueState::kMapped) {
          device_.firmware().RefuseNext(RS_FW_OP_SUSPEND, RS_FW_ERROR_HQD_REFUSED);
          EXPECT_FALSE(process->PreemptQueue(life.client.queue).ok());
          life.expected = QueueState::kHung;
          break;
        }
        ASSERT_TRUE(process->PreemptQueue(life.client.queue).ok());
        if (life.expected == QueueState::kMapped) life.expected = QueueState::kPreempted;
        break;
      case 3:
        if (!life.alive) break;
        ASSERT_TRUE(process->RestoreQueue(life.client.queue).ok());
        if (life.expected == QueueState::kPreempted) life.expected = QueueState::kMapped;
        break;
      case 4:
        ASSERT_TRUE(driver_->EvictProcess(process).ok());
        break;
      case 5:
        ASSERT_TRUE(driver_->MigrateBack(process).ok());
        break;
      default:
        if (!life.alive || life.expected != QueueState::kMapped) break;
        ASSERT_TRUE(
            Execute(life.client, PacketBuilder().Fill(kDataVa + index * 4096, ++life.fills, 4096))
                .ok())
            << "step " << step;
    }
    for (const Life& each : lives) {
      if (!each.alive) continue;
      ASSERT_EQ(each.client.queue->state(), each.expected) << "step " << step;
    }
    for (uint32_t i = 0; i < kQueues; ++i) {
      if (lives[i].fills == 0) continue;
      ASSERT_EQ(static_cast<uint32_t>(*data->ReadWord64(i * 4096 + 4088)), lives[i].fills)
          << "step " << step;
    }
  }
  ASSERT_TRUE(driver_->DestroyProcess(process).ok());
  EXPECT_EQ(MemoryUsed(), used);
}

}  // namespace
}  // namespace ringside
