// Memory pressure: what moves, what stays intact, and in which order it happens.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "host/driver/testing/driver_fixture.h"
#include "uapi/firmware_abi.h"
#include "uapi/limits.h"

namespace ringside {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class SpanList : public DriverTrace {
 public:
  void Span(absl::string_view action, absl::string_view subject, uint64_t begin,
            uint64_t end) override {
    EXPECT_LE(begin, end);
    spans.push_back(absl::StrCat(action, " ", subject));
  }
  std::vector<std::string> spans;
};

class EvictionTest : public DriverFixture {
 protected:
  std::vector<uint32_t> HistorySince(size_t begin) {
    const auto& history = device_.firmware().history();
    return {history.begin() + begin, history.end()};
  }
};

TEST_F(EvictionTest, MovesBytesAndQueuesGoOn) {
  Process* process = NewProcess("p");
  Buffer* data = NewBuffer(process, kDataVa, 64 << 10, Placement::kVram);
  Client client = NewClient(process, 0, Placement::kVram);
  ASSERT_TRUE(Execute(client, PacketBuilder().Fill(kDataVa, 0x31313131, 64 << 10)).ok());
  const uint64_t vram_address = data->bus_address();
  ASSERT_TRUE(driver_->EvictProcess(process).ok());
  EXPECT_EQ(data->placement(), Placement::kSystem);
  EXPECT_EQ(client.ring->placement(), Placement::kSystem);
  EXPECT_THAT(Contents(*data), Each(0x31));
  EXPECT_EQ(client.queue->state(), QueueState::kMapped);
  // Work after the move lands at the new place, by new translations.
  ASSERT_TRUE(Execute(client, PacketBuilder().Fill(kDataVa, 0x32323232, 64 << 10)).ok());
  EXPECT_THAT(Contents(*data), Each(0x32));
  EXPECT_EQ(device_.Read32(vram_address), 0x31313131u);
  EXPECT_EQ(process->stats().evictions, 1u);
  EXPECT_EQ(driver_->stats().migrated_bytes, (64u << 10) + 8192);
  ASSERT_TRUE(driver_->MigrateBack(process).ok());
  EXPECT_EQ(data->placement(), Placement::kVram);
  EXPECT_THAT(Contents(*data), Each(0x32));
  ASSERT_TRUE(Execute(client, PacketBuilder().Fill(kDataVa, 0x33333333, 64 << 10)).ok());
  EXPECT_THAT(Contents(*data), Each(0x33));
}

TEST_F(EvictionTest, AllSuspendsComeInOneBatch) {
  Process* process = NewProcess("p");
  NewBuffer(process, kDataVa, 4096, Placement::kVram);
  for (uint32_t i = 0; i < 8; ++i) NewClient(process, i);
  const size_t begin = device_.firmware().history().size();
  ASSERT_TRUE(driver_->EvictProcess(process).ok());
  EXPECT_EQ(device_.firmware().largest_batch(), 8u);
  std::vector<uint32_t> expected(8, RS_FW_OP_SUSPEND);
  expected.insert(expected.end(), 8, RS_FW_OP_RESUME);
  EXPECT_EQ(HistorySince(begin), expected);
}

// A batch that does not fit the command ring waits for room and loses nothing.
TEST_F(EvictionTest, MoreQueuesThanTheCommandRingHolds) {
  Process* process = NewProcess("p");
  NewBuffer(process, kDataVa, 4096, Placement::kVram);
  for (uint32_t i = 0; i < 40; ++i) NewClient(process, i);
  ASSERT_TRUE(driver_->EvictProcess(process).ok());
  EXPECT_EQ(driver_->stats().preempts, 40u);
  EXPECT_EQ(driver_->stats().restores, 40u);
}

TEST_F(EvictionTest, UserWritesDuringTheMoveAreKept) {
  Process* process = NewProcess("p");
  Buffer* data = NewBuffer(process, kDataVa, 256 << 10, Placement::kVram);
  int writes = 0;
  for (uint64_t i = 0; i < 64; ++i) {
    loop_.PostAt(loop_.now() + 100 * (i + 1), [&, i] {
      ASSERT_TRUE(data->WriteWord64(4096 * i, 1000 + i).ok());
      ++writes;
    });
  }
  ASSERT_TRUE(driver_->EvictProcess(process).ok());
  ASSERT_GT(writes, 32);
  for (int i = 0; i < writes; ++i) EXPECT_EQ(*data->ReadWord64(4096 * i), 1000u + i);
}

// Work submitted while the process is being moved, ring and wptr included, is done afterwards.
TEST_F(EvictionTest, SubmissionDuringTheMoveIsDone) {
  Process* process = NewProcess("p");
  Buffer* data = NewBuffer(process, kDataVa, 256 << 10, Placement::kVram);
  Client client = NewClient(process, 0, Placement::kVram);
  uint64_t value = 0;
  loop_.PostAt(loop_.now() + 3000, [&] {
    EXPECT_EQ(client.queue->state(), QueueState::kPreempted);
    PacketBuilder packets;
    packets.Fill(kDataVa, 0x55555555, 256 << 10).ProtectedFence();
    value = *client.user->Submit(packets.dwords());
  });
  ASSERT_TRUE(driver_->EvictProcess(process).ok());
  ASSERT_NE(value, 0u);
  ASSERT_TRUE(loop_
                  .WaitUntil([&] { return *client.user->FenceReached(value); },
                             loop_.now() + 1'000'000, "fence")
                  .ok());
  EXPECT_THAT(Contents(*data), Each(0x55));
}

TEST_F(EvictionTest, PressureEvictsTheLeastRecentlyUsedProcess) {
  Process* old = NewProcess("old");
  Buffer* old_data = NewBuffer(old, kDataVa, 400 << 10, Placement::kVram);
  Process* recent = NewProcess("recent");
  Buffer* recent_data = NewBuffer(recent, kDataVa, 400 << 10, Placement::kVram);
  Client client = NewClient(old, 0);
  Client recent_client = NewClient(recent, 0);
  ASSERT_TRUE(Execute(client, PacketBuilder().Fill(kDataVa, 0x01010101, 400 << 10)).ok());
  ASSERT_TRUE(Execute(recent_client, PacketBuilder().Fill(kDataVa, 0x02020202, 400 << 10)).ok());
  Process* hungry = NewProcess("hungry");
  NewBuffer(hungry, kDataVa, 300 << 10, Placement::kVram);
  EXPECT_EQ(old_data->placement(), Placement::kSystem);
  EXPECT_EQ(recent_data->placement(), Placement::kVram);
  EXPECT_THAT(Contents(*old_data), Each(1));
  EXPECT_EQ(driver_->stats().evictions, 1u);
  // Its own buffers are not evicted for a process.
  EXPECT_EQ(hungry->CreateBuffer("x", 2 << 20, Placement::kVram).status().code(),
            absl::StatusCode::kResourceExhausted);
}

// What would not fit even into a VRAM without other processes disturbs none of them.
TEST_F(EvictionTest, NobodyIsEvictedInVain) {
  Process* other = NewProcess("other");
  Buffer* data = NewBuffer(other, kDataVa, 64 << 10, Placement::kVram);
  Client client = NewClient(other, 0);
  Process* hungry = NewProcess("hungry");
  NewBuffer(hungry, kDataVa, 512 << 10, Placement::kVram);
  for (const uint64_t bytes : {kVramBytes + 4096, kVramBytes - (512 << 10)}) {
    EXPECT_EQ(hungry->CreateBuffer("x", bytes, Placement::kVram).status().code(),
              absl::StatusCode::kResourceExhausted);
  }
  EXPECT_EQ(data->placement(), Placement::kVram);
  EXPECT_EQ(driver_->stats().evictions, 0u);
  EXPECT_EQ(driver_->stats().preempts, 0u);
  EXPECT_EQ(client.queue->state(), QueueState::kMapped);
}

TEST_F(EvictionTest, NoRoomInSystemMemoryLeavesTheProcessAsItWas) {
  Process* process = NewProcess("p");
  Buffer* a = NewBuffer(process, kDataVa, 64 << 10, Placement::kVram);
  Client client = NewClient(process, 0);
  ASSERT_TRUE(Execute(client, PacketBuilder().Fill(kDataVa, 0x09090909, 64 << 10)).ok());
  const uint64_t left = kSystemBytes - driver_->system_memory_used();
  ASSERT_TRUE(process->CreateBuffer("hoard", left, Placement::kSystem).ok());
  const absl::Status status = driver_->EvictProcess(process);
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(status.message()), HasSubstr("process p"));
  EXPECT_EQ(a->placement(), Placement::kVram);
  EXPECT_EQ(client.queue->state(), QueueState::kMapped);
  ASSERT_TRUE(Execute(client, PacketBuilder().Fill(kDataVa, 0x0a0a0a0a, 64 << 10)).ok());
  EXPECT_THAT(Contents(*a), Each(0x0a));
}

// A queue that does not leave when asked is thrown out, and the move goes on for the others.
TEST_F(EvictionTest, SilentSuspendCostsOnlyItsQueue) {
  Process* process = NewProcess("p");
  Buffer* data = NewBuffer(process, kDataVa, 4096, Placement::kVram);
  Client bad = NewClient(process, 0);
  Client good = NewClient(process, 1);
  device_.firmware().IgnoreNext(RS_FW_OP_SUSPEND);
  ASSERT_TRUE(driver_->EvictProcess(process).ok());
  EXPECT_EQ(bad.queue->state(), QueueState::kHung);
  EXPECT_EQ(device_.firmware().queues().count(bad.queue->doorbell_id()), 0u);
  EXPECT_EQ(good.queue->state(), QueueState::kMapped);
  EXPECT_EQ(data->placement(), Placement::kSystem);
  ASSERT_TRUE(Execute(good, PacketBuilder().Fill(kDataVa, 0x01010101, 4096)).ok());
  EXPECT_TRUE(process->DestroyQueue(bad.queue).ok());
}

// A queue that may still run forbids the move, this time and the next.
TEST_F(EvictionTest, QueueThatMayRunForbidsTheMove) {
  Process* process = NewProcess("p");
  Buffer* data = NewBuffer(process, kDataVa, 4096, Placement::kVram);
  Client bad = NewClient(process, 0);
  Client good = NewClient(process, 1);
  device_.firmware().IgnoreNext(RS_FW_OP_SUSPEND);
  device_.firmware().IgnoreNext(RS_FW_OP_REMOVE_QUEUE);
  EXPECT_EQ(driver_->EvictProcess(process).code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(data->placement(), Placement::kVram);
  EXPECT_EQ(good.queue->state(), QueueState::kMapped);
  device_.firmware().RefuseNext(RS_FW_OP_REMOVE_QUEUE, RS_FW_ERROR_QUEUE_BUSY);
  EXPECT_EQ(driver_->EvictProcess(process).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(data->placement(), Placement::kVram);
  EXPECT_TRUE(driver_->EvictProcess(process).ok());
  EXPECT_EQ(data->placement(), Placement::kSystem);
}

// A copy that does not end in time is given up: nothing has moved, and the queue is not used again.
TEST_F(EvictionTest, FailedCopyLeavesTheProcessAsItWas) {
  Boot(DriverOptions{.command_timeout_cycles = 100'000, .migration_timeout_cycles = 100});
  Process* process = NewProcess("p");
  Buffer* data = NewBuffer(process, kDataVa, 256 << 10, Placement::kVram);
  Client client = NewClient(process, 0);
  ASSERT_TRUE(Execute(client, PacketBuilder().Fill(kDataVa, 0x12121212, 256 << 10)).ok());
  const uint64_t used = driver_->system_memory_used();
  const absl::Status status = driver_->EvictProcess(process);
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_THAT(std::string(status.message()), HasSubstr("kernel copy"));
  EXPECT_EQ(data->placement(), Placement::kVram);
  EXPECT_EQ(client.queue->state(), QueueState::kMapped);
  EXPECT_EQ(driver_->system_memory_used(), used);
  EXPECT_EQ(device_.firmware().queues().count(RS_DOORBELL_KERNEL_SDMA), 0u);
  EXPECT_THAT(Contents(*data), Each(0x12));
  ASSERT_TRUE(Execute(client, PacketBuilder().Fill(kDataVa, 0x13131313, 256 << 10)).ok());
  EXPECT_THAT(Contents(*data), Each(0x13));
  EXPECT_EQ(driver_->EvictProcess(process).code(), absl::StatusCode::kFailedPrecondition);
}

// The engine may go on with a copy that nobody can stop, so its destination is nobody's any more.
TEST_F(EvictionTest, DestinationOfACopyThatMayGoOnIsNotReused) {
  Process* process = NewProcess("p");
  Buffer* data = NewBuffer(process, kDataVa, 256 << 10, Placement::kVram);
  const uint64_t used = driver_->system_memory_used();
  device_.At(1000, [this] { device_.firmware().Die(RS_FW_ERROR_TRAP); });
  EXPECT_THAT(std::string(driver_->EvictProcess(process).message()),
              HasSubstr("firmware died with error 0x30"));
  EXPECT_EQ(data->placement(), Placement::kVram);
  EXPECT_EQ(driver_->system_memory_used(), used + (256 << 10));
  // A copy that never began costs nothing.
  EXPECT_EQ(driver_->EvictProcess(process).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(driver_->system_memory_used(), used + (256 << 10));
}

// Whoever could go on by an old translation would reach memory that is another's by now.
TEST_F(EvictionTest, WithoutItsInvalidationNoQueueComesBack) {
  Process* process = NewProcess("p");
  NewBuffer(process, kDataVa, 4096, Placement::kVram);
  Client running = NewClient(process, 0);
  Client preempted = NewClient(process, 1);
  ASSERT_TRUE(process->PreemptQueue(preempted.queue).ok());
  Client neighbour = NewClient(NewProcess("n"), 0);
  device_.StickInvalidation();
  const absl::Status status = driver_->EvictProcess(process);
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_THAT(std::string(status.message()), HasSubstr("TLB invalidation"));
  EXPECT_EQ(running.queue->state(), QueueState::kHung);
  EXPECT_EQ(preempted.queue->state(), QueueState::kHung);
  EXPECT_EQ(neighbour.queue->state(), QueueState::kMapped);
  ASSERT_TRUE(process->RestoreQueue(preempted.queue).ok());
  EXPECT_EQ(preempted.queue->state(), QueueState::kHung);
}

TEST_F(EvictionTest, QueuePreemptedByHandStaysPreempted) {
  Process* process = NewProcess("p");
  NewBuffer(process, kDataVa, 4096, Placement::kVram);
  Client client = NewClient(process, 0);
  ASSERT_TRUE(process->PreemptQueue(client.queue).ok());
  ASSERT_TRUE(driver_->EvictProcess(process).ok());
  EXPECT_EQ(client.queue->state(), QueueState::kPreempted);
}

// The wptr word moved while its queue was preempted by hand, so the restore must look for it anew.
TEST_F(EvictionTest, RestoreAfterAMoveReadsTheWptrAtItsNewPlace) {
  Process* process = NewProcess("p");
  Buffer* data = NewBuffer(process, kDataVa, 4096, Placement::kSystem);
  Client client = NewClient(process, 0, Placement::kVram);
  ASSERT_TRUE(process->PreemptQueue(client.queue).ok());
  ASSERT_TRUE(driver_->EvictProcess(process).ok());
  PacketBuilder packets;
  packets.Fill(kDataVa, 0x66666666, 4096).ProtectedFence();
  const uint64_t value = *client.user->Submit(packets.dwords());
  ASSERT_TRUE(process->RestoreQueue(client.queue).ok());
  ASSERT_TRUE(loop_
                  .WaitUntil([&] { return *client.user->FenceReached(value); },
                             loop_.now() + 100'000, "fence")
                  .ok());
  EXPECT_THAT(Contents(*data), Each(0x66));
}

TEST_F(EvictionTest, TraceTellsThePhases) {
  SpanList trace;
  Boot(DriverOptions{.trace = &trace});
  Process* process = NewProcess("p");
  NewBuffer(process, kDataVa, 4096, Placement::kVram);
  NewClient(process, 0);
  ASSERT_TRUE(driver_->EvictProcess(process).ok());
  EXPECT_THAT(trace.spans, ElementsAre("boot driver", "map p/q0", "preempt p/q0", "migrate p",
                                       "restore p/q0", "evict p"));
  driver_.reset();
}

}  // namespace
}  // namespace ringside
