#include "host/event_loop/event_loop.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ringside {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Only time and an interrupt line that rises at a given cycle.
class ClockDevice : public Device {
 public:
  absl::StatusOr<uint32_t> ReadRegister(uint32_t) override { return 0u; }
  absl::Status WriteRegister(uint32_t, uint32_t) override { return absl::OkStatus(); }
  absl::Status RingDoorbell(uint32_t, uint64_t) override { return absl::OkStatus(); }
  absl::Status ReadMemory(uint64_t, absl::Span<uint8_t>) override { return absl::OkStatus(); }
  absl::Status WriteMemory(uint64_t, absl::Span<const uint8_t>) override {
    return absl::OkStatus();
  }
  uint64_t vram_bytes() const override { return 0; }
  uint64_t system_memory_bytes() const override { return 0; }
  uint64_t cycle() const override { return cycle_; }
  bool interrupt() const override { return cycle_ >= raise_at_; }
  absl::Status Advance(uint64_t until) override {
    while (cycle_ < until && !interrupt()) ++cycle_;
    return failure_;
  }

  uint64_t cycle_ = 0;
  uint64_t raise_at_ = UINT64_MAX;
  absl::Status failure_;
};

class EventLoopTest : public testing::Test {
 protected:
  ClockDevice device_;
  EventLoop loop_{&device_};
};

TEST_F(EventLoopTest, NoTimePassesWhenDoneAlready) {
  EXPECT_TRUE(loop_.WaitUntil([] { return true; }, 0, "nothing").ok());
  EXPECT_EQ(loop_.now(), 0u);
}

TEST_F(EventLoopTest, EventsRunByCycleThenByOrderOfPosting) {
  std::vector<std::string> order;
  const auto note = [&](std::string name) {
    return [&order, this, name] { order.push_back(name + "@" + std::to_string(loop_.now())); };
  };
  loop_.PostAt(20, note("late"));
  loop_.PostAt(10, note("a"));
  loop_.PostAt(10, note("b"));
  ASSERT_TRUE(loop_.WaitUntil([&] { return order.size() == 3; }, 100, "events").ok());
  EXPECT_THAT(order, ElementsAre("a@10", "b@10", "late@20"));
}

TEST_F(EventLoopTest, DeadlineNamesWhatWasWaitedFor) {
  const absl::Status status = loop_.WaitUntil([] { return false; }, 1000, "the fence of queue q7");
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_THAT(std::string(status.message()), HasSubstr("the fence of queue q7"));
  EXPECT_EQ(loop_.now(), 1000u);
}

// A condition that memory alone fulfils must not overtake the interrupt that tells of it.
TEST_F(EventLoopTest, InterruptsComeBeforeTheCondition) {
  device_.raise_at_ = 77;
  bool handled = false;
  loop_.SetInterruptHandler([&] {
    handled = true;
    device_.raise_at_ = UINT64_MAX;
    return absl::OkStatus();
  });
  ASSERT_TRUE(loop_.WaitUntil([&] { return loop_.now() >= 77; }, 1000, "time").ok());
  EXPECT_TRUE(handled);
}

TEST_F(EventLoopTest, WorkRunsOnlyAtTheTopLevelAndInOrder) {
  std::vector<int> order;
  loop_.PostWork([&] {
    order.push_back(1);
    // A driver call that waits: the second item must not run inside it.
    EXPECT_TRUE(loop_.WaitUntil([&] { return loop_.now() >= 500; }, 1000, "first").ok());
    order.push_back(2);
  });
  loop_.PostWork([&] { order.push_back(3); });
  ASSERT_TRUE(loop_.Run([&] { return order.size() == 3; }, 1000, "work").ok());
  EXPECT_THAT(order, ElementsAre(1, 2, 3));
}

TEST_F(EventLoopTest, EventsRunWhileWorkWaits) {
  uint64_t seen = 0;
  loop_.PostAt(300, [&] { seen = loop_.now(); });
  bool finished = false;
  loop_.PostWork([&] {
    EXPECT_TRUE(loop_.WaitUntil([&] { return loop_.now() >= 500; }, 1000, "work").ok());
    EXPECT_EQ(seen, 300u);
    finished = true;
  });
  ASSERT_TRUE(loop_.Run([&] { return finished; }, 1000, "work").ok());
}

TEST_F(EventLoopTest, WaitingInsideAnEventIsRefused) {
  absl::Status inner;
  loop_.PostAt(5, [&] { inner = loop_.WaitUntil([] { return false; }, 9, "nested"); });
  ASSERT_TRUE(loop_.WaitUntil([&] { return loop_.now() >= 6; }, 100, "outer").ok());
  EXPECT_EQ(inner.code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(EventLoopTest, RunInsideRunIsRefused) {
  absl::Status inner;
  loop_.PostWork([&] { inner = loop_.Run([] { return true; }, 9, "nested"); });
  ASSERT_TRUE(loop_.Run([&] { return !inner.ok(); }, 100, "outer").ok());
  EXPECT_EQ(inner.code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(EventLoopTest, InterruptIsHandledInTheCycleItComes) {
  device_.raise_at_ = 77;
  uint64_t handled_at = 0;
  loop_.SetInterruptHandler([&] {
    handled_at = loop_.now();
    device_.raise_at_ = UINT64_MAX;
    return absl::OkStatus();
  });
  ASSERT_TRUE(loop_.WaitUntil([&] { return handled_at != 0; }, 1000, "interrupt").ok());
  EXPECT_EQ(handled_at, 77u);
}

TEST_F(EventLoopTest, StuckInterruptLineIsAnError) {
  device_.raise_at_ = 10;
  loop_.SetInterruptHandler([] { return absl::OkStatus(); });
  EXPECT_EQ(loop_.WaitUntil([] { return false; }, 100, "x").code(), absl::StatusCode::kInternal);
}

TEST_F(EventLoopTest, FailEndsTheWaitInProgressOnce) {
  loop_.PostAt(5, [&] { loop_.Fail(absl::DataLossError("first")); });
  loop_.PostAt(5, [&] { loop_.Fail(absl::AbortedError("second")); });
  EXPECT_EQ(loop_.WaitUntil([] { return false; }, 100, "x").code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(loop_.WaitUntil([] { return false; }, 100, "x").code(),
            absl::StatusCode::kDeadlineExceeded);
}

TEST_F(EventLoopTest, MachineFailureIsReturned) {
  device_.failure_ = absl::InternalError("assertion");
  EXPECT_EQ(loop_.WaitUntil([] { return false; }, 100, "x").message(), "assertion");
}

TEST_F(EventLoopTest, PastEventRunsAsSoonAsTimePasses) {
  device_.cycle_ = 50;
  bool ran = false;
  loop_.PostAt(3, [&] { ran = true; });
  ASSERT_TRUE(loop_.WaitUntil([&] { return ran; }, 60, "event").ok());
  EXPECT_EQ(loop_.now(), 50u);
}

}  // namespace
}  // namespace ringside
