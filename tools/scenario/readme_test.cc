// The reference is true: its example loads, and every key that it names is one.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/scenario/load_scenario.h"

namespace ringside::scenario {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// A value that no key takes.
constexpr char kWrongValue[] = "1979-05-27";

std::string Readme() {
  std::ifstream file("tools/scenario/README.md");
  EXPECT_TRUE(file.good());
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// A table of a TOML file.
struct Section {
  std::string path;  // "process.buffer"; empty at the top.
  bool list;
  std::vector<std::pair<std::string, std::string>> keys;
};

// A good scenario with one packet and one event, whose keys are given.
std::vector<Section> Good(Section packet, Section event) {
  packet.path = "process.queue.packets";
  event.path = "event";
  packet.list = event.list = true;
  return {{"", false, {{"name", "'s'"}}},
          {"machine", false, {}},
          {"process", true, {{"name", "'p'"}}},
          {"process.buffer", true, {{"name", "'a'"}, {"bytes", "4096"}}},
          {"process.buffer", true, {{"name", "'b'"}, {"bytes", "4096"}}},
          {"process.queue", true, {{"name", "'q'"}}},
          std::move(packet),
          std::move(event)};
}

Section Packet(const std::string& op) {
  Section packet = {.keys = {{"op", absl::StrCat("'", op, "'")}}};
  const auto add = [&](const std::string& key, const std::string& value) {
    packet.keys.emplace_back(key, value);
  };
  const bool moves = op == "copy" || op == "fill";
  if (op == "copy") add("from", "'a'");
  if (moves || op == "write" || op == "fence") add("to", "'b'");
  if (moves) add("bytes", "16");
  if (op == "fill" || op == "fence") add("value", "1");
  if (op == "write" || op == "raw") add("dwords", "[0]");
  return packet;
}

Section Event(const std::string& kind) {
  Section event = {.keys = {{"kind", absl::StrCat("'", kind, "'")}}};
  event.keys.emplace_back("at_cycle", "1");
  if (kind == "evict") event.keys.emplace_back("process", "'p'");
  if (kind == "pressure") event.keys.emplace_back("bytes", "4096");
  if (kind == "preempt") event.keys.emplace_back("queue", "'q'");
  return event;
}

std::string ToToml(const std::vector<Section>& sections) {
  std::string text;
  for (const Section& section : sections) {
    if (!section.path.empty()) {
      absl::StrAppend(&text, section.list ? "[[" : "[", section.path,
                      section.list ? "]]\n" : "]\n");
    }
    for (const auto& [key, value] : section.keys) absl::StrAppend(&text, key, " = ", value, "\n");
  }
  return text;
}

// Gives `key` of the last section at `path` the wrong value, and expects that it is this, and not
// the key, which is complained of.
void ExpectKnown(std::vector<Section> sections, const std::string& path, const std::string& key) {
  const std::string key_path = path.empty() ? key : absl::StrCat(path, ".", key);
  sections.erase(std::remove_if(sections.begin(), sections.end(),
                                [&](const Section& section) {
                                  return section.path == key_path ||
                                         absl::StartsWith(section.path, key_path + ".");
                                }),
                 sections.end());
  const auto section = std::find_if(sections.rbegin(), sections.rend(),
                                    [&](const Section& each) { return each.path == path; });
  ASSERT_NE(section, sections.rend()) << path;
  auto& keys = section->keys;
  keys.erase(std::remove_if(keys.begin(), keys.end(),
                            [&](const auto& entry) {
                              // An event has one or the other.
                              const bool other =
                                  key == "inside_copy_bytes" && entry.first == "at_cycle";
                              return entry.first == key || other;
                            }),
             keys.end());
  keys.emplace_back(key, kWrongValue);
  const auto scenario = ParseScenario(ToToml(sections), "s.toml");
  ASSERT_FALSE(scenario.ok()) << key_path;
  EXPECT_THAT(std::string(scenario.status().message()),
              AllOf(HasSubstr(absl::StrCat(key, "': ")), Not(HasSubstr("unknown key"))))
      << ToToml(sections);
}

// What stands between backquotes in `cell`, as far as it could be a key.
std::vector<std::string> KeysIn(const std::string& cell) {
  const std::vector<std::string> parts = absl::StrSplit(cell, '`');
  std::vector<std::string> keys;
  for (size_t i = 1; i < parts.size(); i += 2) {
    if (parts[i].find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos) {
      keys.push_back(parts[i]);
    }
  }
  return keys;
}

TEST(Readme, ItsExampleLoads) {
  const std::string readme = Readme();
  const std::string fence = "```toml\n";
  const size_t begin = readme.find(fence) + fence.size();
  const auto scenario =
      ParseScenario(readme.substr(begin, readme.find("```", begin) - begin), "README.md");
  EXPECT_TRUE(scenario.ok()) << scenario.status();
}

TEST(Readme, TheScenariosItIsCheckedWithAreGood) {
  for (const char* op : {"nop", "copy", "fill", "write", "fence", "trap", "raw"}) {
    for (const char* kind : {"evict", "pressure", "preempt"}) {
      const std::string text = ToToml(Good(Packet(op), Event(kind)));
      EXPECT_TRUE(ParseScenario(text, "s.toml").ok()) << text;
    }
  }
}

TEST(Readme, EveryKeyItNamesIsOne) {
  std::string title;
  size_t keys = 0;
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(Readme(), '\n'))) {
    if (absl::StartsWith(line, "## ")) title = line.substr(3);
    // Rows, but not headings.
    if (!absl::StartsWith(line, "| `") || absl::StrContains(line, "| keys |")) continue;
    const std::vector<std::string> cells = absl::StrSplit(line, "| ");
    ASSERT_GE(cells.size(), 4u) << line;
    const bool is_packet = title == "Packets";
    if (is_packet || title == "`[[event]]`") {
      const std::vector<std::string> choice = absl::StrSplit(cells[1], '"');
      ASSERT_EQ(choice.size(), 3u) << line;
      const auto good = is_packet ? Good(Packet(choice[1]), Event("evict"))
                                  : Good(Packet("nop"), Event(choice[1]));
      for (const std::string& key : KeysIn(cells[2])) {
        ExpectKnown(good, is_packet ? "process.queue.packets" : "event", key);
        ++keys;
      }
      continue;
    }
    // "`[[process.buffer]]`"; nothing in "Top level".
    const std::string path =
        title == "Top level" ? "" : absl::StrReplaceAll(title, {{"`", ""}, {"[", ""}, {"]", ""}});
    for (const std::string& key : KeysIn(cells[1])) {
      ExpectKnown(Good(Packet("nop"), Event("evict")), path, key);
      ++keys;
    }
  }
  // Tables that this test no longer finds would pass it.
  EXPECT_GT(keys, 50u);
}

}  // namespace
}  // namespace ringside::scenario
