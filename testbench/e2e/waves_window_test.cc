// Windows of waves around what is known only once it has happened: the file is that of the same
// cycles recorded straight away, the run is that without waves, and no process is left over.
#include <sys/wait.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testbench/e2e/machine_fixture.h"
#include "tools/report/json.h"
#include "tools/run/runner.h"
#include "tools/run/wave_window.h"
#include "tools/scenario/load_scenario.h"

namespace ringside::e2e {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using Around = run::WaveWindow::Around;

// More than a million cycles, so that snapshots come and go; the preemption comes late in them.
constexpr char kLong[] = R"(name = "long"
[machine]
vram_mib = 2
system_mib = 16
[[process]]
name = "p"
[[process.buffer]]
name = "s"
bytes = 0x10000
init = "random"
[[process.buffer]]
name = "d"
bytes = 0x10000
[[process.queue]]
name = "copies"
repeat = 330
packets = [ { op = "copy", from = "s", to = "d", bytes = 0x10000 } ]
[[event]]
kind = "preempt"
queue = "copies"
at_cycle = 1_200_000
restore_after_cycles = 1000
)";

// `repeat` 0: all of it.
scenario::Scenario Long(uint32_t repeat = 0) {
  auto scenario = scenario::ParseScenario(kLong, "long.toml");
  EXPECT_TRUE(scenario.ok()) << scenario.status();
  if (repeat != 0) {
    scenario->processes[0].queues[0].repeat = repeat;
    scenario->events.clear();
  }
  return *std::move(scenario);
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// First and last time of an FST file, in cycles: in its header, big-endian, in picoseconds.
std::pair<uint64_t, uint64_t> SpanOf(const std::string& fst) {
  const auto time = [&](size_t at) {
    uint64_t ps = 0;
    for (size_t i = at; i < at + 8; ++i) ps = ps << 8 | static_cast<uint8_t>(fst.at(i));
    return ps / 1000;
  };
  return {time(9), time(17)};
}

// All but the header, which has the time of day.
std::string BodyOf(const std::string& fst) { return fst.substr(330); }

bool HasChildren() { return waitpid(-1, nullptr, WNOHANG) >= 0 || errno != ECHILD; }

class WavesWindowTest : public testing::Test {
 protected:
  WavesWindowTest() { std::remove(path_.c_str()); }

  absl::StatusOr<run::Result> Run(const scenario::Scenario& scenario, run::RunOptions options) {
    options.on_waves = [this](const std::string& what) { waves_ += what + "\n"; };
    return run::RunScenario(scenario, FirmwareElf(), options);
  }
  run::RunOptions Around(run::WaveWindow window) {
    return {.waves_path = path_, .waves_window = std::move(window)};
  }
  // The file that a run writes which knows the cycles beforehand.
  std::string Straight(const scenario::Scenario& scenario, uint64_t from, uint64_t to,
                       run::RunOptions options = {}) {
    options.waves_path = testing::TempDir() + "/straight.fst";
    options.waves_window = {.around = Around::kCycles, .from = from, .to = to};
    // As with snapshots: their places are events of the run, too.
    options.on_progress = [](uint64_t, uint64_t, uint64_t) {};
    (void)Run(scenario, options);
    return ReadFile(options.waves_path);
  }

  const std::string path_ = testing::TempDir() + "/window.fst";
  // What was told of waves.
  std::string waves_;
};

TEST_F(WavesWindowTest, ALateEventIsShownAsItWas) {
  const scenario::Scenario scenario = Long();
  const auto plain = Run(scenario, {.on_progress = [](uint64_t, uint64_t, uint64_t) {}});
  const auto result = Run(scenario, Around({.around = Around::kEvent,
                                            .event = "preempt",
                                            .queue = "copies",
                                            .before = 3000,
                                            .after = 700}));
  ASSERT_TRUE(plain.ok() && result.ok());
  EXPECT_TRUE(report::Json(*plain) == report::Json(*result));
  EXPECT_FALSE(HasChildren());
  const std::string fst = ReadFile(path_);
  const auto [from, to] = SpanOf(fst);
  EXPECT_GT(from, 1'190'000u);
  EXPECT_EQ(to - from, 3700u);
  EXPECT_EQ(waves_, absl::StrCat("waves of cycles ", from, " to ", to, " are in ", path_,
                                 ": preempt of p/copies at cycle ", from + 3000, "\n"));
  EXPECT_TRUE(BodyOf(fst) == BodyOf(Straight(scenario, from, to)));
}

TEST_F(WavesWindowTest, AnEventRightAfterResetIsCutOff) {
  const auto result =
      Run(Long(10), Around({.around = Around::kEvent, .event = "active", .before = 1'000'000'000}));
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(SpanOf(ReadFile(path_)).first, 1u);
}

TEST_F(WavesWindowTest, WhatDoesNotHappenLeavesNoFile) {
  ASSERT_TRUE(Run(Long(10), Around({.around = Around::kFailure})).ok());
  EXPECT_EQ(waves_, "no waves: there was no failure\n");
  waves_.clear();
  ASSERT_TRUE(
      Run(Long(10), Around({.around = Around::kEvent, .event = "fault", .queue = "q"})).ok());
  EXPECT_EQ(waves_, "no waves: there was no fault of q\n");
  EXPECT_FALSE(std::ifstream(path_).good());
  EXPECT_FALSE(HasChildren());
}

TEST_F(WavesWindowTest, ARunThatDoesNotEndIsAFailure) {
  scenario::Scenario scenario = Long();
  scenario.machine.max_cycles = 500'000;
  const auto result = Run(scenario, Around({.around = Around::kFailure, .before = 1000}));
  EXPECT_EQ(result.status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_THAT(waves_, HasSubstr("the run failed at cycle "));
  const std::string fst = ReadFile(path_);
  const auto [from, to] = SpanOf(fst);
  EXPECT_GT(from, 500'000u);
  // The run ends with its failure.
  EXPECT_NEAR(to - from, 1000, 10);
  EXPECT_TRUE(BodyOf(fst) == BodyOf(Straight(scenario, from, to)));
}

TEST_F(WavesWindowTest, AnUnexpectedFaultIsAFailureWhenItComes) {
  scenario::Scenario scenario = Long();
  scenario.processes[0].queues[0].packets.push_back(
      {.kind = scenario::PacketKind::kRaw, .dwords = {0xee}});
  const auto result = Run(scenario, Around({.around = Around::kFailure}));
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_FALSE(result->verified);
  EXPECT_THAT(waves_, HasSubstr("fault of queue copies at cycle "));
  EXPECT_LT(SpanOf(ReadFile(path_)).second, 100'000u);
}

// As a failed assertion of the RTL does, which ends in abort().
class AbortAtPacket final : public MachineListener {
 public:
  explicit AbortAtPacket(int packets) : left_(packets) {}
  void OnPacket(uint64_t, uint32_t, uint32_t, uint64_t) override {
    if (--left_ == 0) std::abort();
  }

 private:
  int left_;
};

using WavesWindowDeathTest = WavesWindowTest;

TEST_F(WavesWindowDeathTest, AnAbortIsShownUpToItsCycle) {
  const auto aborts = [&](run::RunOptions options) {
    AbortAtPacket listener(600);
    options.listener = &listener;
    (void)Run(Long(), options);
  };
  EXPECT_EXIT(aborts(Around({.around = Around::kFailure, .before = 4000})),
              testing::KilledBySignal(SIGABRT), "ringside: waves of cycles .*: abort at cycle ");
  const std::string fst = ReadFile(path_);
  ASSERT_GT(fst.size(), 10'000u);
  const auto [from, to] = SpanOf(fst);
  EXPECT_GT(from, 900'000u);
  EXPECT_EQ(to - from, 4000u);
  EXPECT_FALSE(HasChildren());
}

}  // namespace
}  // namespace ringside::e2e
