// Preempt and restore at any moment: every byte is moved once and exactly, and no ring is lost.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testbench/e2e/copy_worker.h"
#include "testbench/e2e/machine_fixture.h"
#include "uapi/mqd.h"

namespace ringside::e2e {
namespace {

using ::testing::Each;

constexpr uint64_t kBytes = 128 << 10;
constexpr uint64_t kSourceVa = 0x5000'0000;
constexpr uint64_t kDestinationVa = 0x6000'0000;
constexpr uint64_t kIndirectVa = 0x7000'0000;

class PreemptTest : public MachineFixture {
 protected:
  void SetUp() override {
    Boot();
    process_ = NewProcess("p");
    source_ = NewRandomBuffer(process_, kSourceVa, kBytes, Placement::kSystem, 11);
    destination_ = NewBuffer(process_, kDestinationVa, kBytes + 4096, Placement::kVram);
    client_ = NewClient(process_, 0);
  }

  static constexpr int kMaxPieces = 200;

  bool MidCommand() {
    const absl::StatusOr<rs_sdma_mqd> mqd = client_.queue->mqd().Read();
    EXPECT_TRUE(mqd.ok());
    return (mqd->midcmd_cntl & RS_MIDCMD_ACTIVE) != 0;
  }

  // Runs `packets`, preempted and restored every `period` cycles; returns how many preempts found
  // the queue inside a packet. Shorter periods than a way to the hardware would get nowhere.
  int RunInPieces(const PacketBuilder& packets, uint64_t period) {
    const uint64_t fence = Submit(client_, packets);
    int inside = 0;
    for (int pieces = 0; !*client_.user->FenceReached(fence); ++pieces) {
      if (pieces == kMaxPieces) {
        ADD_FAILURE() << "no end in sight\n" << driver_->DumpState();
        return inside;
      }
      Pass(period);
      EXPECT_TRUE(process_->PreemptQueue(client_.queue).ok());
      EXPECT_EQ(client_.queue->state(), QueueState::kPreempted);
      inside += MidCommand();
      // Off the hardware means off: nothing is written any more.
      const std::vector<uint8_t> frozen = Contents(*destination_);
      Pass(400);
      EXPECT_TRUE(Contents(*destination_) == frozen) << "a preempted queue wrote";
      EXPECT_TRUE(process_->RestoreQueue(client_.queue).ok());
      EXPECT_EQ(client_.queue->state(), QueueState::kMapped);
      if (testing::Test::HasFailure()) return inside;
    }
    return inside;
  }

  // The destination holds the source's first `bytes` bytes at `offset`, and zeroes all around.
  void ExpectCopied(uint64_t from, uint64_t offset, uint64_t bytes) {
    const std::vector<uint8_t> all = RandomBytes(kBytes, 11);
    std::vector<uint8_t> expected(destination_->bytes());
    std::copy_n(all.begin() + from, bytes, expected.begin() + offset);
    EXPECT_TRUE(Contents(*destination_) == expected) << "wrong bytes";
  }

  Process* process_ = nullptr;
  Buffer* source_ = nullptr;
  Buffer* destination_ = nullptr;
  Client client_;
};

TEST_P(PreemptTest, InsideALongCopy) {
  // Periods that share no factor with the engine's rhythm cut at ever different places.
  for (const uint64_t period : {1201u, 1523u, 2503u}) {
    SCOPED_TRACE(period);
    ASSERT_TRUE(destination_->FillZero().ok());
    EXPECT_GT(RunInPieces(PacketBuilder().Copy(kSourceVa, kDestinationVa, kBytes), period), 1);
    ExpectCopied(0, 0, kBytes);
  }
}

TEST_P(PreemptTest, InsideAnUnalignedCopy) {
  const uint64_t bytes = kBytes - 77;
  EXPECT_GT(RunInPieces(PacketBuilder().Copy(kSourceVa + 13, kDestinationVa + 4086, bytes), 1409),
            1);
  ExpectCopied(13, 4086, bytes);
}

TEST_P(PreemptTest, InsideAFill) {
  EXPECT_GT(RunInPieces(PacketBuilder().Fill(kDestinationVa + 4, 0xa1b2c3d4, kBytes), 1301), 1);
  std::vector<uint8_t> expected(destination_->bytes());
  for (uint64_t i = 4; i < kBytes + 4; i += 4) {
    const uint32_t value = 0xa1b2c3d4;
    std::copy_n(reinterpret_cast<const uint8_t*>(&value), 4, expected.begin() + i);
  }
  EXPECT_TRUE(Contents(*destination_) == expected) << "wrong bytes";
}

// Many packets in an indirect buffer, so that preempts hit its copies and the seams between them.
TEST_P(PreemptTest, InsideAnIndirectBuffer) {
  PacketBuilder inner;
  constexpr uint64_t kPiece = 4096 + 256;
  for (uint64_t at = 0; at + kPiece <= kBytes; at += kPiece) {
    inner.Copy(kSourceVa + at, kDestinationVa + at, kPiece).Nop(3);
  }
  Buffer* indirect = NewBuffer(process_, kIndirectVa, 4096, Placement::kSystem);
  ASSERT_LE(inner.bytes(), indirect->bytes());
  ASSERT_TRUE(
      indirect
          ->Write(0, absl::MakeConstSpan(reinterpret_cast<const uint8_t*>(inner.dwords().data()),
                                         inner.bytes()))
          .ok());
  const uint32_t dwords = static_cast<uint32_t>(inner.dwords().size());
  RunInPieces(PacketBuilder().Indirect(kIndirectVa, dwords), 1259);
  EXPECT_GT(client_.queue->stats().preempts, 5u);
  ExpectCopied(0, 0, kBytes / kPiece * kPiece);
}

// A small ring goes round and round, so that packets and their data lie across its end.
TEST_P(PreemptTest, WhileTheRingWraps) {
  std::mt19937 random(3);
  std::printf("seed 3\n");
  std::vector<uint8_t> expected(destination_->bytes());
  int inside = 0;
  while (client_.user->wptr() < 6 * client_.spec.ring_bytes) {
    SCOPED_TRACE(client_.user->wptr());
    std::vector<uint32_t> dwords(100 + random() % 800);
    for (uint32_t& dword : dwords) dword = random();
    const uint64_t to = random() % 1000 * 4;
    std::memcpy(expected.data() + to, dwords.data(), dwords.size() * 4);
    const uint64_t fence =
        Submit(client_, PacketBuilder().Nop(random() % 40).Write(kDestinationVa + to, dwords));
    Pass(800 + random() % 1500);
    ASSERT_TRUE(process_->PreemptQueue(client_.queue).ok());
    inside += MidCommand();
    ASSERT_TRUE(process_->RestoreQueue(client_.queue).ok());
    ASSERT_TRUE(WaitFence(client_, fence));
    ASSERT_TRUE(Contents(*destination_) == expected) << "wrong bytes";
  }
  EXPECT_GT(inside, 0);
}

TEST_P(PreemptTest, OfAnIdleQueueCostsNothing) {
  ASSERT_TRUE(Execute(client_, PacketBuilder().Copy(kSourceVa, kDestinationVa, 4096)));
  ASSERT_TRUE(process_->PreemptQueue(client_.queue).ok());
  EXPECT_EQ(client_.queue->state(), QueueState::kPreempted);
  EXPECT_FALSE(MidCommand());
  ASSERT_TRUE(process_->RestoreQueue(client_.queue).ok());
  ASSERT_TRUE(Execute(client_, PacketBuilder().Copy(kSourceVa, kDestinationVa, kBytes)));
  ExpectCopied(0, 0, kBytes);
}

// Each helper acts in its states only, is a no-op that succeeds elsewhere, and is counted once.
TEST_P(PreemptTest, ActsOnMappedOnlyAndRestoreOnPreemptedOnly) {
  const uint64_t commands = driver_->stats().commands;
  ASSERT_TRUE(process_->RestoreQueue(client_.queue).ok());
  EXPECT_EQ(client_.queue->state(), QueueState::kMapped);
  EXPECT_EQ(driver_->stats().commands, commands) << "a no-op asked the firmware";
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(process_->PreemptQueue(client_.queue).ok());
    EXPECT_EQ(client_.queue->state(), QueueState::kPreempted);
  }
  EXPECT_EQ(client_.queue->stats().preempts, 1u);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(process_->RestoreQueue(client_.queue).ok());
    EXPECT_EQ(client_.queue->state(), QueueState::kMapped);
  }
  EXPECT_EQ(client_.queue->stats().restores, 1u);
  ASSERT_TRUE(Execute(client_, PacketBuilder().Copy(kSourceVa, kDestinationVa, kBytes)));
  ExpectCopied(0, 0, kBytes);
}

TEST_P(PreemptTest, RingsWhilePreemptedAreRemembered) {
  ASSERT_TRUE(process_->PreemptQueue(client_.queue).ok());
  uint64_t fence = 0;
  for (uint64_t at = 0; at < kBytes; at += 8192) {
    fence = Submit(client_, PacketBuilder().Copy(kSourceVa + at, kDestinationVa + at, 8192));
    Pass(300);
  }
  Pass(20'000);
  EXPECT_THAT(Contents(*destination_), Each(0)) << "a preempted queue ran";
  ASSERT_TRUE(process_->RestoreQueue(client_.queue).ok());
  ASSERT_TRUE(WaitFence(client_, fence));
  ExpectCopied(0, 0, kBytes);
}

// A ring at each cycle around the preempt and the restore: whichever side it falls on, it counts.
TEST_P(PreemptTest, RingsInTheMidstOfPreemptAndRestore) {
  constexpr uint64_t kPiece = 512;
  uint64_t at = 0;
  for (uint64_t delay = 0; delay < 1600; delay += 37) {
    SCOPED_TRACE(delay);
    uint64_t fence = 0;
    loop_->PostAt(loop_->now() + delay, [&] {
      fence = Submit(client_, PacketBuilder().Copy(kSourceVa + at, kDestinationVa + at, kPiece));
    });
    ASSERT_TRUE(process_->PreemptQueue(client_.queue).ok());
    ASSERT_TRUE(process_->RestoreQueue(client_.queue).ok());
    ASSERT_TRUE(Wait([&] { return fence != 0; }, "the submission"));
    ASSERT_TRUE(WaitFence(client_, fence, 50'000));
    at += kPiece;
  }
  ExpectCopied(0, 0, at);
}

// All queues of a process in one batch, as unmapping memory does it, in the midst of their work.
TEST_P(PreemptTest, OfAllQueuesInOneBatch) {
  constexpr uint32_t kQueues = 6;
  constexpr uint64_t kPart = 16 << 10;
  std::vector<Client> clients;
  for (uint32_t i = 0; i < kQueues; ++i) clients.push_back(NewClient(process_, i + 1));
  std::vector<std::unique_ptr<CopyWorker>> workers;
  for (uint32_t i = 0; i < kQueues; ++i) {
    workers.push_back(std::make_unique<CopyWorker>(loop_.get(), &clients[i], kSourceVa + i * kPart,
                                                   kDestinationVa + i * kPart, kPart, 2048));
    workers.back()->Start();
  }
  int batches = 0;
  const auto done = [&] {
    return std::all_of(workers.begin(), workers.end(), [](const auto& w) { return w->done(); });
  };
  while (!done()) {
    // Long enough for every queue to have its turn on the slots.
    Pass(15'000);
    NewBuffer(process_, kIndirectVa, 4096, Placement::kSystem);
    const absl::Status unmapped = process_->Unmap(kIndirectVa);
    ASSERT_TRUE(unmapped.ok()) << unmapped;
    ++batches;
    ASSERT_LT(batches, 200);
  }
  EXPECT_GT(batches, 2);
  for (const Client& client : clients) {
    EXPECT_EQ(client.queue->state(), QueueState::kMapped);
    EXPECT_EQ(client.queue->stats().preempts, static_cast<uint64_t>(batches));
    EXPECT_EQ(client.queue->stats().restores, static_cast<uint64_t>(batches));
  }
  ExpectCopied(0, 0, kQueues * kPart);
}

// Unmapping is a preempt that also gives the doorbell up: the work goes on where it was, and what
// was submitted meanwhile is found by the wptr, though its rings met nobody.
TEST_P(PreemptTest, UnmapActsOnMappedAndPreemptedAndMapGoesOn) {
  uint64_t at = 0;
  for (const bool preempt_first : {false, true, false, true}) {
    SCOPED_TRACE(preempt_first);
    const uint64_t half = kBytes / 8;
    Submit(client_, PacketBuilder().Copy(kSourceVa + at, kDestinationVa + at, half));
    Pass(2000);
    if (preempt_first) {
      ASSERT_TRUE(process_->PreemptQueue(client_.queue).ok());
    }
    for (int i = 0; i < 2; ++i) {
      ASSERT_TRUE(process_->UnmapQueue(client_.queue).ok());
      EXPECT_EQ(client_.queue->state(), QueueState::kUnmapped);
    }
    ASSERT_TRUE(process_->PreemptQueue(client_.queue).ok());
    ASSERT_TRUE(process_->RestoreQueue(client_.queue).ok());
    EXPECT_EQ(client_.queue->state(), QueueState::kUnmapped);
    at += half;
    const uint64_t fence =
        Submit(client_, PacketBuilder().Copy(kSourceVa + at, kDestinationVa + at, half));
    Pass(2000);
    EXPECT_FALSE(*client_.user->FenceReached(fence));
    ASSERT_TRUE(process_->MapQueue(client_.queue).ok());
    EXPECT_EQ(client_.queue->state(), QueueState::kMapped);
    ASSERT_TRUE(WaitFence(client_, fence));
    at += half;
    ExpectCopied(0, 0, at);
  }
  EXPECT_EQ(client_.queue->stats().unmaps, 4u);
  EXPECT_EQ(client_.queue->stats().maps, 5u);
  ASSERT_TRUE(process_->UnmapQueue(client_.queue).ok());
  ASSERT_TRUE(process_->DestroyQueue(client_.queue).ok());
  EXPECT_TRUE(process_->queues().empty());
}

INSTANTIATE_TEST_SUITE_P(Backends, PreemptTest, testing::ValuesIn(kBackends), BackendTestName());

}  // namespace
}  // namespace ringside::e2e
