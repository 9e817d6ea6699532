// A queue comes into a slot: LOAD, the wptr poll, rings, and the engine's take.
#include "gtest/gtest.h"
#include "rtl/hqd/test/queue_fixture.h"

namespace ringside {
namespace {

using HqdMapTest = QueueTest;

TEST_F(HqdMapTest, LoadBringsTheWholeContext) {
  rs_sdma_mqd mqd = MakeMqd();
  mqd.ib_cntl = RS_IB_CNTL_ACTIVE;
  mqd.midcmd_cntl = RS_MIDCMD_ACTIVE;
  bench_.StoreMqd(kMqd, mqd);
  bench_.Load(2, kMqd);

  EXPECT_EQ(bench_.Selected(2), MqdProgress(mqd));
  const Vhqd_harness& top = bench_.top();
  EXPECT_EQ(top.vmid_o, 5);
  EXPECT_EQ(top.priv_o, 0);
  EXPECT_EQ(top.doorbell_o, 0x1234);
  EXPECT_EQ(top.rb_base_o, 0x9a'1234'5678'00u);
  EXPECT_EQ(top.rb_size_log2_o, 12);
  EXPECT_EQ(top.rptr_addr_o, (uint64_t{mqd.rptr_addr_hi & 0xffff} << 32 | mqd.rptr_addr_lo));
  EXPECT_EQ(top.fence_addr_o, (uint64_t{mqd.fence_addr_hi & 0xffff} << 32 | mqd.fence_addr_lo));
  EXPECT_EQ(bench_.Wptr(2), 0x5000u);
  EXPECT_EQ(bench_.ReadSlot(2, kDoorbell), 0x1234u);
}

TEST_F(HqdMapTest, KernelQueueIsPrivileged) {
  rs_sdma_mqd mqd = MakeMqd();
  mqd.rb_cntl &= ~RS_RB_CNTL_VMID_MASK;
  bench_.StoreMqd(kMqd, mqd);
  bench_.Load(0, kMqd);
  bench_.Selected(0);
  EXPECT_EQ(bench_.top().vmid_o, 0);
  EXPECT_EQ(bench_.top().priv_o, 1);
}

// The wptr in the MQD may be old: a ring may have gone to memory only while the queue was unmapped.
TEST_F(HqdMapTest, LoadedQueueDoesNotRunBeforeItsPoll) {
  rs_sdma_mqd mqd = MakeMqd();
  mqd.wptr_lo = 0x5040;
  bench_.StoreMqd(kMqd, mqd);
  bench_.memory().Write64(kPollWord, 0x5080);
  bench_.Load(0, kMqd);
  bench_.Tick(20);
  EXPECT_FALSE(bench_.Runnable(0));
  EXPECT_TRUE(bench_.HasWork(0));

  EXPECT_TRUE(bench_.Give(0, kPoll));
  EXPECT_FALSE(bench_.Runnable(0));
  bench_.Tick(20);
  EXPECT_TRUE(bench_.Runnable(0));
  EXPECT_EQ(bench_.Wptr(0), 0x5080u);
}

TEST_F(HqdMapTest, RingArms) {
  bench_.Load(0, kMqd);
  bench_.Ring(0, 0x5040);
  bench_.Tick();
  EXPECT_EQ(bench_.Wptr(0), 0x5040u);
  EXPECT_TRUE(bench_.Runnable(0));
}

TEST_F(HqdMapTest, PollWithoutAddressOnlyArms) {
  rs_sdma_mqd mqd = MakeMqd();
  mqd.wptr_lo = 0x5040;
  mqd.wptr_poll_lo = 0;
  bench_.StoreMqd(kMqd, mqd);
  bench_.Load(0, kMqd);
  EXPECT_TRUE(bench_.Give(0, kPoll));
  bench_.Tick();
  EXPECT_TRUE(bench_.Runnable(0));
  EXPECT_EQ(bench_.Wptr(0), 0x5040u);
  EXPECT_NE(bench_.Read(kEvent) & Event(kPollDone, 0), 0u);
}

// What the bus shows when no answer is valid does not count: here, another slot's failed poll.
TEST_F(HqdMapTest, PollWithoutAddressArmsAfterABusError) {
  bench_.StoreMqd(0x1200, MakeMqd());
  bench_.Load(1, 0x1200);
  rs_sdma_mqd mqd = MakeMqd();
  mqd.wptr_lo = 0x5040;
  mqd.wptr_poll_lo = 0;
  bench_.StoreMqd(kMqd, mqd);
  bench_.Load(0, kMqd);

  bench_.memory().SetFailing(kPollWord, true);
  bench_.Give(1, kPoll);
  bench_.Tick(30);
  ASSERT_NE(bench_.top().r_resp_i, 0);
  EXPECT_TRUE(bench_.Give(0, kPoll));
  bench_.Tick();
  EXPECT_TRUE(bench_.Runnable(0));
}

// Every cycle from the poll's command to past its answer: the ring is newer than what was read.
TEST_F(HqdMapTest, RingDuringPollWins) {
  for (int delay = 0; delay < 20; ++delay) {
    HqdBench bench;
    bench.StoreMqd(kMqd, MakeMqd());
    bench.memory().Write64(kPollWord, 0x5080);
    bench.Load(0, kMqd);
    ASSERT_TRUE(bench.WriteInCycle(kCmd, kPoll));
    if (delay > 0) bench.Tick(delay);
    bench.Ring(0, 0x50c0);
    bench.Tick(30);
    EXPECT_EQ(bench.Wptr(0), 0x50c0u) << "ring " << delay << " cycles after the command";
  }
}

TEST_F(HqdMapTest, PollTakesTheRightWordOfItsBeat) {
  for (uint64_t word = 0x3000; word < 0x3040; word += 8) {
    HqdBench bench;
    rs_sdma_mqd mqd = MakeMqd();
    mqd.wptr_poll_lo = static_cast<uint32_t>(word);
    bench.StoreMqd(kMqd, mqd);
    for (uint64_t w = 0x3000; w < 0x3040; w += 8) bench.memory().Write64(w, 0x7'0000'0000 + w);
    bench.Load(0, kMqd);
    bench.Give(0, kPoll);
    bench.Tick(20);
    EXPECT_EQ(bench.Wptr(0), 0x7'0000'0000 + word);
  }
}

// Clients may wrap wptr at the ring's size or let it run on: only the difference within a ring
// counts.
TEST_F(HqdMapTest, WorkIsTheDifferenceWithinTheRing) {
  Map();
  bench_.Ring(0, 0x5000 + 4096);
  bench_.Tick();
  EXPECT_FALSE(bench_.Runnable(0));
  bench_.Ring(0, 0x0004);
  bench_.Tick();
  EXPECT_TRUE(bench_.Runnable(0));
}

TEST_F(HqdMapTest, HeldSlotShowsLiveWptrAndIsNotOffered) {
  MapAndTake();
  EXPECT_FALSE(bench_.Runnable(0));
  EXPECT_EQ(bench_.top().hold_wptr_o, 0x5100u);
  EXPECT_EQ(bench_.top().hold_stop_o, 0);
  bench_.Ring(0, 0x5200);
  bench_.Tick();
  EXPECT_EQ(bench_.top().hold_wptr_o, 0x5200u);
  EXPECT_NE(bench_.ReadSlot(0, kStatus) & kStatusRunning, 0u);

  bench_.SetHoldRptr(0x5080);
  EXPECT_EQ(bench_.ReadSlot(0, kRptrLo), 0x5080u);
}

TEST_F(HqdMapTest, ReleaseKeepsProgressAndOffersTheRest) {
  MapAndTake();
  Progress progress = bench_.Selected(0);
  progress.rptr = 0x5040;
  progress.mid_active = true;
  progress.mid_left = 77;
  bench_.Release(0, progress);
  bench_.Tick();
  EXPECT_EQ(bench_.Selected(0), progress);
  EXPECT_EQ(bench_.ReadSlot(0, kRptrLo), 0x5040u);
  EXPECT_TRUE(bench_.Runnable(0));
}

// A queue stopped in the middle of its last packet has work though its ring may read empty.
TEST_F(HqdMapTest, PacketInProgressIsWork) {
  MapAndTake();
  Progress progress = bench_.Selected(0);
  progress.rptr = 0x5100;
  progress.ib_active = true;
  bench_.Release(0, progress);
  bench_.Tick();
  EXPECT_TRUE(bench_.Runnable(0));
}

TEST_F(HqdMapTest, EngineMaySwitchSlotsInOneCycle) {
  rs_sdma_mqd other = MakeMqd();
  other.wptr_poll_lo = 0x3020;
  bench_.StoreMqd(0x1200, other);
  bench_.Load(1, 0x1200);
  bench_.Ring(1, 0x5300);
  bench_.Tick();
  MapAndTake();
  bench_.Release(0, bench_.Selected(0));
  bench_.Take(1);
  bench_.Tick();
  EXPECT_FALSE(bench_.Held(0));
  EXPECT_TRUE(bench_.Held(1));
  EXPECT_EQ(bench_.top().hold_wptr_o, 0x5300u);
}

// The figures of the README, with answers 100 cycles after their burst was accepted.
TEST_F(HqdMapTest, CyclesOfLoadPollAndSave) {
  constexpr int kLatency = 100;
  bench_.memory().set_latency(kLatency);
  bench_.Write(kMqdAddr, kMqd >> 8);
  bench_.Give(0, kLoad);
  EXPECT_EQ(bench_.WaitFor(0, kActive), kLatency + 8);

  bench_.memory().Write64(kPollWord, 0x5080);
  bench_.Give(0, kPoll);
  int cycles = 0;
  while (!bench_.Runnable(0)) {
    bench_.Tick();
    ++cycles;
  }
  EXPECT_EQ(cycles, kLatency + 2);

  bench_.Give(0, kSave);
  EXPECT_EQ(bench_.WaitFor(0, kFree), kLatency + 10);
}

}  // namespace
}  // namespace ringside
