// How an answer is given, access by access: the host trusts the order.
#include "firmware/commands/answers.h"

#include "firmware/base/mmio_script.h"
#include "firmware/commands/command_ring.h"
#include "gtest/gtest.h"
#include "uapi/firmware_abi.h"
#include "uapi/interrupt.h"

namespace ringside::firmware {
namespace {

constexpr auto kRead = MmioScript::kRead;
constexpr auto kWrite = MmioScript::kWrite;
constexpr auto kFence = MmioScript::kFence;

constexpr uint32_t kWindow = 0x80000000;
constexpr uint32_t kIh = 0x40005000;
constexpr uint32_t kStatus = 0x1000;
constexpr uint32_t kOwnFence = 0x2004;

Frame Suspend() {
  Frame frame = {};
  frame.dwords[0] = RS_FW_HEADER(RS_FW_OP_SUSPEND);
  frame.suspend.fence_addr = kOwnFence;
  frame.suspend.fence_value = 0x77;
  frame.suspend.status = {kStatus, 0x55};
  return frame;
}

// Own fence, status, memory has both, interrupt.
TEST(Answers, SuccessInOrder) {
  Answers answers;
  const uint32_t command = answers.Open(Suspend());
  MmioScript script{
      {kWrite, kWindow + kOwnFence, 0x77},
      {kWrite, kWindow + kStatus, 0x55},
      {kFence},
      {kRead, kIh + 0x28, 0},
      {kWrite, kIh + 0x18, RS_IH_FIRMWARE_COMPLETION},
      {kWrite, kIh + 0x1c, RS_FW_OP_SUSPEND},
      {kWrite, kIh + 0x14, RS_IH_SOURCE_FIRMWARE},
  };
  answers.Seal(command, Error::kOk);
}

// Only the high word tells of an error; the command's own fence stays as it is.
TEST(Answers, FailureIsOneWord) {
  Answers answers;
  const uint32_t command = answers.Open(Suspend());
  MmioScript script{
      {kWrite, kWindow + kStatus + 4, 0x81000610},
      {kFence},
      {kRead, kIh + 0x28, 0},
      {kWrite, kIh + 0x18, RS_IH_FIRMWARE_COMPLETION},
      {kWrite, kIh + 0x1c, RS_FW_OP_SUSPEND},
      {kWrite, kIh + 0x14, RS_IH_SOURCE_FIRMWARE},
  };
  answers.Seal(command, Error::kQueueUnknown);
}

// A frame that names no good place is answered by the interrupt alone.
TEST(Answers, NeverWritesToABadAddress) {
  Frame frame = Suspend();
  frame.suspend.status.fence_addr = kStatus + 1;
  Answers answers;
  const uint32_t command = answers.Open(frame);
  MmioScript script{
      {kFence},
      {kRead, kIh + 0x28, 0},
      {kWrite, kIh + 0x18, RS_IH_FIRMWARE_COMPLETION},
      {kWrite, kIh + 0x1c, RS_FW_OP_SUSPEND},
      {kWrite, kIh + 0x14, RS_IH_SOURCE_FIRMWARE},
  };
  answers.Seal(command, Error::kBadField);
}

TEST(Answers, WaitsForEveryQueueAndTheFirstErrorStands) {
  Answers answers;
  const uint32_t command = answers.Open(Suspend());
  {
    MmioScript nothing_yet{};
    answers.Wait(command);
    answers.Wait(command);
    answers.Seal(command, Error::kOk);
    answers.Done(command, Error::kQueueFaulted);
  }
  MmioScript script{
      {kWrite, kWindow + kStatus + 4, 0x81000615},
      {kFence},
      {kRead, kIh + 0x28, 0},
      {kWrite, kIh + 0x18, RS_IH_FIRMWARE_COMPLETION},
      {kWrite, kIh + 0x1c, RS_FW_OP_SUSPEND},
      {kWrite, kIh + 0x14, RS_IH_SOURCE_FIRMWARE},
  };
  answers.Done(command, Error::kOk);
}

TEST(Answers, HoldsAsManyAsTheRing) {
  Answers answers;
  for (uint32_t i = 0; i < RS_FW_RING_FRAMES; ++i) {
    EXPECT_FALSE(answers.full());
    EXPECT_EQ(answers.Open(Suspend()), i);
  }
  EXPECT_TRUE(answers.full());
}

constexpr uint32_t kRing = 0x40000000;
constexpr uint32_t kWptr = kWindow + kRing + 32 * 256;

// What the host wrote since is behind a stale line of the window.
TEST(CommandRing, PollDropsTheLineFirst) {
  CommandRing ring;
  ASSERT_EQ(ring.Init(kRing), Error::kOk);
  MmioScript script{{kFence}, {kRead, kWptr, 2}, {kWrite, kWptr + 8, 0}};
  EXPECT_TRUE(ring.empty());
  ring.Poll();
  EXPECT_FALSE(ring.empty());
  ring.Publish();
}

TEST(CommandRing, DoesNotBelieveMoreFramesThanItHolds) {
  CommandRing ring;
  ASSERT_EQ(ring.Init(kRing), Error::kOk);
  MmioScript script{{kFence}, {kRead, kWptr, 33}, {kFence}, {kRead, kWptr, 32}};
  ring.Poll();
  EXPECT_TRUE(ring.empty());
  ring.Poll();
  EXPECT_FALSE(ring.empty());
}

TEST(CommandRing, RefusesToBeMisplaced) {
  CommandRing ring;
  EXPECT_EQ(ring.Init(kRing + 128), Error::kBadField);
  EXPECT_EQ(ring.Init(0x80000000), Error::kBadField);
  EXPECT_EQ(ring.Init(0x80000000 - 32 * 256), Error::kBadField) << "no room for the pointers";
  EXPECT_EQ(ring.Init(uint64_t{1} << 32), Error::kBadField);
}

}  // namespace
}  // namespace ringside::firmware
