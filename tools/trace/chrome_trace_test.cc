// A scripted run, and the trace as a viewer reads it back.
#include "tools/trace/chrome_trace.h"

#include <memory>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/trace/testing_events.h"
#include "uapi/sdma_packets.h"

namespace ringside::trace {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr uint32_t kBlit = 0x204;
constexpr uint32_t kLogs = 0x205;
constexpr uint32_t kCopy = RS_SDMA_HEADER(RS_SDMA_OP_COPY_LINEAR, 0);
constexpr uint32_t kNop = RS_SDMA_HEADER(RS_SDMA_OP_NOP, 0);

class ChromeTraceTest : public testing::Test {
 protected:
  ChromeTraceTest() {
    auto trace = ChromeTrace::Create(path_, Symbols());
    EXPECT_TRUE(trace.ok()) << trace.status();
    trace_ = *std::move(trace);
    trace_->NameQueue(kBlit, "blit");
  }

  void Map(uint64_t cycle, uint32_t slot, uint32_t doorbell) {
    trace_->OnSlotState(cycle, slot, SlotState::kLoading, 0);
    trace_->OnSlotState(cycle + 10, slot, SlotState::kActive, doorbell);
  }
  void Unmap(uint64_t cycle, uint32_t slot, uint32_t doorbell) {
    trace_->OnSlotState(cycle, slot, SlotState::kStopping, doorbell);
    trace_->OnSlotState(cycle + 5, slot, SlotState::kSaving, doorbell);
    trace_->OnSlotState(cycle + 20, slot, SlotState::kFree, doorbell);
  }
  ReadTrace Finish() {
    const absl::Status status = trace_->Finish();
    EXPECT_TRUE(status.ok()) << status;
    return ReadTrace(path_);
  }

  const std::string path_ = testing::TempDir() + "/chrome_trace_test.json";
  std::unique_ptr<ChromeTrace> trace_;
};

TEST_F(ChromeTraceTest, ARunInWhichNothingHappenedHasItsTracks) {
  const ReadTrace read = Finish();
  EXPECT_THAT(read.TrackNames("HQD slots"), ElementsAre("slot 0", "slot 1", "slot 2", "slot 3"));
  EXPECT_THAT(read.TrackNames("queues"), ElementsAre("blit"));
  EXPECT_THAT(read.TrackNames("firmware"), ElementsAre("calls", "sleep"));
  EXPECT_THAT(read.TrackNames("driver"), ElementsAre("driver"));
  read.ExpectAllNests();
}

TEST_F(ChromeTraceTest, AStayHoldsItsPartsOnTheSlotAndItsPacketsOnTheQueue) {
  trace_->OnRing(90, kBlit, RingOutcome::kPending, 0);
  Map(100, 1, kBlit);
  trace_->OnEngine(120, true, 1);
  trace_->OnPacket(125, 1, kNop, 0);
  trace_->OnPacket(130, 1, kCopy, 4);
  trace_->OnEngine(190, false, 1);
  trace_->OnRing(195, kBlit, RingOutcome::kToSlot, 1);
  Unmap(200, 1, kBlit);
  const ReadTrace read = Finish();
  EXPECT_THAT(read.Track("HQD slots", "slot 1"),
              ElementsAre("blit 100-220", "  load MQD 100-110", "  stopping 200-205",
                          "  save MQD 205-220"));
  EXPECT_THAT(read.Track("queues", "blit"),
              ElementsAre("ring (unmapped) @90", "in slot 1 100-220", "  NOP 125-130",
                          "  COPY_LINEAR 130-190", "  ring (slot 1) @195"));
  EXPECT_THAT(read.Track("HQD slots", "slot 2"), IsEmpty());
}

// The queue stays in its slot while the engine serves another one in between.
TEST_F(ChromeTraceTest, APacketLeftInItsMiddleIsDrawnAgainWhenTakenUp) {
  Map(100, 1, kBlit);
  Map(105, 2, kLogs);
  trace_->OnEngine(120, true, 1);
  trace_->OnPacket(125, 1, kCopy, 0);
  trace_->OnEngine(150, true, 2);
  trace_->OnPacket(155, 2, kNop, 0);
  trace_->OnEngine(170, true, 1);
  trace_->OnResume(171, 1, kCopy);
  trace_->OnPacket(190, 1, kNop, 28);
  trace_->OnEngine(199, false, 1);
  const ReadTrace read = Finish();
  EXPECT_THAT(read.Track("queues", "blit"),
              ElementsAre("in slot 1 100-199", "  COPY_LINEAR 125-150",
                          "  COPY_LINEAR (resumed) 171-190", "  NOP 190-199"));
  EXPECT_THAT(read.Track("queues", "doorbell 0x205"),
              ElementsAre("in slot 2 105-199", "  NOP 155-170"));
}

TEST_F(ChromeTraceTest, AFaultEndsThePacketAndStaysUntilTheSlotIsFree) {
  Map(100, 3, kBlit);
  trace_->OnEngine(120, true, 3);
  trace_->OnPacket(125, 3, 0x1234, 0);
  trace_->OnEngine(130, false, 3);
  trace_->OnSlotState(131, 3, SlotState::kFaulted, kBlit);
  trace_->OnSlotState(180, 3, SlotState::kFree, kBlit);
  const ReadTrace read = Finish();
  EXPECT_THAT(read.Track("queues", "blit"),
              ElementsAre("in slot 3 100-180", "  packet 0x00001234 125-130"));
  EXPECT_THAT(read.Track("HQD slots", "slot 3"),
              ElementsAre("blit 100-180", "  load MQD 100-110", "  faulted 131-180"));
}

TEST_F(ChromeTraceTest, AFailedLoadBelongsToNoQueue) {
  trace_->OnSlotState(100, 1, SlotState::kLoading, 0);
  trace_->OnSlotState(110, 1, SlotState::kFree, 0);
  Map(110, 1, kBlit);
  Unmap(150, 1, kBlit);
  EXPECT_THAT(Finish().Track("HQD slots", "slot 1"),
              ElementsAre("load MQD (failed) 100-110", "blit 110-170", "  load MQD 110-120",
                          "  stopping 150-155", "  save MQD 155-170"));
}

TEST_F(ChromeTraceTest, WhatIsOpenAtTheEndEndsWithTheLastEvent) {
  Map(100, 1, kBlit);
  trace_->OnEngine(110, true, 1);
  trace_->OnPacket(120, 1, kCopy, 0);
  trace_->OnSlotState(140, 1, SlotState::kStopping, kBlit);
  trace_->OnFirmware(150, FirmwareStep::kCall, 0x10, 0x20);
  trace_->OnSleep(160, true);
  trace_->Span("preempt", "blit", 135, 200);
  const ReadTrace read = Finish();
  read.ExpectAllNests();
  EXPECT_THAT(read.Track("HQD slots", "slot 1"),
              ElementsAre("blit 100-200", "  load MQD 100-110", "  stopping 140-200"));
  EXPECT_THAT(read.Track("firmware", "calls"), ElementsAre("0x10 150-200", "  0x20 150-200"));
  EXPECT_THAT(read.Track("firmware", "sleep"), ElementsAre("wfi 160-200"));
}

TEST_F(ChromeTraceTest, DriverSpansNestAndOverlappingOnesGetTracksOfTheirOwn) {
  trace_->Span("preempt", "a", 110, 150);
  trace_->Span("preempt", "b", 120, 160);
  trace_->Span("evict", "p", 100, 300);
  const ReadTrace read = Finish();
  EXPECT_THAT(read.TrackNames("driver"), ElementsAre("driver", "driver, overlapping 1"));
  EXPECT_THAT(read.Track("driver", "driver"),
              ElementsAre("evict p 100-300", "  preempt a 110-150"));
  EXPECT_THAT(read.Track("driver", "driver, overlapping 1"), ElementsAre("preempt b 120-160"));
}

TEST_F(ChromeTraceTest, NamesAreQuoted) {
  trace_->NameQueue(kLogs, "a \"b\"\\");
  Map(100, 1, kLogs);
  EXPECT_THAT(Finish().Track("queues", "a \"b\"\\"), ElementsAre("in slot 1 100-110"));
}

TEST(ChromeTrace, AFileThatCannotBeWrittenIsNamed) {
  const auto trace = ChromeTrace::Create("/nonexistent/t.json", Symbols());
  EXPECT_EQ(trace.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(trace.status().message(), "cannot write trace to /nonexistent/t.json");
}

}  // namespace
}  // namespace ringside::trace
