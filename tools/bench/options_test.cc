#include "tools/bench/options.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace ringside::bench {
namespace {

absl::StatusOr<std::vector<Row>> MeasureNothing(const Context&) { return std::vector<Row>(); }

const Group kGroups[] = {{"one", "the first", MeasureNothing},
                         {"two", "the second", MeasureNothing},
                         {"three", "the third", MeasureNothing}};

// Names of the groups that `arguments` choose.
std::vector<std::string> Chosen(const std::vector<std::string>& arguments) {
  std::vector<std::string> names;
  const absl::StatusOr<Options> options = ParseOptions(arguments, kGroups);
  EXPECT_TRUE(options.ok()) << options.status();
  if (!options.ok()) return names;
  for (const Group* group : options->groups) names.push_back(group->name);
  return names;
}

std::string Refusal(const std::vector<std::string>& arguments) {
  const absl::StatusOr<Options> options = ParseOptions(arguments, kGroups);
  EXPECT_EQ(options.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(options.status().message());
}

using Names = std::vector<std::string>;

TEST(Options, NoGroupMeansAll) { EXPECT_EQ(Chosen({}), (Names{"one", "two", "three"})); }

TEST(Options, GroupsComeInTheirOwnOrderAndOnce) {
  EXPECT_EQ(Chosen({"three", "one", "three"}), (Names{"one", "three"}));
}

TEST(Options, UnknownGroupNamesAllThereAre) {
  EXPECT_EQ(Refusal({"one", "four"}), "there is no group 'four'; the groups are one, two, three");
}

TEST(Options, JsonAndHelp) {
  const absl::StatusOr<Options> options =
      ParseOptions(std::vector<std::string>{"--json=a.json", "two"}, kGroups);
  ASSERT_TRUE(options.ok());
  EXPECT_EQ(options->json, "a.json");
  EXPECT_FALSE(options->help);
  EXPECT_TRUE(ParseOptions(std::vector<std::string>{"--help"}, kGroups)->help);
  EXPECT_EQ(Refusal({"--json="}), "--json= needs a file name");
  EXPECT_EQ(Refusal({"--jsn=a"}), "there is no option '--jsn=a'; see --help");
}

TEST(Options, HelpNamesEachGroup) {
  const std::string help = HelpText(kGroups);
  EXPECT_NE(help.find("two          the second\n"), std::string::npos) << help;
}

}  // namespace
}  // namespace ringside::bench
