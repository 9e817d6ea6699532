// What a hostile client can do with its ring, wptr and doorbell alone: it loses its queue at worst,
// and nobody else loses anything.
#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "gtest/gtest.h"
#include "testbench/e2e/fault_fixture.h"
#include "uapi/interrupt.h"
#include "uapi/limits.h"
#include "uapi/sdma_packets.h"

namespace ringside::e2e {
namespace {

class RingFuzzTest : public FaultFixture {
 protected:
  static constexpr uint64_t kRingBytes = 4096;

  // Stores wptr and rings, past the library that keeps clients sane.
  void RingRaw(uint64_t wptr_word, uint64_t doorbell_value) {
    ASSERT_TRUE(guilty_.memory->WriteWord64(kRingBytes, wptr_word).ok());
    ASSERT_TRUE(device_->RingDoorbell(guilty_.queue->doorbell_id(), doorbell_value).ok());
  }
  void FillRing(const std::vector<uint32_t>& dwords) {
    ASSERT_TRUE(guilty_.memory
                    ->Write(0, absl::MakeConstSpan(reinterpret_cast<const uint8_t*>(dwords.data()),
                                                   dwords.size() * 4))
                    .ok());
  }
  uint64_t Rptr() { return *guilty_.memory->ReadWord64(kRingBytes + 64); }
};

// Well-formed packets over the queue's own page, most of them, with a dword spoilt here and there.
std::vector<uint32_t> FuzzRing(std::mt19937& random, uint64_t page_va, size_t dwords) {
  PacketBuilder packets;
  while (packets.dwords().size() + 64 < dwords) {
    const uint64_t a = page_va + random() % 0x400 / 32 * 32;
    const uint64_t b = page_va + 0x800 + random() % 0x400 / 4 * 4;
    const uint32_t bytes = 4 + random() % 0x3f0 / 4 * 4;
    switch (random() % 7) {
      case 0:
        packets.Copy(a + 1, b + 2, bytes);
        break;
      case 1:
        packets.Fill(b, random(), bytes);
        break;
      case 2:
        packets.Write(b, std::vector<uint32_t>(1 + random() % 20, random()));
        break;
      case 3:
        packets.Nop(random() % 30);
        break;
      case 4:
        packets.Fence(b, random()).ProtectedFence();
        break;
      case 5:
        packets.Trap(random() & RS_SDMA_TRAP_CONTEXT_MASK);
        break;
      case 6:
        // What the page holds by now, taken for packets: mostly zeroes, which are NOPs.
        packets.Indirect(a, random() % 64);
        break;
    }
  }
  std::vector<uint32_t> ring(packets.dwords().begin(), packets.dwords().end());
  ring.resize(dwords);
  for (uint32_t spoilt = random() % 4; spoilt > 0; --spoilt) ring[random() % dwords] = random();
  return ring;
}

TEST_P(RingFuzzTest, RandomRingsHarmOnlyTheirOwner) {
  constexpr uint32_t kSeeds = 32;
  constexpr uint32_t kSeedsARound = 8;
  uint32_t stopped = 0;
  StartNeighbours();
  for (uint32_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    FillRing(FuzzRing(random, kPageVa, kRingBytes / 4));
    // To the end, or cut anywhere.
    const uint64_t wptr = random() % 2 == 0 ? kRingBytes - 4 : 4 + random() % 1000 * 4;
    RingRaw(wptr, wptr);
    // Both ends are good: stopped by a fault, or through.
    const bool ended =
        Wait([&] { return guilty_.queue->state() == QueueState::kHung || Rptr() == wptr; },
             "the fuzzed queue's end");
    std::printf("seed %u: %s\n", seed,
                guilty_.queue->fault().has_value() ? guilty_.queue->fault()->ToString().c_str()
                                                   : "ran through");
    ASSERT_TRUE(ended);
    stopped += guilty_.queue->state() == QueueState::kHung;
    ASSERT_EQ(driver_->faults().size(), stopped);
    if (seed % kSeedsARound == 0) {
      ExpectNeighboursUnharmed();
      Replace();
      RestartNeighbours();
    }
    ASSERT_TRUE(page_->FillZero().ok());
    ASSERT_TRUE(bad_process_->DestroyQueue(guilty_.queue).ok());
    StartQueue(&guilty_);
  }
  EXPECT_GT(stopped, 0u);
  EXPECT_LT(stopped, kSeeds);
  ExpectNeighboursUnharmed();
}

// A wptr that is no whole dword is never reached; the queue must not run on for ever.
TEST_P(RingFuzzTest, WptrInTheMiddleOfADword) {
  StartNeighbours();
  RingRaw(6, 6);
  ASSERT_TRUE(Wait([&] { return guilty_.queue->state() == QueueState::kHung; }, "the fault"));
  EXPECT_EQ(driver_->faults().at(0).reason, RS_FAULT_BAD_FIELD);
  ExpectNeighboursUnharmed();
  Replace();
}

// The doorbell says more than the wptr word, and the other way round: whichever counts, the ring
// holds only NOPs there, so all of them run and nothing breaks.
TEST_P(RingFuzzTest, DoorbellAndWptrWordThatDisagree) {
  StartNeighbours();
  RingRaw(64, 256);
  ASSERT_TRUE(Wait([&] { return Rptr() == 64 || Rptr() == 256; }, "some of the NOPs"));
  RingRaw(512, 128);
  Pass(20'000);
  ExpectNeighboursUnharmed();
  EXPECT_EQ(driver_->faults().size(), 0u);
  Replace();
}

// Rings on doorbells that nobody owns, from a process that has one.
TEST_P(RingFuzzTest, StormOnForeignAndFreeDoorbells) {
  StartNeighbours();
  std::mt19937 random(7);
  const uint32_t page = guilty_.queue->doorbell_id() / RS_DOORBELLS_PER_PAGE;
  for (int i = 0; i < 400; ++i) {
    const uint32_t free = page * RS_DOORBELLS_PER_PAGE + 2 + random() % 500;
    ASSERT_TRUE(device_->RingDoorbell(free, random()).ok());
    if (i % 8 == 0) Pass(50);
  }
  ExpectNeighboursUnharmed();
  EXPECT_EQ(driver_->faults().size(), 0u);
  ASSERT_TRUE(Execute(guilty_, PacketBuilder().Fill(kPageVa, 1, 64)));
}

// A queue that does nothing but NOPs, traps or fences moves no data, yet it may not keep the engine
// from the others: they take at most a few times as long as without it.
TEST_P(RingFuzzTest, IdleTalkDoesNotStarveTheNeighbours) {
  StartNeighbours();
  const uint64_t alone_from = loop_->now();
  ExpectNeighboursUnharmed();
  const uint64_t alone = loop_->now() - alone_from;
  for (const bool traps : {false, true}) {
    SCOPED_TRACE(traps ? "traps" : "NOPs");
    std::vector<uint32_t> ring(kRingBytes / 4);
    if (traps) {
      for (size_t i = 0; i < ring.size(); i += 2) ring[i] = RS_SDMA_OP_TRAP;
    }
    FillRing(ring);
    // The ring never runs dry: wptr goes on by half a ring, again and again.
    uint64_t wptr = 0;
    bool stop = false;
    std::function<void()> more = [&] {
      if (stop) return;
      wptr += kRingBytes / 2;
      RingRaw(wptr, wptr);
      loop_->PostAt(loop_->now() + 200, more);
    };
    more();
    RestartNeighbours();
    const uint64_t from = loop_->now();
    ExpectNeighboursUnharmed();
    EXPECT_LT(loop_->now() - from, 4 * alone);
    stop = true;
    Pass(500);
    EXPECT_EQ(driver_->faults().size(), 0u);
    Replace();
  }
}

INSTANTIATE_TEST_SUITE_P(Backends, RingFuzzTest, testing::ValuesIn(kBackends), BackendTestName());

}  // namespace
}  // namespace ringside::e2e
