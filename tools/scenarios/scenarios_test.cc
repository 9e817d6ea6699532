// The committed scenarios, run by the program itself on the Verilated machine.
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace {

using ::nlohmann::json;
using ::testing::HasSubstr;

std::string Read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string Output(const std::string& name) { return testing::TempDir() + "/" + name; }

// The exit code of `ringside run FILE ARGUMENTS`.
int RunFile(const std::string& file, const std::string& arguments) {
  const std::string command = "tools/ringside/ringside run --quiet " + file + " " + arguments;
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int RunScenario(const std::string& scenario, const std::string& arguments) {
  return RunFile("tools/scenarios/" + scenario + ".toml", arguments);
}

// What a verified run reports.
json Report(const std::string& scenario) {
  const std::string path = Output(scenario + ".json");
  EXPECT_EQ(RunScenario(scenario, "--json=" + path), 0);
  return json::parse(Read(path));
}

TEST(Demo, ShowsAllThatItPromises) {
  const json report = Report("demo");
  EXPECT_EQ(report["verified"], true);
  EXPECT_EQ(report["doorbells_lost"], 0);
  EXPECT_GT(report["preempts"], 0);
  EXPECT_GT(report["restores"], 0);
  EXPECT_GT(report["evictions"], 0);
  EXPECT_GT(report["migrated_bytes"], 0);
  EXPECT_EQ(report["faults"], json::array());
  EXPECT_GE(report["queues"].size(), 12u);
  std::set<std::string> processes;
  for (const json& queue : report["queues"]) processes.insert(queue["process"]);
  EXPECT_GE(processes.size(), 3u);
  ASSERT_EQ(report["copies_cut"].size(), 1u);
  const json& cut = report["copies_cut"][0];
  EXPECT_GE(cut["copy_bytes"], 256 << 10);
  EXPECT_GT(cut["bytes_left"], 0);
  EXPECT_LT(cut["bytes_left"], cut["copy_bytes"]);
}

// Tracing must not change the run either, so one of the three goes without.
TEST(Demo, TheSameSeedGivesTheSameBytes) {
  for (const std::string run : {"a", "b"}) {
    ASSERT_EQ(RunScenario("demo",
                          "--json=" + Output(run + ".json") + " --trace=" + Output(run + ".trace")),
              0);
  }
  ASSERT_EQ(RunScenario("demo", "--json=" + Output("c.json")), 0);
  // Not EXPECT_EQ, which would print megabytes.
  EXPECT_TRUE(Read(Output("a.json")) == Read(Output("b.json")));
  EXPECT_TRUE(Read(Output("a.json")) == Read(Output("c.json")));
  EXPECT_TRUE(Read(Output("a.trace")) == Read(Output("b.trace")));
  EXPECT_TRUE(json::accept(Read(Output("a.trace"))));
}

TEST(Demo, AnotherSeedIsVerifiedToo) {
  const std::string path = Output("seed.json");
  ASSERT_EQ(RunScenario("demo", "--seed=20 --json=" + path), 0);
  const json report = json::parse(Read(path));
  EXPECT_EQ(report["seed"], 20);
  EXPECT_EQ(report["verified"], true);
}

TEST(Faults, StopTheGuiltyQueuesAndNoOthers) {
  const json report = Report("faults");
  EXPECT_EQ(report["verified"], true);
  std::set<std::string> hung;
  for (const json& queue : report["queues"]) {
    if (queue["state"] == "HUNG") hung.insert(queue["queue"]);
  }
  EXPECT_THAT(hung, testing::ElementsAre("gibberish", "stray_reader", "stray_writer"));
  ASSERT_EQ(report["faults"].size(), 3u);
  EXPECT_THAT(report["faults"][0].get<std::string>(),
              AllOf(HasSubstr("queue gibberish"), HasSubstr("header 0x000000ee"),
                    HasSubstr("unknown packet opcode")));
  EXPECT_THAT(report["faults"][1].get<std::string>(),
              AllOf(HasSubstr("queue stray_reader"), HasSubstr("COPY_LINEAR"),
                    HasSubstr("read at address 0x12dead0000: address is not mapped")));
  EXPECT_THAT(report["faults"][2].get<std::string>(),
              AllOf(HasSubstr("queue stray_writer"), HasSubstr("CONST_FILL"),
                    HasSubstr("write at address 0x34beef0000: address is not mapped")));
}

TEST(Oversubscribed, TwentyFourQueuesTakeTurnsAndLoseNothing) {
  const json report = Report("oversubscribed");
  EXPECT_EQ(report["verified"], true);
  EXPECT_EQ(report["doorbells_lost"], 0);
  ASSERT_EQ(report["queues"].size(), 24u);
  uint64_t unmapped_rings = 0;
  for (const json& queue : report["queues"]) {
    EXPECT_EQ(queue["submissions"], 6) << queue["queue"];
    // In a slot more than once: it shared.
    EXPECT_GT(queue["maps"], 1) << queue["queue"];
    unmapped_rings += queue["doorbells_rung_unmapped"].get<uint64_t>();
  }
  EXPECT_GT(unmapped_rings, 0u);
}

TEST(BadInput, EndsWithTwoBeforeAnythingIsCreated) {
  const std::string trace = Output("never.trace");
  EXPECT_EQ(RunScenario("no_such_scenario", "--trace=" + trace), 2);
  EXPECT_EQ(RunScenario("demo", "--trace=" + trace + " --json=/nonexistent/x.json"), 2);
  EXPECT_EQ(RunScenario("demo", "--trace=" + trace + " --no-such-option"), 2);
  // Found only once memory is laid out: the demo's buffers do not fit.
  const std::string small = Output("small.toml");
  std::string text = Read("tools/scenarios/demo.toml");
  text.replace(text.find("vram_mib = 8"), 12, "vram_mib = 1");
  text.replace(text.find("system_mib = 64"), 15, "system_mib = 8");
  std::ofstream(small) << text;
  EXPECT_EQ(RunFile(small, "--trace=" + trace), 2);
  EXPECT_FALSE(std::ifstream(trace).good());
}

}  // namespace
