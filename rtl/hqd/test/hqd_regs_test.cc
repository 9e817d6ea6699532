// The register side: what is refused, events and their interrupt, and errors of memory.
#include <tuple>
#include <vector>

#include "gtest/gtest.h"
#include "rtl/hqd/test/queue_fixture.h"

namespace ringside {
namespace {

using HqdRegsTest = QueueTest;

TEST_F(HqdRegsTest, CommandsAreRefusedInTheWrongState) {
  const auto expect_refused = [&](std::vector<Command> commands, SlotState state) {
    ASSERT_EQ(bench_.State(0), state);
    for (Command command : commands) {
      EXPECT_FALSE(bench_.WriteInCycle(kCmd, command)) << command << " in state " << int{state};
    }
    bench_.Tick();
    EXPECT_EQ(bench_.State(0), state);
  };
  expect_refused({kSave, kPoll, kReset}, kFree);

  bench_.memory().set_latency(100);
  bench_.Write(kMqdAddr, kMqd >> 8);
  bench_.Give(0, kLoad);
  expect_refused({kLoad, kSave, kPoll, kReset}, kLoading);
  EXPECT_FALSE(bench_.Write(kMqdAddr, 0x12)) << "the address is in use";
  bench_.WaitFor(0, kActive);
  expect_refused({kLoad}, kActive);
  bench_.Give(0, kPoll);
  expect_refused({kLoad, kPoll}, kActive);
  bench_.Tick(150);

  bench_.Ring(0, 0x5100);
  bench_.Tick();
  bench_.Take(0);
  bench_.Give(0, kSave);
  expect_refused({kLoad, kSave, kPoll}, kStopping);
  bench_.Release(0, bench_.Selected(0));
  bench_.Tick(3);
  expect_refused({kLoad, kSave, kPoll, kReset}, kSaving);
  bench_.WaitFor(0, kFree);

  Map();
  bench_.Ring(0, 0x5200);
  bench_.Tick();
  bench_.Take(0);
  bench_.Tick();
  const Fault fault = {.reason = 1};
  bench_.Release(0, bench_.Selected(0), &fault);
  bench_.Tick();
  expect_refused({kLoad, kPoll}, kFaulted);
}

TEST_F(HqdRegsTest, OddWritesAreRefused) {
  EXPECT_FALSE(bench_.Write(kCmd, 0)) << "no command";
  EXPECT_FALSE(bench_.Write(kCmd, kLoad | kPoll)) << "two commands";
  EXPECT_FALSE(bench_.Write(kCmd, 0x10)) << "unknown command";
  EXPECT_FALSE(bench_.Write(kMqdAddr, 0x11)) << "not 512-byte aligned";
  EXPECT_FALSE(bench_.Write(kStatus, 1)) << "read only";
  EXPECT_FALSE(bench_.Write(0x10c, 1)) << "no such register";
  EXPECT_TRUE(bench_.ReadFails(0x10c));
  EXPECT_TRUE(bench_.ReadFails(0x34));
  EXPECT_TRUE(bench_.ReadFails(0x01)) << "not word aligned";
  EXPECT_TRUE(bench_.ReadFails(0x200)) << "not an alias of slot 0";
  EXPECT_EQ(bench_.State(0), kFree);
}

TEST_F(HqdRegsTest, HostMayOnlyLook) {
  EXPECT_FALSE(bench_.Write(kMqdAddr, kMqd >> 8, /*from_host=*/true));
  EXPECT_FALSE(bench_.Write(kCmd, kLoad, /*from_host=*/true));
  EXPECT_FALSE(bench_.Write(kEventEnable, 1, /*from_host=*/true));
  EXPECT_EQ(bench_.ReadSlot(0, kMqdAddr), 0u);
  EXPECT_EQ(bench_.State(0), kFree);
}

TEST_F(HqdRegsTest, EnabledEventsInterruptUntilCleared) {
  bench_.Load(1, kMqd);
  EXPECT_EQ(bench_.Read(kEvent), Event(kLoadDone, 1));
  EXPECT_EQ(bench_.Read(kEventActive), 0u);
  EXPECT_EQ(bench_.top().irq_o, 0);
  bench_.Write(kEventEnable, Event(kLoadDone, 1) | Event(kSaveDone, 1));
  EXPECT_EQ(bench_.top().irq_o, 1);
  EXPECT_EQ(bench_.Read(kEventActive), Event(kLoadDone, 1));
  EXPECT_TRUE(bench_.Write(kEvent, Event(kLoadDone, 1)));
  EXPECT_EQ(bench_.top().irq_o, 0);
  bench_.Give(1, kSave);
  bench_.WaitFor(1, kFree);
  EXPECT_EQ(bench_.top().irq_o, 1);
  EXPECT_EQ(bench_.Read(kEvent), Event(kSaveDone, 1));
}

// Clearing in every cycle around a load's end loses it at most once: the one that firmware saw.
TEST_F(HqdRegsTest, EventInTheCycleOfItsClearingStays) {
  bench_.Write(kMqdAddr, kMqd >> 8);
  bench_.Give(0, kLoad);
  while (bench_.State(0) != kActive) {
    bench_.WriteInCycle(kEvent, 0xffffff);
    bench_.Tick();
  }
  EXPECT_EQ(bench_.Read(kEvent), Event(kLoadDone, 0));
}

TEST_F(HqdRegsTest, IdleIsToldOnceWhenWorkRunsOut) {
  MapAndTake();
  bench_.Write(kEvent, 0xffffff);
  Progress progress = bench_.Selected(0);
  bench_.Release(0, progress);
  bench_.Tick();
  EXPECT_EQ(bench_.Read(kEvent), 0u) << "still has work";
  bench_.Take(0);
  bench_.Tick();
  progress.rptr = 0x5100;
  bench_.Release(0, progress);
  bench_.Tick(2);
  EXPECT_EQ(bench_.Read(kEvent), Event(kIdle, 0));
  bench_.Write(kEvent, Event(kIdle, 0));
  bench_.Tick(10);
  EXPECT_EQ(bench_.Read(kEvent), 0u);
  EXPECT_EQ(bench_.ReadSlot(0, kStatus) & kStatusHasWork, 0u);
}

// Firmware may give the slot to another queue at once.
TEST_F(HqdRegsTest, QueueFoundEmptyByItsPollIsIdle) {
  bench_.Load(0, kMqd);
  EXPECT_EQ(bench_.Read(kEvent) & Event(kIdle, 0), 0u) << "not known yet";
  bench_.Give(0, kPoll);
  bench_.Tick(30);
  EXPECT_EQ(bench_.Read(kEvent), Event(kLoadDone, 0) | Event(kPollDone, 0) | Event(kIdle, 0));
}

TEST_F(HqdRegsTest, LoadThatFailsLeavesTheSlotFree) {
  bench_.memory().SetFailing(kMqd, true);
  bench_.Write(kMqdAddr, kMqd >> 8);
  bench_.Give(0, kLoad);
  bench_.WaitFor(0, kFree);
  EXPECT_EQ(bench_.Read(kEvent), Event(kBusError, 0));
  EXPECT_EQ(bench_.ReadSlot(0, kStatus), kStatusBusError | kFree);
  bench_.memory().SetFailing(kMqd, false);
  bench_.Load(0, kMqd);
  EXPECT_EQ(bench_.ReadSlot(0, kStatus) & kStatusBusError, 0u);
}

TEST_F(HqdRegsTest, RingSizeOutsideTheLimitsIsNotMapped) {
  for (const auto& [log2_dwords, usable] :
       {std::tuple(9, false), {10, true}, {22, true}, {23, false}, {31, false}}) {
    HqdBench bench;
    rs_sdma_mqd mqd = MakeMqd();
    mqd.rb_cntl = RS_RB_CNTL_ENABLE | log2_dwords << RS_RB_CNTL_SIZE_SHIFT;
    bench.StoreMqd(kMqd, mqd);
    bench.Write(kMqdAddr, kMqd >> 8);
    bench.Give(0, kLoad);
    bench.WaitFor(0, usable ? kActive : kFree);
    EXPECT_EQ(bench.Read(kEvent), Event(usable ? kLoadDone : kBusError, 0)) << log2_dwords;
  }
}

TEST_F(HqdRegsTest, SaveThatFailsIsTold) {
  Map();
  bench_.Write(kEvent, 0xffffff);
  bench_.memory().SetFailing(kMqd, true);
  bench_.Give(0, kSave);
  bench_.WaitFor(0, kFree);
  EXPECT_EQ(bench_.Read(kEvent), Event(kBusError, 0));
}

TEST_F(HqdRegsTest, PollThatFailsDoesNotArm) {
  rs_sdma_mqd mqd = MakeMqd();
  mqd.wptr_lo = 0x5040;
  bench_.StoreMqd(kMqd, mqd);
  bench_.Load(0, kMqd);
  bench_.memory().SetFailing(kPollWord, true);
  bench_.Give(0, kPoll);
  bench_.Tick(30);
  EXPECT_FALSE(bench_.Runnable(0));
  EXPECT_EQ(bench_.Wptr(0), 0x5040u);
  EXPECT_EQ(bench_.Read(kEvent), Event(kLoadDone, 0) | Event(kBusError, 0));
  EXPECT_EQ(bench_.ReadSlot(0, kStatus), kStatusBusError | kStatusHasWork | kActive);
}

TEST_F(HqdRegsTest, ActiveCyclesCountTimeOnTheSlot) {
  Map();
  const uint32_t first = bench_.ReadSlot(0, kActiveCycles);
  bench_.Tick(99);
  EXPECT_EQ(bench_.ReadSlot(0, kActiveCycles), first + 100);
  bench_.Give(0, kSave);
  bench_.WaitFor(0, kFree);
  const uint32_t last = bench_.ReadSlot(0, kActiveCycles);
  bench_.Tick(10);
  EXPECT_EQ(bench_.ReadSlot(0, kActiveCycles), last);
}

}  // namespace
}  // namespace ringside
