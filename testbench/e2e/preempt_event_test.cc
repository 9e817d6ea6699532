// A scenario's preempt event that meets the fault of its own queue, at every stage of it.
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "testbench/backends/backends.h"
#include "testbench/e2e/machine_fixture.h"
#include "tools/run/runner.h"
#include "tools/scenario/load_scenario.h"

namespace ringside::e2e {
namespace {

constexpr char kScenario[] = R"(name = "race"
[machine]
vram_mib = 2
system_mib = 16
[[process]]
name = "p"
[[process.buffer]]
name = "d"
bytes = 0x4000
[[process.queue]]
name = "good"
repeat = 3
packets = [ { op = "fill", to = "d", value = 5, value_step = 1, bytes = 0x4000 } ]
[[process.queue]]
name = "bad"
expect_fault = true
packets = [ { op = "raw", dwords = [0xf2] } ]
[[event]]
kind = "preempt"
queue = "bad"
restore_after_cycles = 500
at_cycle = )";

class PreemptEventTest : public testing::TestWithParam<Backend> {};

// Whichever is first, the fault is told and the neighbour finishes: the event ends no run.
TEST_P(PreemptEventTest, MeetsTheFaultOfItsQueue) {
  for (uint64_t cycle = 0; cycle <= 6000; cycle += 300) {
    SCOPED_TRACE(testing::Message() << "preempt at cycle " << cycle);
    auto scenario = scenario::ParseScenario(absl::StrCat(kScenario, cycle, "\n"), "race.toml");
    ASSERT_TRUE(scenario.ok()) << scenario.status();
    const auto result =
        run::RunScenario(*scenario, FirmwareElf(), run::RunOptions{.backend = GetParam()});
    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_TRUE(result->verified);
    EXPECT_EQ(result->faults.size(), 1u);
    EXPECT_EQ(result->queues[0].submissions, 3u);
    EXPECT_EQ(result->queues[1].state, "HUNG");
  }
}

INSTANTIATE_TEST_SUITE_P(Backends, PreemptEventTest, testing::ValuesIn(kBackends),
                         BackendTestName());

}  // namespace
}  // namespace ringside::e2e
