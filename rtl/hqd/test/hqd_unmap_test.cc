// A queue leaves its slot: SAVE, RESET and faults, with the engine and rings in every awkward
// place.
#include <cstring>

#include "gtest/gtest.h"
#include "rtl/hqd/test/queue_fixture.h"

namespace ringside {
namespace {

// Dwords that a save may write (uapi/mqd.h).
bool HardwareOwns(int dword) {
  return (dword >= 3 && dword <= 6) || (dword >= 9 && dword <= 14) || dword == 16 ||
         (dword >= 31 && dword <= 37) || dword == 42;
}

class HqdUnmapTest : public QueueTest {
 protected:
  // Progress with every field different from MakeMqd's.
  static Progress SomeProgress() {
    return {.rptr = 0x7'0000'5040,
            .ib_active = true,
            .ib_base = 0xfedc'ba98'7660,
            .ib_offset = 0x54321,
            .ib_size = 0xfffff,
            .mid_active = true,
            .mid_header = 0x11111111,
            .mid_src = 0x2222'3333'4444,
            .mid_dst = 0x5555'6666'7777,
            .mid_left = 0x88888888,
            .mid_data = 0x99999999};
  }
};

TEST_F(HqdUnmapTest, SaveOfIdleSlotWritesOnlyWhatHardwareOwns) {
  MapAndTake();
  const Progress progress = SomeProgress();
  bench_.Release(0, progress);
  bench_.Tick();
  // Host and firmware change their words while the queue is mapped.
  uint32_t before[RS_MQD_DWORDS];
  for (int n = 0; n < RS_MQD_DWORDS; ++n) {
    before[n] = 0xc0000000 + n;
    bench_.memory().Write32(kMqd + n * 4, before[n]);
  }
  EXPECT_TRUE(bench_.Give(0, kSave));
  bench_.WaitFor(0, kFree);

  for (int n = 0; n < RS_MQD_DWORDS; ++n) {
    if (!HardwareOwns(n)) {
      EXPECT_EQ(bench_.memory().Read32(kMqd + n * 4), before[n]) << "dword " << n;
    }
  }
  const rs_sdma_mqd mqd = bench_.FetchMqd(kMqd);
  EXPECT_EQ(MqdProgress(mqd), progress);
  EXPECT_EQ(mqd.wptr_lo, 0x5100u);
  EXPECT_EQ(mqd.wptr_hi, 0u);
  EXPECT_EQ(mqd.context_status, RS_CONTEXT_SAVED);
}

TEST_F(HqdUnmapTest, SavedQueueResumesExactlyInAnotherSlot) {
  MapAndTake();
  const Progress progress = SomeProgress();
  bench_.Release(0, progress);
  bench_.Tick();
  bench_.Give(0, kSave);
  bench_.WaitFor(0, kFree);
  bench_.Load(3, kMqd);
  EXPECT_EQ(bench_.Selected(3), progress);
  EXPECT_EQ(bench_.Wptr(3), 0x5100u);
}

TEST_F(HqdUnmapTest, SaveOfHeldSlotWaitsForTheEngine) {
  MapAndTake();
  EXPECT_TRUE(bench_.Give(0, kSave));
  EXPECT_EQ(bench_.State(0), kStopping);
  EXPECT_EQ(bench_.top().hold_stop_o, 1);
  bench_.Tick(50);
  EXPECT_EQ(bench_.State(0), kStopping);

  Progress progress = bench_.Selected(0);
  progress.rptr = 0x5020;
  bench_.Release(0, progress);
  bench_.Tick();
  EXPECT_EQ(bench_.top().hold_stop_o, 0);
  bench_.WaitFor(0, kFree);
  EXPECT_EQ(MqdProgress(bench_.FetchMqd(kMqd)), progress);
}

// The engine took the slot in the very cycle of the command: it is asked to stop, not overlooked.
TEST_F(HqdUnmapTest, SaveInTheCycleOfTheTake) {
  Map();
  bench_.Ring(0, 0x5100);
  bench_.Tick();
  bench_.WriteInCycle(kCmd, kSave);
  bench_.Take(0);
  bench_.Tick();
  EXPECT_EQ(bench_.State(0), kStopping);
  EXPECT_EQ(bench_.top().hold_stop_o, 1);
  bench_.Release(0, bench_.Selected(0));
  bench_.WaitFor(0, kFree);
}

// Firmware unbinds before it gives SAVE, but a ring may be on its way.
TEST_F(HqdUnmapTest, RingWhileStoppingIsSaved) {
  MapAndTake();
  bench_.Give(0, kSave);
  bench_.Ring(0, 0x1'0000'5180);
  bench_.Tick();
  bench_.Release(0, bench_.Selected(0));
  bench_.WaitFor(0, kFree);
  EXPECT_EQ(bench_.FetchMqd(kMqd).wptr_lo, 0x5180u);
  EXPECT_EQ(bench_.FetchMqd(kMqd).wptr_hi, 1u);
}

// An idle slot passes through SlotStopping for one cycle, just for that.
TEST_F(HqdUnmapTest, RingInTheCycleAfterSaveOfIdleSlotIsSaved) {
  Map();
  bench_.WriteInCycle(kCmd, kSave);
  bench_.Tick();
  bench_.Ring(0, 0x5180);
  bench_.Tick();
  bench_.WaitFor(0, kFree);
  EXPECT_EQ(bench_.FetchMqd(kMqd).wptr_lo, 0x5180u);
}

TEST_F(HqdUnmapTest, SaveWaitsForThePollUnderWay) {
  bench_.Load(0, kMqd);
  bench_.memory().Write64(kPollWord, 0x5080);
  bench_.Give(0, kPoll);
  bench_.Give(0, kSave);
  bench_.WaitFor(0, kFree);
  EXPECT_EQ(bench_.FetchMqd(kMqd).wptr_lo, 0x5080u);
}

TEST_F(HqdUnmapTest, ResetOfIdleSlotDropsIt) {
  Map();
  EXPECT_TRUE(bench_.Give(0, kReset));
  EXPECT_LE(bench_.WaitFor(0, kFree), 1);
  bench_.Tick(50);
  EXPECT_EQ(bench_.FetchMqd(kMqd).context_status, 0u);
}

TEST_F(HqdUnmapTest, ResetOfHeldSlotStopsTheEngineAndDrops) {
  MapAndTake();
  bench_.Give(0, kReset);
  EXPECT_EQ(bench_.top().hold_stop_o, 1);
  const Fault fault = {.reason = 1};
  bench_.Release(0, SomeProgress(), &fault);
  bench_.Tick();
  EXPECT_LE(bench_.WaitFor(0, kFree), 1);
  bench_.Tick(50);
  EXPECT_EQ(bench_.FetchMqd(kMqd).context_status, 0u);
  // The queue is gone; so is the news of its fault.
  EXPECT_EQ(bench_.Read(kEvent) & Event(kFault, 0), 0u);
}

TEST_F(HqdUnmapTest, ResetTurnsAWaitingSaveIntoADrop) {
  MapAndTake();
  bench_.Give(0, kSave);
  EXPECT_TRUE(bench_.Give(0, kReset));
  EXPECT_FALSE(bench_.Give(0, kReset));
  bench_.Release(0, SomeProgress());
  bench_.Tick(2);
  EXPECT_EQ(bench_.State(0), kFree);
  bench_.Tick(50);
  EXPECT_EQ(bench_.FetchMqd(kMqd).context_status, 0u);
}

TEST_F(HqdUnmapTest, FaultStopsOnlyTheGuilty) {
  bench_.StoreMqd(0x1200, MakeMqd());
  bench_.Load(1, 0x1200);
  bench_.Ring(1, 0x5100);
  bench_.Tick();
  MapAndTake();
  const Fault fault = {.reason = 3, .write = true, .addr = 0xabcd'1234'5678, .header = 0xdeadbeef};
  bench_.Release(0, SomeProgress(), &fault);
  bench_.Tick();

  EXPECT_EQ(bench_.State(0), kFaulted);
  EXPECT_FALSE(bench_.Runnable(0));
  EXPECT_TRUE(bench_.Runnable(1));
  EXPECT_EQ(bench_.ReadSlot(0, kFaultReason), 0x5103u);
  EXPECT_EQ(bench_.ReadSlot(0, kFaultAddrLo), 0x12345678u);
  EXPECT_EQ(bench_.ReadSlot(0, kFaultAddrHi), 0xabcdu);
  EXPECT_EQ(bench_.ReadSlot(0, kFaultHeader), 0xdeadbeefu);
  EXPECT_NE(bench_.Read(kEvent) & Event(kFault, 0), 0u);

  // Rings still come until firmware unbinds.
  bench_.Ring(0, 0x5200);
  bench_.Tick();
  EXPECT_TRUE(bench_.Give(0, kSave));
  bench_.WaitFor(0, kFree);
  const rs_sdma_mqd mqd = bench_.FetchMqd(kMqd);
  EXPECT_EQ(mqd.context_status,
            RS_CONTEXT_SAVED | RS_CONTEXT_FAULTED | 3u << RS_CONTEXT_REASON_SHIFT);
  EXPECT_EQ(mqd.wptr_lo, 0x5200u);
  EXPECT_EQ(MqdProgress(mqd), SomeProgress());
}

TEST_F(HqdUnmapTest, FaultWhileStoppingIsSavedAndTold) {
  MapAndTake();
  bench_.Give(0, kSave);
  const Fault fault = {.reason = 16};
  bench_.Release(0, SomeProgress(), &fault);
  bench_.Tick();
  bench_.WaitFor(0, kFree);
  EXPECT_NE(bench_.FetchMqd(kMqd).context_status & RS_CONTEXT_FAULTED, 0u);
  const uint32_t events = bench_.Read(kEvent);
  EXPECT_NE(events & Event(kFault, 0), 0u);
  EXPECT_NE(events & Event(kSaveDone, 0), 0u);
}

// A drop is of one queue only: the next one in the slot is told of its faults again.
TEST_F(HqdUnmapTest, FaultAfterAResetIsTold) {
  Map();
  bench_.Give(0, kReset);
  bench_.WaitFor(0, kFree);
  MapAndTake();
  const Fault fault = {.reason = 16};
  bench_.Release(0, bench_.Selected(0), &fault);
  bench_.Tick();
  EXPECT_NE(bench_.Read(kEvent) & Event(kFault, 0), 0u);
  EXPECT_EQ(bench_.ReadSlot(0, kFaultReason) & 0xff, 16u);
}

TEST_F(HqdUnmapTest, LoadForgetsTheFaultBefore) {
  MapAndTake();
  const Fault fault = {.reason = 16};
  bench_.Release(0, bench_.Selected(0), &fault);
  bench_.Tick();
  bench_.Give(0, kReset);
  bench_.WaitFor(0, kFree);
  EXPECT_EQ(bench_.ReadSlot(0, kFaultReason) & 0xff, 16u);
  Map();
  EXPECT_EQ(bench_.ReadSlot(0, kFaultReason) & 0xff, 0u);
  bench_.Give(0, kSave);
  bench_.WaitFor(0, kFree);
  EXPECT_EQ(bench_.FetchMqd(kMqd).context_status, RS_CONTEXT_SAVED);
}

TEST_F(HqdUnmapTest, JobsOfAllSlotsAreServed) {
  for (int n = 0; n < kSlots; ++n) {
    rs_sdma_mqd mqd = MakeMqd();
    mqd.doorbell_offset = 0x100 + n;
    bench_.StoreMqd(0x1000 + n * 0x200, mqd);
    bench_.Write(n * kSlotStride + kMqdAddr, (0x1000 + n * 0x200) >> 8);
  }
  for (int n = 0; n < kSlots; ++n) EXPECT_TRUE(bench_.Give(n, kLoad));
  for (int n = 0; n < kSlots; ++n) bench_.WaitFor(n, kActive);
  for (uint32_t n = 0; n < kSlots; ++n) EXPECT_EQ(bench_.ReadSlot(n, kDoorbell), 0x100 + n);
  for (int n = 0; n < kSlots; ++n) EXPECT_TRUE(bench_.Give(n, kSave));
  for (int n = 0; n < kSlots; ++n) bench_.WaitFor(n, kFree);
  for (int n = 0; n < kSlots; ++n) {
    EXPECT_EQ(bench_.FetchMqd(0x1000 + n * 0x200).context_status, RS_CONTEXT_SAVED);
  }
}

}  // namespace
}  // namespace ringside
