// Random scenarios, run and compared byte by byte. RINGSIDE_SOAK=N runs N seeds instead of ten,
// RINGSIDE_SEED=S begins with seed S.
#include "testbench/e2e/random_scenario.h"

#include <cstdint>
#include <cstdio>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "testbench/backends/backends.h"
#include "testbench/e2e/environment.h"
#include "testbench/e2e/machine_fixture.h"
#include "tools/run/runner.h"
#include "tools/scenario/load_scenario.h"

namespace ringside::e2e {
namespace {

class RandomScenarioTest : public testing::TestWithParam<Backend> {};

TEST_P(RandomScenarioTest, EveryByteIsRightAndNoRingIsLost) {
  const std::vector<uint8_t> firmware = FirmwareElf();
  const uint32_t first = FromEnvironment("RINGSIDE_SEED", 1);
  const uint32_t count = FromEnvironment("RINGSIDE_SOAK", 10);
  uint64_t evictions = 0;
  uint64_t preempts = 0;
  for (uint32_t seed = first; seed < first + count; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const std::string text = RandomScenario(seed);
    const auto scenario = scenario::ParseScenario(text, absl::StrCat("seed ", seed));
    ASSERT_TRUE(scenario.ok()) << scenario.status() << "\n" << text;
    const auto result = run::RunScenario(*scenario, firmware, {.backend = GetParam()});
    ASSERT_TRUE(result.ok()) << result.status() << "\n" << text;
    uint64_t lost = 0;
    for (const run::QueueResult& queue : result->queues) {
      lost += queue.doorbells_lost;
      preempts += queue.preempts;
    }
    std::printf("seed %u: %zu queues, %lu cycles, %lu bytes, %lu evictions, %zu faults\n", seed,
                result->queues.size(), result->cycles, result->bytes_verified, result->evictions,
                result->faults.size());
    EXPECT_TRUE(result->verified) << absl::StrJoin(result->problems, "\n") << "\n" << text;
    EXPECT_EQ(lost, 0u) << text;
    EXPECT_EQ(result->stray_rings, 0u);
    size_t faulty = 0;
    for (const auto& process : scenario->processes) {
      for (const auto& queue : process.queues) faulty += queue.expect_fault;
    }
    EXPECT_EQ(result->faults.size(), faulty) << text;
    evictions += result->evictions;
  }
  std::printf("%lu evictions, %lu preempts\n", evictions, preempts);
  if (count >= 10) {
    EXPECT_GT(evictions, 0u) << "the generator has become tame";
    EXPECT_GT(preempts, 0u) << "the generator has become tame";
  }
}

INSTANTIATE_TEST_SUITE_P(Backends, RandomScenarioTest, testing::ValuesIn(kBackends),
                         BackendTestName());

}  // namespace
}  // namespace ringside::e2e
