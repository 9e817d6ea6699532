// The sequences that lose no ring, access by access.
#include "firmware/mapping/mapping.h"

#include <cstdlib>

#include "firmware/base/die.h"
#include "firmware/base/mmio_script.h"
#include "gtest/gtest.h"
#include "uapi/mqd.h"

namespace ringside::firmware {

void Die(Error) { std::abort(); }

namespace {

constexpr auto kRead = MmioScript::kRead;
constexpr auto kWrite = MmioScript::kWrite;
constexpr auto kFence = MmioScript::kFence;

constexpr uint32_t kBind = 0x40001000;
constexpr uint32_t kSlot1 = 0x40002040;
constexpr uint32_t kMmu = 0x40004000;
constexpr uint32_t kMtimeLo = 0x40006000;

constexpr uint32_t kMqd = 0x4000;
constexpr uint32_t kMqdWindow = 0x80004000;
constexpr uint32_t kRbCntl = 10 << RS_RB_CNTL_SIZE_SHIFT;
constexpr uint32_t kUnmapped = 0x1'0000;
constexpr uint32_t kMapped = 0x2'0000;
constexpr uint32_t kSlot1Field = 1 << 20;

class MappingTest : public testing::Test {
 protected:
  MappingTest() {
    scheduler_.Configure(/*vmids=*/0x4, /*user_slots=*/0x2);
    QueueConfig config = {};
    config.doorbell = 0x201;
    config.gang = 0x5000;
    config.mqd = kMqd;
    config.quantum = 100;
    config.rb_cntl = kRbCntl;
    config.process_context = 0x6000;
    config.pasid = 9;
    config.root = 0x7000;
    EXPECT_EQ(scheduler_.Add(config, &queue_), Error::kOk);
  }

  // The first map: the MMU learns the VMID, the MQD gets it, and memory has it before the load.
  void FirstLoad() {
    MmioScript script{
        {kWrite, kMmu + 0x20, 0x7000},
        {kWrite, kMmu + 0x24, 0},
        {kWrite, kMmu + 0x28, 0x8000'0009},
        {kWrite, kMmu + 0x100, 2},
        {kRead, kMmu + 0x110, 0},
        {kWrite, kMqdWindow, kRbCntl | 2 << 24},
        {kFence},
        {kWrite, kSlot1 + 8, kMqd >> 8},
        {kWrite, kSlot1, 1},
    };
    PlaceAll(scheduler_);
  }

  void Finish() {
    MmioScript script{
        {kWrite, kBind, 0x201 | kMapped | kSlot1Field},
        {kWrite, kSlot1, 4},
        {kRead, kMtimeLo, 1000},
    };
    FinishLoad(scheduler_, 1);
  }

  void Save() {
    MmioScript script{
        {kWrite, kBind, 0x201 | kUnmapped},
        {kWrite, kSlot1, 2},
    };
    BeginSave(scheduler_, 1);
  }

  Scheduler scheduler_;
  uint32_t queue_;
};

TEST_F(MappingTest, MapProgramsBindsThenPolls) {
  FirstLoad();
  Finish();
  EXPECT_EQ(scheduler_.queues()[queue_].state, QueueState::kRunning);
}

TEST_F(MappingTest, UnmapUnbindsBeforeItSaves) {
  FirstLoad();
  Finish();
  Save();
  EXPECT_EQ(scheduler_.queues()[queue_].state, QueueState::kSaving);
}

// The way from a ring to the hardware: two writes.
TEST_F(MappingTest, SecondMapIsTwoWrites) {
  FirstLoad();
  Finish();
  Save();
  scheduler_.Settle(scheduler_.Off(1), /*has_work=*/true);
  MmioScript script{
      {kWrite, kSlot1 + 8, kMqd >> 8},
      {kWrite, kSlot1, 1},
  };
  PlaceAll(scheduler_);
}

TEST_F(MappingTest, LoadedQueueThatIsWantedElsewhereIsSavedUnbound) {
  FirstLoad();
  EXPECT_EQ(scheduler_.TakeOff(queue_, Intent::kSuspend), Removal::kWait);
  MmioScript script{
      {kWrite, kBind, 0x201 | kUnmapped},
      {kWrite, kSlot1, 2},
  };
  FinishLoad(scheduler_, 1);
}

struct Saved {
  uint32_t rptr;
  uint32_t wptr;
  uint32_t ib_cntl;
  uint32_t midcmd_cntl;
  bool left_work;
};

class LeftWorkTest : public MappingTest, public testing::WithParamInterface<Saved> {};

// The line with the MQD is dropped first: it may have been fetched before the save.
TEST_P(LeftWorkTest, ReadsFreshPointersModuloTheRing) {
  const Saved& saved = GetParam();
  const Queue& queue = scheduler_.queues()[queue_];
  if (((saved.rptr ^ saved.wptr) & 0xfff) != 0) {
    MmioScript script{
        {kFence}, {kRead, kMqdWindow + 12, saved.rptr}, {kRead, kMqdWindow + 20, saved.wptr}};
    EXPECT_TRUE(LeftWork(queue));
  } else if (saved.ib_cntl != 0) {
    MmioScript script{{kFence},
                      {kRead, kMqdWindow + 12, saved.rptr},
                      {kRead, kMqdWindow + 20, saved.wptr},
                      {kRead, kMqdWindow + 36, saved.ib_cntl}};
    EXPECT_TRUE(LeftWork(queue));
  } else {
    MmioScript script{{kFence},
                      {kRead, kMqdWindow + 12, saved.rptr},
                      {kRead, kMqdWindow + 20, saved.wptr},
                      {kRead, kMqdWindow + 36, saved.ib_cntl},
                      {kRead, kMqdWindow + 168, saved.midcmd_cntl}};
    EXPECT_EQ(LeftWork(queue), saved.left_work);
  }
}

TEST_F(MappingTest, SavedPositionIsAnotherWhenAnyPartMoved) {
  const Queue& queue = scheduler_.queues()[queue_];
  const auto position = [&](uint32_t rptr, uint32_t ib_rptr, uint32_t mid_left) {
    MmioScript script{{kRead, kMqdWindow + 12, rptr},
                      {kRead, kMqdWindow + 40, ib_rptr},
                      {kRead, kMqdWindow + 144, mid_left}};
    return SavedPosition(queue);
  };
  const uint32_t before = position(0x1000, 20, 0x4000);
  EXPECT_EQ(position(0x1000, 20, 0x4000), before);
  EXPECT_NE(position(0x1004, 20, 0x4000), before);
  EXPECT_NE(position(0x1000, 27, 0x4000), before);
  EXPECT_NE(position(0x1000, 20, 0x3fe0), before);
}

INSTANTIATE_TEST_SUITE_P(Pointers, LeftWorkTest,
                         testing::Values(Saved{0x40, 0x80, 0, 0, true},
                                         Saved{0x5040, 0x5040, 0, 0, false},
                                         // A client that wraps wptr itself.
                                         Saved{0x5040, 0x0040, 0, 0, false},
                                         Saved{0x5040, 0x5040, 1, 0, true},
                                         Saved{0x5040, 0x5040, 0, 1, true}));

}  // namespace
}  // namespace ringside::firmware
