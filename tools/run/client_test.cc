// A client on the driver's fake device: what it submits, when, and how it ends.
#include "tools/run/client.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "host/device/testing/fake_device.h"
#include "host/device/testing/fake_elf.h"
#include "host/driver/driver.h"
#include "host/event_loop/event_loop.h"
#include "tools/run/contents.h"
#include "tools/run/setup.h"

namespace ringside::run {
namespace {

using scenario::PacketKind;
using scenario::QueueSpec;

constexpr uint64_t kVa = 0x100000;

class ClientTest : public testing::Test {
 protected:
  // Brings up one process with an 8 KiB buffer and the queue `spec`, and starts its client.
  void Start(QueueSpec spec) {
    spec.name = "q";
    scenario_.processes = {{.name = "p",
                            .buffers = {{.name = "b", .va = kVa, .bytes = 8192, .random = true}},
                            .queues = {std::move(spec)}}};
    auto driver = Driver::Create(&device_, &loop_, FakeFirmwareElf(), {});
    ASSERT_TRUE(driver.ok()) << driver.status();
    driver_ = *std::move(driver);
    auto live = SetUpProcess(driver_.get(), &loop_, &stats_, scenario_.processes[0],
                             InitialContents(scenario_, 0));
    ASSERT_TRUE(live.ok()) << live.status();
    live_ = *std::move(live);
    start_ = loop_.now();
    client().Start(start_, [this] { ++times_done_; });
  }

  Client& client() { return *live_.clients[0]; }

  absl::Status RunUntilDone() {
    return loop_.Run([this] { return client().done(); }, start_ + 1'000'000, "the client");
  }

  void ExpectBytesAreAsWorkedOut() {
    Contents expected = InitialContents(scenario_, 0);
    RunOnHost(scenario_.processes[0], &expected);
    std::vector<uint8_t> found(expected[0].size());
    ASSERT_TRUE(live_.buffers[0]->Read(0, absl::MakeSpan(found)).ok());
    EXPECT_TRUE(found == expected[0]);
  }

  FakeDevice device_{1 << 20, 4 << 20};
  EventLoop loop_{&device_};
  MachineStats stats_;
  scenario::Scenario scenario_;
  std::unique_ptr<Driver> driver_;
  LiveProcess live_;
  uint64_t start_ = 0;
  int times_done_ = 0;
};

std::vector<scenario::PacketSpec> FillAndCopy() {
  return {{.kind = PacketKind::kFill, .to = kVa, .bytes = 64, .value = 5, .value_step = 3},
          {.kind = PacketKind::kNop, .count = 2},
          {.kind = PacketKind::kCopy, .from = kVa, .to = kVa + 4096, .bytes = 33}};
}

TEST_F(ClientTest, SubmitsAllRepetitionsAndIsDoneOnce) {
  Start({.packets = FillAndCopy(), .repeat = 5});
  ASSERT_TRUE(RunUntilDone().ok());
  EXPECT_EQ(times_done_, 1);
  EXPECT_EQ(client().submitted(), 5u);
  EXPECT_EQ(client().completed(), 5u);
  EXPECT_EQ(client().doorbells_rung(), 5u);
  EXPECT_EQ(client().bytes_moved(), 5u * (64 + 33));
  EXPECT_EQ(client().submission_cycles().count(), 5u);
  EXPECT_FALSE(client().stopped());
  ExpectBytesAreAsWorkedOut();
}

TEST_F(ClientTest, NeverHasMoreThanItsDepthOutstanding) {
  Start({.packets = FillAndCopy(), .repeat = 7, .depth = 3});
  uint32_t most = 0;
  const auto done = [&] {
    most = std::max(most, client().submitted() - client().completed());
    return client().done();
  };
  ASSERT_TRUE(loop_.Run(done, start_ + 1'000'000, "the client").ok());
  EXPECT_EQ(most, 3u);
  EXPECT_EQ(client().completed(), 7u);
  ExpectBytesAreAsWorkedOut();
}

TEST_F(ClientTest, WaitsForItsStartAndBetweenSubmissions) {
  Start({.packets = FillAndCopy(), .repeat = 3, .start_cycle = 10'000, .gap_cycles = 20'000});
  // The loop looks at its condition every EventLoop::kPollCycles or sooner.
  const auto until = [this](uint64_t cycle) {
    return loop_.Run([&] { return loop_.now() >= start_ + cycle; }, UINT64_MAX, "time");
  };
  ASSERT_TRUE(until(9'900).ok());
  EXPECT_EQ(client().submitted(), 0u);
  ASSERT_TRUE(until(29'900).ok());
  EXPECT_EQ(client().submitted(), 1u);
  ASSERT_TRUE(RunUntilDone().ok());
  EXPECT_GE(loop_.now(), start_ + 10'000 + 2 * 20'000);
}

// More bytes in all than the ring has: positions wrap.
TEST_F(ClientTest, NamesThePacketAtARingPosition) {
  Start({.packets = FillAndCopy(), .repeat = 100});
  EXPECT_EQ(client().PacketAt(0), nullptr) << "nothing was submitted yet";
  ASSERT_TRUE(RunUntilDone().ok());
  // Dwords: fill 5, NOP 3, copy 7, fence 1.
  const uint64_t submission = 64;
  const auto& packets = client().spec().packets;
  for (uint64_t base : {uint64_t{0}, 99 * submission}) {
    EXPECT_EQ(client().PacketAt(base), &packets[0]);
    EXPECT_EQ(client().PacketAt(base + 20), &packets[1]);
    EXPECT_EQ(client().PacketAt(base + 32), &packets[2]);
    EXPECT_EQ(client().PacketAt(base + 60), nullptr) << "the fence";
    EXPECT_EQ(client().PacketAt(base + 24), nullptr) << "inside a packet";
  }
  ExpectBytesAreAsWorkedOut();
}

TEST_F(ClientTest, AFaultEndsItForGood) {
  Start({.packets = {{.kind = PacketKind::kRaw, .dwords = {0xee}}}, .repeat = 4});
  driver_->SetFaultListener([this](const FaultReport&) { client().Stop(); });
  ASSERT_TRUE(RunUntilDone().ok());
  client().Stop();
  EXPECT_EQ(times_done_, 1);
  EXPECT_TRUE(client().stopped());
  EXPECT_EQ(client().submitted(), 1u);
  EXPECT_EQ(client().completed(), 0u);
  EXPECT_EQ(client().bytes_moved(), 0u);
}

TEST(Client, AnIndirectBufferIsPaddedToItsAlignment) {
  QueueSpec spec;
  spec.packets = {{.kind = PacketKind::kTrap}};
  EXPECT_EQ(Client::IndirectBytes(spec), 32u);
  spec.packets = FillAndCopy();
  EXPECT_EQ(Client::IndirectBytes(spec), 64u);
}

}  // namespace
}  // namespace ringside::run
