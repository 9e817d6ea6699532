#include "testbench/model/hqd_model.h"

#include <cstring>

#include "gtest/gtest.h"
#include "uapi/interrupt.h"
#include "uapi/regs/hqd_regs.h"

namespace ringside::model {
namespace {

namespace hqd = ::ringside::regs::hqd;

constexpr uint32_t kSlot = 2;
constexpr uint64_t kMqd = 0x4000;
constexpr uint64_t kWptrWord = 0x5000;

class HqdModelTest : public testing::Test {
 protected:
  void SetUp() override {
    mqd_.rb_cntl = RS_RB_CNTL_ENABLE | 10 << RS_RB_CNTL_SIZE_SHIFT | 3 << RS_RB_CNTL_VMID_SHIFT;
    mqd_.doorbell_offset = 0x201;
    mqd_.wptr_poll_lo = kWptrWord;
    mqd_.queue_id = 99;
    PutMqd();
  }

  void PutMqd() { std::memcpy(memory_.At(kMqd, sizeof(mqd_)), &mqd_, sizeof(mqd_)); }
  rs_sdma_mqd GetMqd() {
    rs_sdma_mqd mqd;
    std::memcpy(&mqd, memory_.At(kMqd, sizeof(mqd)), sizeof(mqd));
    return mqd;
  }
  void PutWptr(uint64_t wptr) { std::memcpy(memory_.At(kWptrWord, 8), &wptr, 8); }
  bool Command(uint32_t mask) {
    return model_.WriteRegister(hqd::SlotCmdOffset(kSlot), mask, Side::kFirmware);
  }
  // Lets the job or poll under way end.
  void Finish() {
    ASSERT_NE(model_.next_due(), kNever);
    clock_.cycle = model_.next_due();
    model_.RunDue();
  }
  void Load(uint64_t mqd = kMqd) {
    ASSERT_TRUE(model_.WriteRegister(hqd::SlotMqdAddrOffset(kSlot), static_cast<uint32_t>(mqd >> 8),
                                     Side::kFirmware));
    ASSERT_TRUE(Command(hqd::kSlotCmdLoadMask));
    Finish();
  }
  uint32_t State() {
    return hqd::GetSlotStatusState(
        *model_.ReadRegister(hqd::SlotStatusOffset(kSlot), Side::kFirmware));
  }
  // The events of the slot, which are then cleared.
  uint32_t TakeEvents() {
    const uint32_t events = *model_.ReadRegister(hqd::kEventOffset, Side::kFirmware);
    EXPECT_TRUE(model_.WriteRegister(hqd::kEventOffset, events, Side::kFirmware));
    return events >> kSlot;
  }
  bool runnable() const { return model_.runnable() == 1u << kSlot; }

  Clock clock_;
  BusMemory memory_{1 << 20, 1 << 20};
  Bus bus_{&memory_};
  Listeners listeners_{&clock_};
  HqdModel model_{&clock_, &bus_, &listeners_};
  rs_sdma_mqd mqd_ = {};
};

TEST_F(HqdModelTest, LoadedRunsOnlyOnceArmed) {
  mqd_.wptr_lo = 64;
  PutMqd();
  Load();
  EXPECT_EQ(TakeEvents(), 1u);
  EXPECT_EQ(State(), hqd::kSlotStatusStateActive);
  EXPECT_FALSE(runnable());
  PutWptr(128);
  ASSERT_TRUE(Command(hqd::kSlotCmdPollWptrMask));
  EXPECT_FALSE(Command(hqd::kSlotCmdPollWptrMask)) << "one at a time";
  Finish();
  EXPECT_TRUE(runnable());
  EXPECT_EQ(model_.wptr(kSlot), 128u);
}

TEST_F(HqdModelTest, ARingDuringAPollWins) {
  Load();
  PutWptr(64);
  ASSERT_TRUE(Command(hqd::kSlotCmdPollWptrMask));
  model_.Ring(kSlot, 192);
  EXPECT_TRUE(runnable());
  Finish();
  EXPECT_EQ(model_.wptr(kSlot), 192u);
}

TEST_F(HqdModelTest, APollThatFindsNothingIsIdle) {
  Load();
  TakeEvents();
  ASSERT_TRUE(Command(hqd::kSlotCmdPollWptrMask));
  Finish();
  EXPECT_EQ(TakeEvents() << kSlot,
            (hqd::kEventIdleMask | hqd::kEventPollDoneMask) & (0x111111u << kSlot));
}

TEST_F(HqdModelTest, ASaveWaitsForTheEngineAndWritesOnlyItsWords) {
  Load();
  model_.Ring(kSlot, 0x140);
  QueueContext* context = model_.Take(kSlot);
  EXPECT_FALSE(model_.stop(kSlot));
  ASSERT_TRUE(Command(hqd::kSlotCmdSaveMask));
  EXPECT_TRUE(model_.stop(kSlot));
  EXPECT_EQ(State(), hqd::kSlotStatusStateStopping);
  context->rptr = 0x100;
  context->mid_active = true;
  context->mid_left = 7;
  model_.Release(kSlot, {});
  EXPECT_EQ(State(), hqd::kSlotStatusStateSaving);
  // The host's words may change while the queue is in a slot.
  mqd_.queue_id = 100;
  PutMqd();
  Finish();
  EXPECT_EQ(State(), hqd::kSlotStatusStateFree);
  const rs_sdma_mqd saved = GetMqd();
  EXPECT_EQ(saved.rptr_lo, 0x100u);
  EXPECT_EQ(saved.wptr_lo, 0x140u);
  EXPECT_EQ(saved.midcmd_cntl, RS_MIDCMD_ACTIVE);
  EXPECT_EQ(saved.mid_left, 7u);
  EXPECT_EQ(saved.context_status, RS_CONTEXT_SAVED);
  EXPECT_EQ(saved.queue_id, 100u);
}

TEST_F(HqdModelTest, AFaultStopsTheSlotAndIsSaved) {
  Load();
  TakeEvents();
  model_.Ring(kSlot, 64);
  model_.Take(kSlot);
  model_.Release(kSlot, {.reason = RS_FAULT_NO_WRITE, .write = true, .address = 0x123456789000});
  EXPECT_EQ(State(), hqd::kSlotStatusStateFaulted);
  EXPECT_EQ(TakeEvents() << kSlot, hqd::kEventFaultMask & (0x111111u << kSlot));
  EXPECT_EQ(model_.ReadRegister(hqd::SlotFaultAddrHiOffset(kSlot), Side::kHost), 0x1234u);
  EXPECT_FALSE(runnable());
  ASSERT_TRUE(Command(hqd::kSlotCmdSaveMask));
  Finish();
  EXPECT_EQ(GetMqd().context_status,
            RS_CONTEXT_SAVED | RS_CONTEXT_FAULTED | RS_FAULT_NO_WRITE << RS_CONTEXT_REASON_SHIFT);
}

TEST_F(HqdModelTest, WhatCannotBeLoadedLeavesTheSlotFree) {
  Load(/*mqd=*/0x30000000);
  EXPECT_EQ(TakeEvents() << kSlot, hqd::kEventBusErrorMask & (0x111111u << kSlot));
  EXPECT_EQ(State(), hqd::kSlotStatusStateFree);
  mqd_.rb_cntl = RS_RB_CNTL_ENABLE;
  PutMqd();
  Load();
  EXPECT_EQ(State(), hqd::kSlotStatusStateFree);
}

TEST_F(HqdModelTest, ResetDropsTheState) {
  Load();
  model_.Ring(kSlot, 64);
  ASSERT_TRUE(Command(hqd::kSlotCmdResetMask));
  EXPECT_EQ(State(), hqd::kSlotStatusStateFree);
  EXPECT_EQ(GetMqd().context_status, 0u);
}

TEST_F(HqdModelTest, CommandsThatDoNotFitAreRefused) {
  EXPECT_FALSE(Command(hqd::kSlotCmdSaveMask));
  EXPECT_FALSE(Command(hqd::kSlotCmdPollWptrMask));
  EXPECT_FALSE(Command(hqd::kSlotCmdResetMask));
  EXPECT_FALSE(Command(hqd::kSlotCmdLoadMask | hqd::kSlotCmdSaveMask));
  EXPECT_FALSE(model_.WriteRegister(hqd::SlotMqdAddrOffset(kSlot), 1, Side::kFirmware));
  EXPECT_FALSE(model_.WriteRegister(hqd::kEventEnableOffset, 1, Side::kHost));
  Load();
  EXPECT_FALSE(Command(hqd::kSlotCmdLoadMask));
  EXPECT_FALSE(model_.WriteRegister(hqd::SlotMqdAddrOffset(kSlot), 2, Side::kFirmware));
}

}  // namespace
}  // namespace ringside::model
