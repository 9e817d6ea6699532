#include "tools/ringside/run_options.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ringside {
namespace {

using ::testing::HasSubstr;

absl::StatusOr<RunCommandOptions> Parse(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "run");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  return ParseRunOptions(static_cast<int>(argv.size()), argv.data());
}

// What is said of a scenario "s.toml" with `argument` before it.
std::string ErrorOf(const std::string& argument) {
  const auto options = Parse({argument, "s.toml"});
  if (options.ok()) return "accepted";
  EXPECT_EQ(options.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(options.status().message());
}

TEST(ParseRunOptions, AScenarioAloneIsEnough) {
  const auto options = Parse({"s.toml"});
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->scenario, "s.toml");
  EXPECT_EQ(options->waves, "");
  EXPECT_EQ(options->trace, "");
  EXPECT_EQ(options->json, "");
  EXPECT_EQ(options->host_json, "");
  EXPECT_FALSE(options->seed.has_value());
  EXPECT_TRUE(options->skip_idle);
  EXPECT_FALSE(options->quiet);
  EXPECT_FALSE(options->help);
}

TEST(ParseRunOptions, EveryOptionIsTakenOnEitherSideOfTheScenario) {
  const auto options = Parse({"--waves=w.fst", "--trace=t.json", "--json=j=1.json", "s.toml",
                              "--host-json=h.json", "--seed=18446744073709551615", "--no-skip", "--quiet"});
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->scenario, "s.toml");
  EXPECT_EQ(options->waves, "w.fst");
  EXPECT_EQ(options->trace, "t.json");
  EXPECT_EQ(options->json, "j=1.json");
  EXPECT_EQ(options->host_json, "h.json");
  EXPECT_EQ(options->seed, UINT64_MAX);
  EXPECT_FALSE(options->skip_idle);
  EXPECT_TRUE(options->quiet);
}

// `bazel run //:demo -- OPTION...` puts the user's arguments behind the demo's own.
TEST(ParseRunOptions, TheLastOfTwoCounts) {
  const auto options =
      Parse({"demo.toml", "--seed=1", "--json=a", "mine.toml", "--seed=2", "--json=b"});
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->scenario, "mine.toml");
  EXPECT_EQ(options->seed, 2u);
  EXPECT_EQ(options->json, "b");
}

TEST(ParseRunOptions, HelpNeedsNoScenario) {
  for (const char* help : {"--help", "-h"}) {
    const auto options = Parse({help});
    ASSERT_TRUE(options.ok()) << options.status();
    EXPECT_TRUE(options->help);
  }
}

TEST(ParseRunOptions, HelpNamesEveryOption) {
  for (const char* option : {"--waves=", "--trace=", "--json=", "--host-json=", "--seed=",
                             "--backend=", "--no-skip", "--quiet", "--help"}) {
    EXPECT_THAT(kRunHelp, HasSubstr(option));
  }
}

TEST(ParseRunOptions, WithoutAScenarioItAsksForOne) {
  EXPECT_THAT(std::string(Parse({}).status().message()), HasSubstr("which scenario?"));
  EXPECT_THAT(std::string(Parse({"--quiet"}).status().message()), HasSubstr("which scenario?"));
}

TEST(ParseRunOptions, AFileOptionNeedsAFile) {
  for (const char* name : {"--waves", "--trace", "--json", "--host-json"}) {
    const std::string option = name;
    EXPECT_EQ(ErrorOf(option), option + " needs a file name: " + option + "=FILE");
    EXPECT_EQ(ErrorOf(option + "="), option + " needs a file name: " + option + "=FILE");
  }
}

TEST(ParseRunOptions, ASeedIsAWholeNumber) {
  for (const char* seed : {"", "x", "-1", "+1", " 1", "1.5", "0x10", "18446744073709551616"}) {
    EXPECT_EQ(ErrorOf(std::string("--seed=") + seed),
              std::string("--seed: '") + seed + "' is not a whole number below 2^64");
  }
}

TEST(ParseRunOptions, ABackEndIsNamed) {
  EXPECT_EQ(Parse({"s.toml"})->backend, Backend::kVerilator);
  EXPECT_EQ(Parse({"--backend=model", "s.toml"})->backend, Backend::kModel);
  EXPECT_THAT(std::string(Parse({"--backend=fpga", "s.toml"}).status().message()),
              HasSubstr("'fpga'"));
}

TEST(ParseRunOptions, OptionsWithoutTheirValueAreNamed) {
  EXPECT_EQ(ErrorOf("--seed"), "--seed needs a number: --seed=N");
  EXPECT_EQ(ErrorOf("--backend"), "--backend needs a name: --backend=NAME");
}

TEST(ParseRunOptions, UnknownOptionsAreNamed) {
  for (const char* option :
       {"--wave=x", "--quiet=1", "--no-skip=1", "-q", "-", "--help=1", "--jsonx=1", "--seeds=1"}) {
    EXPECT_EQ(ErrorOf(option),
              std::string("there is no option '") + option + "'; see 'ringside run --help'");
  }
}

TEST(ParseRunOptions, AnEmptyScenarioNameIsRefused) {
  EXPECT_EQ(ErrorOf(""), "a scenario's name is empty");
}

}  // namespace
}  // namespace ringside
