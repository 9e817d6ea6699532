#include "tools/trace/firmware_calls.h"

#include <cstdint>
#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/trace/testing_events.h"

namespace ringside::trace {
namespace {

using ::testing::ElementsAre;

constexpr Track kTrack = {.group = Group::kFirmware, .number = 0};

// Without symbols every address is a function of its own, named by its number.
class FirmwareCallsTest : public testing::Test {
 protected:
  FirmwareCallsTest() : file_(*TraceFile::Create(path_)), calls_(file_.get(), kTrack, Symbols()) {
    file_->NameGroup(Group::kFirmware, "firmware");
    file_->NameTrack(kTrack, "calls");
  }

  void Call(uint64_t cycle, uint32_t from, uint32_t to) {
    calls_.Step(cycle, FirmwareStep::kCall, from, to);
  }
  void Return(uint64_t cycle, uint32_t from, uint32_t to) {
    calls_.Step(cycle, FirmwareStep::kReturn, from, to);
  }
  Lines Finish(uint64_t cycle) {
    calls_.Finish(cycle);
    EXPECT_TRUE(file_->Close().ok());
    return ReadTrace(path_).Track("firmware", "calls");
  }

  const std::string path_ = testing::TempDir() + "/firmware_calls_test.json";
  std::unique_ptr<TraceFile> file_;
  FirmwareCalls calls_;
};

TEST_F(FirmwareCallsTest, CallsNestInTheirCallers) {
  Call(10, 0xa, 0xb);
  Call(20, 0xb, 0xc);
  Return(30, 0xc, 0xb);
  Return(40, 0xb, 0xa);
  EXPECT_THAT(Finish(50), ElementsAre("0xa 10-50", "  0xb 10-40", "    0xc 20-30"));
}

// b jumps to c instead of calling it, and c returns to a.
TEST_F(FirmwareCallsTest, ATailCallReturnsForBoth) {
  Call(10, 0xa, 0xb);
  Return(30, 0xc, 0xa);
  Call(40, 0xa, 0xd);
  EXPECT_THAT(Finish(50), ElementsAre("0xa 10-50", "  0xb 10-30", "  0xd 40-50"));
}

// As above, and c calls d before it returns: then it is seen, and takes b's place.
TEST_F(FirmwareCallsTest, ATailCalledFunctionTakesItsCallersPlaceOnceSeen) {
  Call(10, 0xa, 0xb);
  Call(20, 0xc, 0xd);
  Return(30, 0xd, 0xc);
  Return(40, 0xc, 0xa);
  EXPECT_THAT(Finish(50), ElementsAre("0xa 10-50", "  0xb 10-20", "  0xc 20-40", "    0xd 20-30"));
}

TEST_F(FirmwareCallsTest, RecursionKeepsItsDepth) {
  Call(10, 0xa, 0xa);
  Call(20, 0xa, 0xa);
  Return(30, 0xa, 0xa);
  Return(40, 0xa, 0xa);
  EXPECT_THAT(Finish(50), ElementsAre("0xa 10-50", "  0xa 10-40", "    0xa 20-30"));
}

TEST_F(FirmwareCallsTest, AReturnFromBeforeTheTraceBeganShowsWhereItWent) {
  Return(10, 0xb, 0xa);
  Return(20, 0xa, 0x9);
  EXPECT_THAT(Finish(30), ElementsAre("0xa 10-20", "0x9 20-30"));
}

TEST_F(FirmwareCallsTest, ATrapStandsOnWhatItInterruptedAndLeavesItWhole) {
  Call(10, 0xa, 0xb);
  calls_.Step(20, FirmwareStep::kTrapEntry, 0xe, 0xe);
  Call(22, 0xe, 0xc);
  Return(24, 0xc, 0xe);
  calls_.Step(30, FirmwareStep::kTrapReturn, 0xe, 0xb);
  Return(40, 0xb, 0xa);
  EXPECT_THAT(Finish(50),
              ElementsAre("0xa 10-50", "  0xb 10-40", "    trap: 0xe 20-30", "      0xc 22-24"));
}

TEST_F(FirmwareCallsTest, AnExceptionToldTwiceIsOneTrap) {
  Call(10, 0xa, 0xb);
  calls_.Step(20, FirmwareStep::kTrapEntry, 0xb, 0xe);
  calls_.Step(21, FirmwareStep::kTrapEntry, 0xe, 0xe);
  calls_.Step(30, FirmwareStep::kTrapReturn, 0xe, 0xb);
  EXPECT_THAT(Finish(50), ElementsAre("0xa 10-50", "  0xb 10-50", "    trap: 0xe 20-30"));
}

// Missed returns, as after a trap that switched stacks, do not make the picture drift.
TEST_F(FirmwareCallsTest, ACallFromFurtherDownEndsWhatWasAbove) {
  Call(10, 0xa, 0xb);
  Call(20, 0xb, 0xc);
  Call(30, 0xa, 0xd);
  EXPECT_THAT(Finish(50), ElementsAre("0xa 10-50", "  0xb 10-30", "    0xc 20-30", "  0xd 30-50"));
}

}  // namespace
}  // namespace ringside::trace
