// Runs that skip idle time against the same runs cycle by cycle: every output is the same to the
// byte, and every span skipped is one in which nothing changes. RINGSIDE_SOAK=N runs N seeds
// instead of four, RINGSIDE_SEED=S begins with seed S.
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "host/event_loop/event_loop.h"
#include "testbench/e2e/environment.h"
#include "testbench/e2e/machine_fixture.h"
#include "testbench/e2e/random_scenario.h"
#include "testbench/machine/event_text.h"
#include "tools/report/json.h"
#include "tools/run/runner.h"
#include "tools/scenario/load_scenario.h"
#include "tools/trace/chrome_trace.h"

namespace ringside::e2e {
namespace {

struct Outputs {
  std::string json;
  std::string trace;
  std::string events;
};

// A run has one listener: it writes a Chrome trace, or all events as text.
Outputs OutputsOf(const scenario::Scenario& scenario, run::RunOptions options, bool chrome_trace) {
  const std::vector<uint8_t> firmware = FirmwareElf();
  const std::string path = testing::TempDir() + "/skip.trace.json";
  auto symbols = trace::Symbols::FromElf(firmware);
  EXPECT_TRUE(symbols.ok()) << symbols.status();
  auto trace = trace::ChromeTrace::Create(path, *std::move(symbols));
  EXPECT_TRUE(trace.ok()) << trace.status();
  EventText events;
  options.watch_firmware = true;
  options.listener = &events;
  if (chrome_trace) {
    options.listener = trace->get();
    options.driver_trace = trace->get();
  }
  const auto result = run::RunScenario(scenario, firmware, options);
  EXPECT_TRUE(result.ok()) << result.status();
  EXPECT_TRUE((*trace)->Finish().ok());
  std::ifstream file(path, std::ios::binary);
  return {.json = result.ok() ? report::Json(*result) : "",
          .trace = {std::istreambuf_iterator<char>(file), {}},
          .events = events.text()};
}

class SkipTest : public testing::TestWithParam<Pace> {};

TEST_P(SkipTest, EveryOutputIsThatOfARunCycleByCycle) {
  const uint32_t first = FromEnvironment("RINGSIDE_SEED", 1);
  const uint32_t count = FromEnvironment("RINGSIDE_SOAK", 4);
  for (uint32_t seed = first; seed < first + count; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const std::string text = RandomScenario(seed, GetParam());
    auto scenario = scenario::ParseScenario(text, absl::StrCat("seed ", seed));
    ASSERT_TRUE(scenario.ok()) << scenario.status() << "\n" << text;
    // A stretched run may take longer than the generator allows a busy one.
    scenario->machine.max_cycles = 100'000'000;
    for (bool chrome_trace : {false, true}) {
      const Outputs plain = OutputsOf(*scenario, {.skip_idle = false}, chrome_trace);
      const Outputs skipped = OutputsOf(*scenario, {}, chrome_trace);
      EXPECT_GT((chrome_trace ? plain.trace : plain.events).size(), 3000u);
      EXPECT_TRUE(skipped.json == plain.json) << skipped.json << "\n" << plain.json;
      EXPECT_TRUE(skipped.trace == plain.trace);
      EXPECT_TRUE(skipped.events == plain.events);
    }
    const Outputs checked = OutputsOf(*scenario, {.check_skip = true}, false);
    EXPECT_FALSE(checked.json.empty());
    std::printf("seed %u: the same\n", seed);
  }
}

// Every way into the blocks from an idle machine, in every cycle of the span that the driver's loop
// lets pass at once: a ring that finds its queue in a slot, and one that does not; what the engine,
// the MMU and the interrupt ring do for it; the driver's commands and invalidations.
class SkipSweepTest : public MachineFixture {
 protected:
  std::string Story(const MachineOptions& options) {
    MachineOptions machine = options;
    machine.vram_bytes = 2 << 20;
    machine.system_memory_bytes = 16 << 20;
    machine.watch_firmware = true;
    Boot({}, machine);
    EventText events;
    device_->AddListener(&events);
    Process* process = NewProcess("p");
    NewRandomBuffer(process, kDataVa, 8192, Placement::kVram, 1);
    Client clients[] = {NewClient(process, 0), NewClient(process, 1), NewClient(process, 2),
                        NewClient(process, 3)};
    for (uint64_t offset = 0; offset <= EventLoop::kPollCycles; ++offset) {
      // Long enough to be asleep again, and to the next stop of the loop.
      Pass(3000 + offset);
      Client& client = clients[offset % 4];
      EXPECT_TRUE(Execute(client, PacketBuilder().Copy(kDataVa, kDataVa + 4096, 256)));
      if (offset % 8 != 7) continue;
      EXPECT_TRUE(process->PreemptQueue(client.queue).ok());
      Pass(500 + offset);
      EXPECT_TRUE(process->RestoreQueue(client.queue).ok());
      NewBuffer(process, kDataVa + (offset + 1) * 0x10'0000, 4096, Placement::kSystem);
    }
    std::string story = absl::StrCat(events.text(), "at ", device_->cycle());
    skipped_cycles_ = device_->skipped_cycles();
    driver_.reset();
    device_.reset();
    return story;
  }

  uint64_t skipped_cycles_ = 0;
};

TEST_P(SkipSweepTest, NothingThatEndsIdleTimeIsLateOrLost) {
  const std::string plain = Story({.skip_idle = false});
  EXPECT_EQ(skipped_cycles_, 0u);
  EXPECT_TRUE(Story({}) == plain);
  EXPECT_GT(skipped_cycles_, 65 * 2000u);
  EXPECT_TRUE(Story({.check_skip = true}) == plain);
}

INSTANTIATE_TEST_SUITE_P(Backends, SkipSweepTest, testing::Values(Backend::kVerilator),
                         BackendTestName());

INSTANTIATE_TEST_SUITE_P(Paces, SkipTest, testing::Values(Pace::kBusy, Pace::kIdle));

}  // namespace
}  // namespace ringside::e2e
