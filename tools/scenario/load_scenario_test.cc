#include "tools/scenario/load_scenario.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ringside::scenario {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kGood[] = R"(name = "small"
seed = 7
[machine]
vram_mib = 8
[[process]]
name = "p"
[[process.buffer]]
name = "a"
bytes = 8192
init = "random"
[[process.buffer]]
name = "b"
bytes = 8192
placement = "system"
[[process.queue]]
name = "q"
ring_bytes = 4096
doorbell = 4
repeat = 3
packets = [
  { op = "copy", from = "a", to = "b+0x1000", bytes = 4096 },
  { op = "fill", to = "b", value = 0x11, value_step = 1, bytes = 256 },
  { op = "raw", dwords = [0, 0] },
]
[[event]]
kind = "evict"
at_cycle = 1000
process = "p"
)";

absl::StatusOr<Scenario> Parse(const std::string& text) { return ParseScenario(text, "s.toml"); }

// What is said of the good scenario with one piece of text replaced.
std::string ErrorWith(const std::string& from, const std::string& to) {
  const std::string text = absl::StrReplaceAll(kGood, {{from, to}});
  EXPECT_NE(text, kGood) << "nothing was replaced";
  const auto scenario = Parse(text);
  return scenario.ok() ? "accepted" : std::string(scenario.status().message());
}

TEST(LoadScenario, ReadsAllThatAFileSays) {
  const auto scenario = Parse(kGood);
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  EXPECT_EQ(scenario->name, "small");
  EXPECT_EQ(scenario->seed, 7u);
  EXPECT_EQ(scenario->machine.vram_bytes, 8u << 20);
  ASSERT_EQ(scenario->processes.size(), 1u);
  const ProcessSpec& process = scenario->processes[0];
  ASSERT_EQ(process.buffers.size(), 2u);
  EXPECT_EQ(process.buffers[1].placement, Placement::kSystem);
  EXPECT_GE(process.buffers[1].va, process.buffers[0].va + 8192);
  ASSERT_EQ(process.queues.size(), 1u);
  const QueueSpec& queue = process.queues[0];
  EXPECT_EQ(queue.doorbell, 4u);
  EXPECT_EQ(queue.repeat, 3u);
  ASSERT_EQ(queue.packets.size(), 3u);
  EXPECT_EQ(queue.packets[0].to, process.buffers[1].va + 0x1000);
  EXPECT_EQ(queue.packets[1].value_step, 1u);
  EXPECT_EQ(queue.packets[1].line, 22);
  ASSERT_EQ(scenario->events.size(), 1u);
  EXPECT_EQ(scenario->events[0].at_cycle, 1000u);
}

TEST(LoadScenario, AFolderCannotBeReadAndAnEmptyFileIsMissingItsName) {
  EXPECT_EQ(LoadScenario("/").status().message(), "/: cannot be read");
  EXPECT_EQ(LoadScenario("/dev/null").status().message(), "/dev/null:1: field 'name': is missing");
}

TEST(LoadScenario, AnUnknownKeyIsNamedWithFileLineAndField) {
  EXPECT_EQ(ErrorWith("doorbell = 4", "doorbel = 4"),
            "s.toml:18: field 'process[0].queue[0].doorbel': unknown key");
}

TEST(LoadScenario, ARingMustBeAPowerOfTwoOfAtLeastAPage) {
  EXPECT_EQ(ErrorWith("ring_bytes = 4096", "ring_bytes = 5000"),
            "s.toml:17: field 'process[0].queue[0].ring_bytes': is 5000, must be a power of two");
  EXPECT_THAT(ErrorWith("ring_bytes = 4096", "ring_bytes = 2048"),
              StartsWith("s.toml:17: field 'process[0].queue[0].ring_bytes': is 2048, must be "));
  EXPECT_THAT(ErrorWith("ring_bytes = 4096", "ring_bytes = 0"), HasSubstr("ring_bytes"));
}

TEST(LoadScenario, AnAddressOutsideAnyMappingIsRefused) {
  EXPECT_THAT(ErrorWith("from = \"a\"", "from = 0xdead0000"),
              StartsWith("s.toml:21: field 'process[0].queue[0].packets[0].from': 4096 bytes at "
                         "0xdead0000 do not lie in one mapping"));
  EXPECT_THAT(ErrorWith("b+0x1000", "b+0x1001"), HasSubstr("do not lie in one writable mapping"));
  EXPECT_THAT(ErrorWith("b+0x1000", "b+0x3000"), HasSubstr("is beyond buffer 'b'"));
  EXPECT_THAT(ErrorWith("b+0x1000", "c"), HasSubstr("there is no buffer 'c'"));
}

TEST(LoadScenario, ADoorbellOutsideThePageIsRefused) {
  EXPECT_EQ(ErrorWith("doorbell = 4", "doorbell = 512"),
            "s.toml:18: field 'process[0].queue[0].doorbell': is 512, must be 0 to 511");
  EXPECT_THAT(ErrorWith("doorbell = 4", "doorbell = -1"), HasSubstr("is -1, must be 0 to 511"));
}

TEST(LoadScenario, TypesAreChecked) {
  EXPECT_THAT(ErrorWith("repeat = 3", "repeat = \"3\""), HasSubstr("must be a whole number"));
  EXPECT_THAT(ErrorWith("name = \"q\"", "name = 3"), HasSubstr("must be a non-empty string"));
  EXPECT_THAT(ErrorWith("op = \"copy\"", "op = \"move\""), HasSubstr("must be one of: nop, copy"));
}

TEST(LoadScenario, RefusesWhatCouldNotBeVerified) {
  const std::string second = R"([[process.queue]]
name = "r"
packets = [ { op = "fill", to = "b", value = 1, bytes = 4 } ]
[[event]])";
  EXPECT_THAT(ErrorWith("[[event]]", second), HasSubstr("the result would depend on timing"));
}

// Each process has a page of doorbells, and pressure needs one too.
TEST(LoadScenario, ThereAreNoMoreProcessesThanDoorbellPages) {
  const auto with = [](int processes, const std::string& more) {
    std::string text = "name = 's'\n";
    for (int i = 0; i < processes; ++i) {
      absl::StrAppend(&text, "[[process]]\nname = 'p", i, "'\n[[process.queue]]\nname = 'q", i,
                      "'\npackets = [ { op = 'nop' } ]\n");
    }
    const auto scenario = Parse(text + more);
    return scenario.ok() ? "accepted" : std::string(scenario.status().message());
  };
  const std::string pressure = "[[event]]\nkind = 'pressure'\nat_cycle = 1\nbytes = 4096\n";
  EXPECT_EQ(with(15, ""), "accepted");
  EXPECT_THAT(with(16, ""), HasSubstr("there must be 1 to 15 processes"));
  EXPECT_THAT(with(0, ""), HasSubstr("there must be 1 to 15 processes"));
  EXPECT_EQ(with(14, pressure), "accepted");
  EXPECT_THAT(with(15, pressure), HasSubstr("pressure comes from a process of its own"));
}

TEST(LoadScenario, MissingKeysAndBrokenTomlNameTheirLine) {
  EXPECT_EQ(ErrorWith("kind = \"evict\"\n", ""), "s.toml:25: field 'event[0].kind': is missing");
  EXPECT_THAT(ErrorWith("seed = 7", "seed = "), StartsWith("s.toml:2: "));
  EXPECT_THAT(ErrorWith("process = \"p\"", "process = \"x\""),
              HasSubstr("there is no process 'x'"));
}

TEST(LoadScenario, AMissingFileIsNamed) {
  const auto scenario = LoadScenario("/nonexistent/x.toml");
  EXPECT_EQ(scenario.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(scenario.status().message()), HasSubstr("/nonexistent/x.toml"));
}

}  // namespace
}  // namespace ringside::scenario
