// Doorbells change owners and states under a storm of rings: none is lost, none counts for another.
#include <cstdint>
#include <memory>
#include <random>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testbench/e2e/copy_worker.h"
#include "testbench/e2e/machine_fixture.h"

namespace ringside::e2e {
namespace {

using ::testing::Each;

constexpr uint64_t kSourceVa = 0x5000'0000;
constexpr uint64_t kDestinationVa = 0x6000'0000;
constexpr uint64_t kStride = 0x100'0000;
constexpr uint64_t kBytes = 64 << 10;
// More than there are slots for, so that queues come and go all the time.
constexpr uint32_t kRivals = 4;

class DoorbellTest : public MachineFixture {
 protected:
  void SetUp() override {
    Boot({.gang_quantum_ticks = 20});
    process_ = NewProcess("p");
    source_ = NewRandomBuffer(process_, kSourceVa, kBytes, Placement::kSystem, 1);
    destination_ = NewBuffer(process_, kDestinationVa, kBytes, Placement::kVram);
    client_ = PrepareClient(process_, 0);
    rivals_process_ = NewProcess("rivals");
  }

  void StartRivals() {
    for (uint32_t i = 0; i < kRivals; ++i) {
      rivals_.push_back(NewClient(rivals_process_, i));
      NewRandomBuffer(rivals_process_, kSourceVa + i * kStride, kBytes, Placement::kSystem, i + 9);
      rival_bytes_.push_back(
          NewBuffer(rivals_process_, kDestinationVa + i * kStride, kBytes, Placement::kSystem));
    }
    for (uint32_t i = 0; i < kRivals; ++i) {
      workers_.push_back(std::make_unique<CopyWorker>(loop_.get(), &rivals_[i],
                                                      kSourceVa + i * kStride,
                                                      kDestinationVa + i * kStride, kBytes, 1024));
      workers_.back()->Start();
    }
  }
  void ExpectRivalsRight() {
    for (uint32_t i = 0; i < kRivals; ++i) {
      ASSERT_TRUE(Wait([&] { return workers_[i]->done(); }, "a rival"));
      EXPECT_TRUE(Contents(*rival_bytes_[i]) == RandomBytes(kBytes, i + 9));
    }
  }

  Process* process_ = nullptr;
  Process* rivals_process_ = nullptr;
  Buffer* source_ = nullptr;
  Buffer* destination_ = nullptr;
  Client client_;
  std::vector<Client> rivals_;
  std::vector<Buffer*> rival_bytes_;
  std::vector<std::unique_ptr<CopyWorker>> workers_;
};

// Each new owner of the doorbell begins with nothing done, whatever the last one left behind:
// finished work, work in its middle, or rings that nobody had looked at.
TEST_P(DoorbellTest, RecycledAtOnceIsLikeNew) {
  StartRivals();
  std::mt19937 random(5);
  std::printf("seed 5\n");
  for (int round = 0; round < 24; ++round) {
    SCOPED_TRACE(round);
    StartQueue(&client_);
    uint64_t last_fence = 0;
    client_.queue->SetFenceListener([&](uint64_t value, uint64_t) { last_fence = value; });
    Pass(random() % 1500);
    ASSERT_EQ(*client_.queue->FenceValue(), 0u) << "an earlier owner's fence";
    ASSERT_EQ(last_fence, 0u) << "an earlier owner's interrupt";
    ASSERT_TRUE(destination_->FillZero().ok());
    // Some owners go away in the midst of it: no more bytes may come after that.
    const uint64_t fence =
        Submit(client_, PacketBuilder().Copy(kSourceVa, kDestinationVa, 16 << 10));
    if (round % 2 == 0) {
      ASSERT_TRUE(Wait([&] { return last_fence == fence; }, "the fence's interrupt"));
      EXPECT_EQ(*client_.queue->FenceValue(), fence);
      const std::vector<uint8_t> all = RandomBytes(kBytes, 1);
      const std::vector<uint8_t> found = Contents(*destination_);
      EXPECT_TRUE(std::equal(found.begin(), found.begin() + (16 << 10), all.begin()));
    } else {
      Pass(random() % 1200);
      for (int i = 0; i < 3; ++i) ASSERT_TRUE(client_.user->Ring().ok());
    }
    ASSERT_TRUE(process_->DestroyQueue(client_.queue).ok());
    const std::vector<uint8_t> frozen = Contents(*destination_);
    Pass(random() % 300);
    EXPECT_TRUE(Contents(*destination_) == frozen) << "a destroyed queue wrote";
  }
  ExpectRivalsRight();
  EXPECT_TRUE(driver_->faults().empty());
}

// A hundred rings for one submission run it once; each submission's last ring is enough.
TEST_P(DoorbellTest, StormOnAQueueWithoutASlot) {
  StartQueue(&client_);
  ASSERT_TRUE(process_->PreemptQueue(client_.queue).ok());
  StartRivals();
  uint64_t fence = 0;
  uint64_t fences_seen = 0;
  client_.queue->SetFenceListener([&](uint64_t, uint64_t) { ++fences_seen; });
  constexpr uint64_t kPieces = 8;
  for (uint64_t i = 0; i < kPieces; ++i) {
    fence = Submit(client_,
                   PacketBuilder().Copy(kSourceVa + i * 1024, kDestinationVa + i * 1024, 1024));
    for (int ring = 0; ring < 50; ++ring) {
      ASSERT_TRUE(client_.user->Ring().ok());
      if (ring % 10 == 0) Pass(20);
    }
  }
  EXPECT_THAT(Contents(*destination_), Each(0));
  ASSERT_TRUE(process_->RestoreQueue(client_.queue).ok());
  ASSERT_TRUE(WaitFence(client_, fence));
  Pass(5000);
  EXPECT_EQ(fences_seen, kPieces);
  const std::vector<uint8_t> all = RandomBytes(kBytes, 1);
  std::vector<uint8_t> expected(kBytes);
  std::copy_n(all.begin(), kPieces * 1024, expected.begin());
  EXPECT_TRUE(Contents(*destination_) == expected);
  ExpectRivalsRight();
}

// One queue that rings all the time, with nothing new, does not keep the others from their work.
TEST_P(DoorbellTest, StormOfAnotherDelaysNobodyForLong) {
  StartQueue(&client_);
  StartRivals();
  bool stop = false;
  uint64_t rings = 0;
  std::function<void()> storm = [&] {
    if (stop) return;
    ASSERT_TRUE(client_.user->Ring().ok());
    ++rings;
    loop_->PostAt(loop_->now() + 16, storm);
  };
  storm();
  ExpectRivalsRight();
  EXPECT_GT(rings, 1000u);
  stop = true;
  Pass(100);
  ASSERT_TRUE(Execute(client_, PacketBuilder().Copy(kSourceVa, kDestinationVa, kBytes)));
  EXPECT_TRUE(Contents(*destination_) == RandomBytes(kBytes, 1));
}

INSTANTIATE_TEST_SUITE_P(Backends, DoorbellTest, testing::ValuesIn(kBackends), BackendTestName());

}  // namespace
}  // namespace ringside::e2e
