// A run is a function of its scenario and seed: the same bytes in every output, however often.
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testbench/backends/backends.h"
#include "testbench/e2e/machine_fixture.h"
#include "testbench/e2e/random_scenario.h"
#include "tools/report/json.h"
#include "tools/run/contents.h"
#include "tools/run/runner.h"
#include "tools/scenario/load_scenario.h"
#include "tools/trace/chrome_trace.h"

namespace ringside::e2e {
namespace {

using ::testing::HasSubstr;

constexpr char kScenario[] = R"(name = "twice"
[machine]
vram_mib = 2
system_mib = 16
gang_quantum_ticks = 100
[[process]]
name = "a"
[[process.buffer]]
name = "s"
bytes = 0x8000
init = "random"
[[process.buffer]]
name = "d"
bytes = 0x10000
[[process.queue]]
name = "copies"
repeat = 3
packets = [ { op = "copy", from = "s+3", to = "d+0x7ff1", bytes = 0x7abc } ]
[[process]]
name = "b"
[[process.buffer]]
name = "d"
bytes = 0x8000
[[process.queue]]
name = "fills"
repeat = 5
gap_cycles = 700
packets = [ { op = "fill", to = "d", value = 1, value_step = 7, bytes = 0x8000 } ]
[[event]]
kind = "evict"
process = "a"
at_cycle = 4000
return_after_cycles = 3000
[[event]]
kind = "preempt"
queue = "fills"
at_cycle = 9000
restore_after_cycles = 1000
)";

struct Outputs {
  std::string json;
  std::string trace;
  bool verified = false;
};

class DeterminismTest : public testing::TestWithParam<Backend> {
 protected:
  scenario::Scenario Load(uint64_t seed) {
    auto scenario = scenario::ParseScenario(kScenario, "twice.toml");
    EXPECT_TRUE(scenario.ok()) << scenario.status();
    scenario->seed = seed;
    return *std::move(scenario);
  }

  Outputs Run(const scenario::Scenario& scenario) {
    const std::string path = testing::TempDir() + "/determinism.trace.json";
    const std::vector<uint8_t> firmware = FirmwareElf();
    auto symbols = trace::Symbols::FromElf(firmware);
    EXPECT_TRUE(symbols.ok()) << symbols.status();
    auto trace = trace::ChromeTrace::Create(path, *std::move(symbols));
    EXPECT_TRUE(trace.ok()) << trace.status();
    run::RunOptions options;
    options.backend = GetParam();
    options.listener = trace->get();
    options.driver_trace = trace->get();
    options.watch_firmware = true;
    const auto result = run::RunScenario(scenario, firmware, options);
    EXPECT_TRUE(result.ok()) << result.status();
    EXPECT_TRUE((*trace)->Finish().ok());
    std::ifstream file(path, std::ios::binary);
    return {.json = report::Json(*result),
            .trace = {std::istreambuf_iterator<char>(file), {}},
            .verified = result->verified};
  }
};

TEST_P(DeterminismTest, TheSameSeedGivesTheSameBytes) {
  const scenario::Scenario scenario = Load(1);
  const Outputs first = Run(scenario);
  const Outputs second = Run(scenario);
  EXPECT_TRUE(first.verified);
  EXPECT_THAT(first.json, HasSubstr("\"verified\": true"));
  EXPECT_GT(first.trace.size(), 3000u);
  EXPECT_TRUE(first.json == second.json) << first.json << "\n" << second.json;
  EXPECT_TRUE(first.trace == second.trace);
}

TEST_P(DeterminismTest, AnotherSeedGivesOtherDataAndIsRightToo) {
  const scenario::Scenario one = Load(1);
  const scenario::Scenario other = Load(2);
  EXPECT_NE(run::InitialContents(one, 0), run::InitialContents(other, 0));
  EXPECT_TRUE(Run(other).verified);
}

TEST_P(DeterminismTest, RandomScenariosAreFunctionsOfTheirSeed) {
  EXPECT_EQ(RandomScenario(5), RandomScenario(5));
  EXPECT_NE(RandomScenario(5), RandomScenario(6));
}

INSTANTIATE_TEST_SUITE_P(Backends, DeterminismTest, testing::ValuesIn(kBackends),
                         BackendTestName());

}  // namespace
}  // namespace ringside::e2e
