// The exact register traffic of every driver. Offsets and bits are written out: a generated header
// that changed under us must show here.
#include "firmware/base/mmio_script.h"
#include "firmware/drivers/doorbell.h"
#include "firmware/drivers/hqd.h"
#include "firmware/drivers/ih.h"
#include "firmware/drivers/mmu.h"
#include "firmware/drivers/sys.h"
#include "firmware/drivers/timer.h"
#include "firmware/drivers/window.h"
#include "gtest/gtest.h"

namespace ringside::firmware {
namespace {

constexpr auto kRead = MmioScript::kRead;
constexpr auto kWrite = MmioScript::kWrite;
constexpr auto kFence = MmioScript::kFence;

constexpr uint32_t kSys = 0x40000000;
constexpr uint32_t kDoorbell = 0x40001000;
constexpr uint32_t kHqd = 0x40002000;
constexpr uint32_t kMmu = 0x40004000;
constexpr uint32_t kIh = 0x40005000;
constexpr uint32_t kTimer = 0x40006000;

// One write binds: a ring never sees half a binding.
TEST(Doorbell, BindIsOneWrite) {
  MmioScript script{
      {kWrite, kDoorbell, 0x0032'1fff},
      {kWrite, kDoorbell, 0x0001'0100},
      {kWrite, kDoorbell, 0x0000'000b},
  };
  doorbell::BindMapped(0x1fff, 3);
  doorbell::BindUnmapped(0x100);
  doorbell::Unbind(0x00b);
}

// Doorbell 0 is a doorbell: only the valid bit tells that nothing is pending.
TEST(Doorbell, PopTellsNothingFromDoorbellZero) {
  MmioScript script{
      {kRead, kDoorbell + 4, 0x8000'0000},
      {kRead, kDoorbell + 4, 0x8000'1234},
      {kRead, kDoorbell + 4, 0},
  };
  EXPECT_EQ(doorbell::Pop(), 0u);
  EXPECT_EQ(doorbell::Pop(), 0x1234u);
  EXPECT_EQ(doorbell::Pop(), doorbell::kNone);
}

// The address stands before the command that uses it.
TEST(Hqd, LoadGivesTheAddressFirst) {
  MmioScript script{
      {kWrite, kHqd + 0x88, 0x7fff'fe00 >> 8},
      {kWrite, kHqd + 0x80, 0x1},
  };
  EXPECT_EQ(hqd::Load(2, 0x7fff'fe00), Error::kOk);
}

// The bank would drop the low bits and load another queue's MQD.
TEST(Hqd, LoadRefusesAMisalignedMqdAndDoesNothing) {
  MmioScript script{};
  EXPECT_EQ(hqd::Load(2, 0x1100), Error::kHqdRefused);
}

TEST(Hqd, SaveAndPollAreOneWriteEach) {
  MmioScript script{
      {kWrite, kHqd + 0xc0, 0x2},
      {kWrite, kHqd + 0x40, 0x4},
  };
  hqd::Save(3);
  hqd::PollWptr(1);
}

// Only what was read is cleared: an event in between is kept for the next time.
TEST(Hqd, TakeEventsClearsWhatItRead) {
  MmioScript script{
      {kRead, kHqd + 0x100, 0x0061'8421},
      {kWrite, kHqd + 0x100, 0x0061'8421},
  };
  const hqd::Events events = hqd::TakeEvents();
  EXPECT_EQ(events.load_done, 0x1u);
  EXPECT_EQ(events.save_done, 0x2u);
  EXPECT_EQ(events.idle, 0x4u);
  EXPECT_EQ(events.fault, 0x8u);
  EXPECT_EQ(events.poll_done, 0x1u);
  EXPECT_EQ(events.bus_error, 0x6u);
}

TEST(Hqd, EventsAreClearedAndEnabledByMask) {
  MmioScript script{
      {kWrite, kHqd + 0x100, 0x000f'0f00},
      {kWrite, kHqd + 0x104, 0x00ff'ffff},
      {kWrite, kHqd + 0x104, 0x00f0'f0ff},
  };
  hqd::ClearEvents(hqd::kRoomEvents);
  hqd::EnableEvents(hqd::kCommandEvents | hqd::kRoomEvents);
  hqd::EnableEvents(hqd::kCommandEvents);
}

// Work in the ring, a packet in the engine, or a wptr still being read: all of it is work.
TEST(Hqd, IdleMeansNothingAtAll) {
  MmioScript script{
      {kRead, kHqd + 0x44, 0x02}, {kRead, kHqd + 0x44, 0x0a}, {kRead, kHqd + 0x44, 0x12},
      {kRead, kHqd + 0x44, 0x22}, {kRead, kHqd + 0x44, 0x02}, {kRead, kHqd + 0x44, 0x40},
  };
  EXPECT_TRUE(hqd::IsIdle(1));
  EXPECT_FALSE(hqd::IsIdle(1));
  EXPECT_FALSE(hqd::IsIdle(1));
  EXPECT_FALSE(hqd::IsIdle(1));
  EXPECT_FALSE(hqd::IsFree(1));
  EXPECT_TRUE(hqd::IsFree(1));
}

// The root is complete before the VMID becomes valid.
TEST(Mmu, AddressSpaceBecomesValidLast) {
  MmioScript script{
      {kWrite, kMmu + 0x30, 0x8765'4000},
      {kWrite, kMmu + 0x34, 0x0000'0001},
      {kWrite, kMmu + 0x38, 0x8000'00ab},
      {kWrite, kMmu + 0x38, 0},
  };
  mmu::SetAddressSpace(3, 0x1'8765'4000, 0xab);
  mmu::ClearAddressSpace(3);
}

// Returning early would let the next owner of the VMID meet the last one's translations.
TEST(Mmu, InvalidateWaitsForItsEnd) {
  MmioScript script{
      {kWrite, kMmu + 0x100, 0xf},
      {kRead, kMmu + 0x110, 0x0003'0001},
      {kRead, kMmu + 0x110, 0x0004'0000},
  };
  mmu::Invalidate(15);
}

// The low half wrapped between the reads: the first pair would be 429 s off.
TEST(Timer, NowReadsAgainAcrossAWrap) {
  MmioScript script{
      {kRead, kTimer + 4, 1}, {kRead, kTimer + 0, 2}, {kRead, kTimer + 4, 2},
      {kRead, kTimer + 4, 2}, {kRead, kTimer + 0, 3}, {kRead, kTimer + 4, 2},
  };
  EXPECT_EQ(timer::Now(), 0x2'0000'0003u);
}

// A half-written time must not fire: the high half is out of reach meanwhile.
TEST(Timer, AlarmIsOutOfReachWhileHalfWritten) {
  MmioScript script{
      {kWrite, kTimer + 0xc, 0xffff'ffff},
      {kWrite, kTimer + 0x8, 0x9abc'def0},
      {kWrite, kTimer + 0xc, 0x1234'5678},
      {kWrite, kTimer + 0xc, 0xffff'ffff},
  };
  timer::SetAlarm(0x1234'5678'9abc'def0);
  timer::CancelAlarm();
}

// Data registers are refused while the last entry is on its way.
TEST(Ih, SendWaitsForTheLastEntry) {
  MmioScript script{
      {kRead, kIh + 0x28, 1},      {kRead, kIh + 0x28, 2},    {kWrite, kIh + 0x18, 2},
      {kWrite, kIh + 0x1c, 0x201}, {kWrite, kIh + 0x14, 181},
  };
  ih::Send(RS_IH_FIRMWARE_QUEUE_FAULT, 0x201);
}

TEST(Sys, BootParametersStatusAndHeartbeat) {
  MmioScript script{
      {kRead, kSys + 0x24, 7},
      {kWrite, kSys + 0x14, 1},
      {kWrite, kSys + 0x18, 5},
      {kWrite, kSys + 0x10, 0xffff'ffff},
  };
  EXPECT_EQ(sys::BootParameter(2), 7u);
  sys::SetStatus(1);
  sys::SetHeartbeat(5);
  sys::ClearHostInterrupt();
}

TEST(Window, IsTheUpperHalfOfTheMap) {
  MmioScript script{
      {kRead, 0xc000'0010, 9},
      {kWrite, 0x8000'0020, 8},
      {kFence},
  };
  EXPECT_EQ(window::Load(0x4000'0010), 9u);
  window::Store(0x20, 8);
  window::Fence();
}

TEST(Window, HoldsAlignedAddressesBelowTwoGigabytes) {
  EXPECT_TRUE(window::Holds(0x7fff'fff8, 8));
  EXPECT_FALSE(window::Holds(0x7fff'fffc, 8));
  EXPECT_FALSE(window::Holds(0x8000'0000, 8));
  EXPECT_FALSE(window::Holds(0x1'0000'0000, 8));
}

}  // namespace
}  // namespace ringside::firmware
