#include "host/command_ring/command_ring.h"

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "host/device/testing/fake_device.h"
#include "host/device/testing/fake_elf.h"
#include "host/device/testing/fake_firmware.h"
#include "host/firmware_loader/firmware_loader.h"
#include "host/ih/interrupt_ring.h"
#include "uapi/memory_map.h"

namespace ringside {
namespace {

using ::testing::HasSubstr;

constexpr uint64_t kTimeout = 20'000;

CommandFrame SetHardwareResources() {
  rs_fw_set_hw_rsrc command = {};
  command.header = RS_FW_HEADER(RS_FW_OP_SET_HW_RSRC);
  return ToFrame(command);
}

CommandFrame RemoveUnknown() {
  rs_fw_remove_queue command = {};
  command.header = RS_FW_HEADER(RS_FW_OP_REMOVE_QUEUE);
  command.doorbell = 77;
  return ToFrame(command);
}

class CommandRingTest : public testing::Test {
 protected:
  void SetUp() override {
    interrupts_ = *InterruptRing::Create(&pools_);
    commands_ = *CommandRing::Create(&pools_, &loop_, kTimeout);
    loop_.SetInterruptHandler([this] { return interrupts_->Dispatch(); });
    ASSERT_TRUE(LoadFirmware(&device_, FakeFirmwareElf()).ok());
    ASSERT_TRUE(BootFirmware(&loop_, commands_->bus_address(), 10'000).ok());
  }

  FakeDevice device_{4096, 256 << 10};
  EventLoop loop_{&device_};
  MemoryPools pools_{&device_, RangeAllocator("VRAM", RS_VRAM_BASE, 4096),
                     RangeAllocator("system memory", RS_SYSTEM_MEMORY_BASE, 256 << 10)};
  std::unique_ptr<InterruptRing> interrupts_;
  std::unique_ptr<CommandRing> commands_;
};

TEST_F(CommandRingTest, AnswersComeInTheOrderOfTheTickets) {
  const std::vector<CommandFrame> frames = {SetHardwareResources(), RemoveUnknown(),
                                            SetHardwareResources()};
  const auto tickets = commands_->Submit(frames);
  ASSERT_TRUE(tickets.ok());
  const std::vector<CommandAnswer> answers = commands_->WaitAll(*tickets);
  ASSERT_EQ(answers.size(), 3u);
  EXPECT_TRUE(answers[0].status.ok());
  EXPECT_EQ(answers[1].status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(answers[1].status.message()),
              HasSubstr("REMOVE_QUEUE: QUEUE_UNKNOWN (no such queue)"));
  EXPECT_TRUE(answers[2].status.ok());
  EXPECT_GT(answers[2].answer_cycle, answers[0].answer_cycle);
  EXPECT_EQ(device_.firmware().largest_batch(), 3u);
}

TEST_F(CommandRingTest, LongBatchesWaitForRoom) {
  const std::vector<CommandFrame> frames(100, SetHardwareResources());
  const auto tickets = commands_->Submit(frames);
  ASSERT_TRUE(tickets.ok()) << tickets.status();
  for (const CommandAnswer& answer : commands_->WaitAll(*tickets)) {
    EXPECT_TRUE(answer.status.ok());
  }
  EXPECT_LE(device_.firmware().largest_batch(), uint64_t{RS_FW_RING_FRAMES});
}

TEST_F(CommandRingTest, SilenceEndsAtTheDeadlineAndNamesTheCommand) {
  device_.firmware().IgnoreNext(RS_FW_OP_SET_HW_RSRC);
  const uint64_t begin = loop_.now();
  const absl::Status status = commands_->Call(SetHardwareResources());
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_THAT(std::string(status.message()), HasSubstr("SET_HW_RSRC"));
  EXPECT_EQ(loop_.now() - begin, kTimeout);
  EXPECT_THAT(commands_->DescribeOutstanding(), HasSubstr("abandoned"));
  EXPECT_TRUE(commands_->Call(SetHardwareResources()).ok());
}

// Status slots of commands that are answered go round for ever; abandoned ones are never reused.
TEST_F(CommandRingTest, SlotsAreReused) {
  device_.firmware().IgnoreNext(RS_FW_OP_SET_HW_RSRC);
  EXPECT_FALSE(commands_->Call(SetHardwareResources()).ok());
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(commands_->Call(SetHardwareResources()).ok());
}

TEST_F(CommandRingTest, UnknownOpcodeNeverLeavesTheHost) {
  CommandFrame frame = {};
  frame[0] = RS_FW_HEADER(0x55);
  EXPECT_EQ(commands_->Call(frame).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(commands_->submitted(), 0u);
}

TEST(FirmwareError, EveryErrorHasItsName) {
#define RS_EXPECT(sv, c, code, text)                                                    \
  EXPECT_THAT(FirmwareErrorStatus(RS_FW_ERROR_WORD(code, RS_FW_OP_SUSPEND)).ToString(), \
              HasSubstr("SUSPEND: " #c));
  RS_FW_ERRORS(RS_EXPECT)
#undef RS_EXPECT
  EXPECT_FALSE(FirmwareErrorStatus(RS_FW_ERROR_WORD(0, 0)).ok());
  EXPECT_THAT(FirmwareErrorStatus(RS_FW_ERROR_WORD(0xee, 0xdd)).ToString(),
              HasSubstr("opcode 221: unknown error 238"));
}

}  // namespace
}  // namespace ringside
