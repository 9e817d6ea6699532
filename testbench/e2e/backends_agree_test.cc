// The same scenario on both back ends ends the same but for its cycles: bytes, submissions, fences,
// queue states and fault reports. RINGSIDE_SOAK=N compares N random scenarios instead of six,
// RINGSIDE_SEED=S begins with seed S.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "testbench/backends/backends.h"
#include "testbench/e2e/environment.h"
#include "testbench/e2e/machine_fixture.h"
#include "testbench/e2e/random_scenario.h"
#include "tools/run/runner.h"
#include "tools/scenario/load_scenario.h"

namespace ringside::e2e {
namespace {

// A report without its cycle, which comes last.
std::string WithoutCycle(absl::string_view fault) {
  return std::string(fault.substr(0, fault.rfind(", cycle ")));
}

// All of a result that does not depend on cycles, a line each. Queues that fault can be anywhere in
// their work when others stop, but they stop at the same packet.
std::vector<std::string> Outcome(const run::Result& result) {
  std::vector<std::string> lines = {absl::StrCat("verified ", result.verified),
                                    absl::StrCat("bytes verified ", result.bytes_verified),
                                    absl::StrCat("stray rings ", result.stray_rings)};
  for (const run::QueueResult& queue : result.queues) {
    lines.push_back(absl::StrCat("queue ", queue.name, ": doorbell ", queue.doorbell, ", ",
                                 queue.state, ", submissions ", queue.submissions, ", bytes moved ",
                                 queue.bytes_moved, ", lost ", queue.doorbells_lost, ", packets ",
                                 queue.counts.packets));
  }
  std::vector<std::string> faults;
  for (const std::string& fault : result.faults) faults.push_back(WithoutCycle(fault));
  std::sort(faults.begin(), faults.end());
  lines.insert(lines.end(), faults.begin(), faults.end());
  return lines;
}

std::vector<std::string> Run(const scenario::Scenario& scenario, Backend backend) {
  const auto result = run::RunScenario(scenario, FirmwareElf(), {.backend = backend});
  EXPECT_TRUE(result.ok()) << result.status();
  if (!result.ok()) return {};
  EXPECT_TRUE(result->verified) << absl::StrJoin(result->problems, "\n");
  return Outcome(*result);
}

void ExpectAgreement(const scenario::Scenario& scenario) {
  const std::vector<std::string> truth = Run(scenario, Backend::kVerilator);
  EXPECT_EQ(Run(scenario, Backend::kModel), truth);
  EXPECT_GT(truth.size(), 3u);
}

TEST(BackendsAgreeTest, OnTheCommittedScenarios) {
  for (const char* name : {"demo", "faults", "oversubscribed"}) {
    SCOPED_TRACE(name);
    const auto scenario = scenario::LoadScenario(absl::StrCat("tools/scenarios/", name, ".toml"));
    ASSERT_TRUE(scenario.ok()) << scenario.status();
    ExpectAgreement(*scenario);
  }
}

TEST(BackendsAgreeTest, OnRandomScenarios) {
  const uint32_t first = FromEnvironment("RINGSIDE_SEED", 100);
  const uint32_t count = FromEnvironment("RINGSIDE_SOAK", 6);
  for (uint32_t seed = first; seed < first + count; ++seed) {
    std::printf("seed %u\n", seed);
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const auto scenario =
        scenario::ParseScenario(RandomScenario(seed), absl::StrCat("seed ", seed));
    ASSERT_TRUE(scenario.ok()) << scenario.status();
    ExpectAgreement(*scenario);
  }
}

}  // namespace
}  // namespace ringside::e2e
