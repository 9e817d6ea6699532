// Runs with a debugger's port: to the last byte as without, whatever comes to it, while nobody
// halts the core; and no cycle in which somebody does is held against them.
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testbench/e2e/machine_fixture.h"
#include "testbench/jtag/debugged_device.h"
#include "testbench/jtag/debugger_socket.h"
#include "testbench/jtag/halt_core.h"
#include "testbench/jtag/testing_client.h"
#include "tools/report/json.h"
#include "tools/run/debugger.h"
#include "tools/run/runner.h"
#include "tools/scenario/load_scenario.h"

namespace ringside::e2e {
namespace {

using ::testing::HasSubstr;

class OpenPort final : public run::Debugger {
 public:
  std::unique_ptr<SimulatedDevice> Attach(std::unique_ptr<SimulatedDevice> machine) override {
    auto device = std::make_unique<DebuggedDevice>(
        std::move(machine), [this](absl::string_view notice) { notices_.emplace_back(notice); });
    device->Open(socket_.get());
    device_ = device.get();
    return device;
  }
  absl::Status OnBoot() override { return absl::OkStatus(); }
  bool MayBegin() const override { return true; }
  uint64_t held_cycles() const override { return device_->held_cycles(); }

  uint16_t port() const { return socket_->port(); }
  const std::vector<std::string>& notices() const { return notices_; }

 private:
  std::unique_ptr<DebuggerSocket> socket_ = *DebuggerSocket::Listen(0);
  std::vector<std::string> notices_;
  DebuggedDevice* device_ = nullptr;
};

// Any bytes but Q, which would end the connection.
std::string Garbage(std::mt19937& random, size_t count) {
  std::string bytes;
  for (size_t i = 0; i < count; ++i) {
    const char byte = static_cast<char>(random() & 0xff);
    bytes += byte == 'Q' ? 'q' : byte;
  }
  return bytes;
}

// Bytes of the protocol, which clock the TAP to anywhere.
std::string Clocks(std::mt19937& random, size_t count) {
  constexpr char kBytes[] = "01234567rsBb";
  std::string bytes;
  for (size_t i = 0; i < count; ++i) bytes += kBytes[random() % (sizeof(kBytes) - 1)];
  return bytes;
}

scenario::Scenario Oversubscribed() {
  auto scenario = scenario::LoadScenario("tools/scenarios/oversubscribed.toml");
  EXPECT_TRUE(scenario.ok()) << scenario.status();
  return *std::move(scenario);
}

std::string Json(run::Debugger* debugger, std::function<void()> now_and_then) {
  run::RunOptions options;
  options.debugger = debugger;
  options.on_progress = [&](uint64_t, uint64_t, uint64_t) { now_and_then(); };
  const auto result = run::RunScenario(Oversubscribed(), FirmwareElf(), options);
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? report::Json(*result) : "";
}

// Somebody who holds the core for `held_share` of the time, and before the run until `begin_cycle`.
class Holder final : public run::Debugger {
 public:
  explicit Holder(double held_share, uint64_t begin_cycle = 0)
      : held_share_(held_share), begin_cycle_(begin_cycle) {}

  std::unique_ptr<SimulatedDevice> Attach(std::unique_ptr<SimulatedDevice> machine) override {
    machine_ = machine.get();
    return machine;
  }
  absl::Status OnBoot() override {
    ++boots_;
    return absl::OkStatus();
  }
  bool MayBegin() const override { return machine_->cycle() >= begin_cycle_; }
  uint64_t held_cycles() const override {
    return static_cast<uint64_t>(held_share_ * static_cast<double>(machine_->cycle()));
  }
  int boots() const { return boots_; }
  SimulatedDevice& machine() { return *machine_; }

 private:
  const double held_share_;
  const uint64_t begin_cycle_;
  int boots_ = 0;
  SimulatedDevice* machine_ = nullptr;
};

absl::StatusOr<run::Result> RunFor(uint64_t max_cycles, run::Debugger* debugger) {
  scenario::Scenario scenario = Oversubscribed();
  scenario.machine.max_cycles = max_cycles;
  run::RunOptions options;
  options.backend = Backend::kModel;
  options.debugger = debugger;
  return run::RunScenario(scenario, FirmwareElf(), options);
}

TEST(DebuggedRun, HeldCyclesAreNotCountedAgainstTheLimit) {
  const auto whole = RunFor(10'000'000, nullptr);
  ASSERT_TRUE(whole.ok()) << whole.status();
  const uint64_t needed = whole->cycles - whole->first_cycle;
  Holder nobody(0);
  EXPECT_EQ(RunFor(needed / 2, &nobody).status().code(), absl::StatusCode::kDeadlineExceeded);
  Holder a_third(1.0 / 3);
  EXPECT_EQ(RunFor(needed / 2, &a_third).status().code(), absl::StatusCode::kDeadlineExceeded);
  Holder most(2.0 / 3);
  const auto held = RunFor(needed / 2, &most);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_TRUE(held->verified);
}

TEST(DebuggedRun, BeginsWhenTheDebuggerSaysSo) {
  Holder holder(0, 1'000'000);
  const auto result = RunFor(10'000'000, &holder);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_TRUE(result->verified);
  EXPECT_EQ(holder.boots(), 1);
  EXPECT_GE(result->first_cycle, 1'000'000u);
}

// Clients come in the middle of the run, say anything, and leave in the middle of a scan.
TEST(DebuggedRun, GarbageLeavesItAsItWas) {
  const unsigned seed = 7;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  OpenPort debugger;
  std::optional<TestingClient> client;
  size_t clients = 0;
  size_t answers = 0;
  const std::string noisy = Json(&debugger, [&] {
    if (client.has_value()) {
      answers += client->ReceiveWhatIsThere().size();
      client.reset();
    } else {
      ++clients;
      client.emplace(debugger.port());
      client->Send(Clocks(random, 500) + "R" + Garbage(random, 2000) + "R" + Clocks(random, 11));
    }
  });
  EXPECT_GE(clients, 10u);
  EXPECT_GE(answers, clients) << "the clients were not heard";
  ASSERT_FALSE(debugger.notices().empty());
  EXPECT_LE(debugger.notices().size(), clients) << "more than one message a client";
  EXPECT_THAT(debugger.notices()[0], HasSubstr("ignored byte 0x"));
  EXPECT_EQ(debugger.held_cycles(), 0u);

  EXPECT_THAT(noisy, HasSubstr("\"doorbells_lost\": 0"));
  EXPECT_EQ(noisy, Json(nullptr, [] {}));
}

// Stops the firmware wherever it is, again and again, in lock-step with the simulator as always.
TEST(DebuggedRun, HaltedAtAnyMomentItLosesNothing) {
  const unsigned seed = 11;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  Holder debugger(0);
  run::RunOptions options;
  options.debugger = &debugger;
  int halts = 0;
  options.on_progress = [&](uint64_t, uint64_t, uint64_t) {
    SimulatedDevice& machine = debugger.machine();
    for (int i = 0; i < 10; ++i) {
      ASSERT_TRUE(machine.Advance(machine.cycle() + random() % 100).ok());
      ASSERT_TRUE(HaltCore(machine.jtag()).ok());
      ASSERT_TRUE(ResumeCore(machine.jtag()).ok());
      ++halts;
    }
  };
  const auto result = run::RunScenario(Oversubscribed(), FirmwareElf(), options);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_TRUE(result->verified);
  for (const run::QueueResult& queue : result->queues) EXPECT_EQ(queue.doorbells_lost, 0u);
  EXPECT_GE(halts, 50);
}

}  // namespace
}  // namespace ringside::e2e
