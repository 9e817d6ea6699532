#include "tools/report/json.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tools/report/testing_result.h"

namespace ringside::report {
namespace {

using ::nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

json Latency(uint64_t count, uint64_t p50, uint64_t p99, uint64_t max) {
  return {{"count", count}, {"p50", p50}, {"p99", p99}, {"max", max}};
}

TEST(Json, HoldsTheVerdictAndTheTotals) {
  const json parsed = json::parse(Json(HandMadeResult()));
  EXPECT_EQ(parsed["scenario"], "hand");
  EXPECT_EQ(parsed["seed"], 7);
  EXPECT_EQ(parsed["verified"], true);
  EXPECT_EQ(parsed["problems"], json::array());
  EXPECT_EQ(parsed["bytes_verified"], 1'048'576);
  EXPECT_EQ(parsed["cycles"], 1'200);
  EXPECT_EQ(parsed["first_submission_cycle"], 200);
  EXPECT_EQ(parsed["packets"], 8);
  EXPECT_EQ(parsed["bytes_moved"], 786'440);
  EXPECT_EQ(parsed["doorbells_rung"], 4);
  EXPECT_EQ(parsed["doorbells_lost"], 0);
  EXPECT_EQ(parsed["preempts"], 1);
  EXPECT_EQ(parsed["restores"], 1);
  EXPECT_EQ(parsed["evictions"], 1);
  EXPECT_EQ(parsed["migrated_bytes"], 4'096);
  EXPECT_EQ(parsed["doorbell_to_execution_cycles"], Latency(3, 40, 12'345, 12'345));
  EXPECT_EQ(parsed["preempt_cycles"], Latency(1, 250, 250, 250));
  EXPECT_EQ(parsed["restore_cycles"], Latency(1, 80, 80, 80));
}

TEST(Json, HoldsEachQueueAndEachStay) {
  const json parsed = json::parse(Json(HandMadeResult()));
  ASSERT_EQ(parsed["queues"].size(), 2u);
  const json& blit = parsed["queues"][0];
  EXPECT_EQ(blit["process"], "paint");
  EXPECT_EQ(blit["queue"], "blit");
  EXPECT_EQ(blit["doorbell"], 516);
  EXPECT_EQ(blit["state"], "MAPPED");
  EXPECT_EQ(blit["slot_cycles"], 400);
  EXPECT_EQ(blit["maps"], 2);
  EXPECT_EQ(blit["doorbells_rung_mapped"], 2);
  EXPECT_EQ(blit["doorbells_rung_unmapped"], 1);
  EXPECT_EQ(blit["doorbell_to_fetch_mapped_cycles"], Latency(2, 7, 9, 9));
  EXPECT_EQ(blit["doorbell_to_fetch_unmapped_cycles"], Latency(1, 300, 300, 300));
  EXPECT_EQ(blit["submission_cycles"], Latency(3, 600, 700, 700));
  EXPECT_EQ(parsed["queues"][1]["preempt_cycles"], Latency(0, 0, 0, 0));
  ASSERT_EQ(parsed["slot_stays"].size(), 4u);
  EXPECT_EQ(parsed["slot_stays"][0],
            json({{"slot", 0}, {"queue", "kernel"}, {"begin_cycle", 100}, {"end_cycle", 1'200}}));
  EXPECT_EQ(parsed["slot_stays"][2]["queue"], "logs");
  EXPECT_EQ(
      parsed["copies_cut"],
      json::array(
          {{{"queue", "blit"}, {"cycle", 490}, {"copy_bytes", 262'144}, {"bytes_left", 131'072}}}));
}

TEST(Json, AFailureSaysWhatIsWrong) {
  const json parsed = json::parse(Json(FailedResult()));
  EXPECT_EQ(parsed["verified"], false);
  EXPECT_EQ(parsed["problems"].size(), 2u);
  EXPECT_EQ(parsed["faults"][0], "process 'paint' queue 'logs': bad opcode");
  // One of a queue, one stray.
  EXPECT_EQ(parsed["doorbells_lost"], 2);
}

TEST(Json, TheHostsTimeNeverAppears) {
  run::Result result = HandMadeResult();
  const std::string without = Json(result);
  result.host_seconds = 12.25;
  EXPECT_EQ(Json(result), without);
  EXPECT_THAT(without, Not(HasSubstr("host")));
}

TEST(HostJson, HoldsTimeAndRate) {
  run::Result result = HandMadeResult();
  EXPECT_EQ(json::parse(HostJson(result))["simulated_cycles_per_host_second"], 0);
  result.host_seconds = 2;
  const json parsed = json::parse(HostJson(result));
  EXPECT_EQ(parsed["host_seconds"], 2.0);
  EXPECT_EQ(parsed["simulated_cycles_per_host_second"], 600.0);
}

}  // namespace
}  // namespace ringside::report
