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
  const auto options =
      Parse({"--waves=w.fst", "--trace=t.json", "--json=j=1.json", "s.toml", "--host-json=h.json",
             "--seed=18446744073709551615", "--no-skip", "--quiet"});
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
  for (const char* option :
       {"--waves=", "--waves-window=", "--waves-margin=", "--trace=", "--json=", "--host-json=",
        "--seed=", "--backend=", "--no-skip", "--quiet", "--help"}) {
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

run::WaveWindow WindowOf(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--waves=w.fst", "s.toml"});
  const auto options = Parse(arguments);
  EXPECT_TRUE(options.ok()) << options.status();
  return options.ok() ? options->waves_options.window : run::WaveWindow();
}

TEST(ParseRunOptions, AWindowOfWavesIsOfCycles) {
  using Around = run::WaveWindow::Around;
  EXPECT_EQ(WindowOf({}).around, Around::kWholeRun);
  const run::WaveWindow both = WindowOf({"--waves-window=40000:45000"});
  EXPECT_EQ(both.around, Around::kCycles);
  EXPECT_EQ(both.from, 40000u);
  EXPECT_EQ(both.to, 45000u);
  EXPECT_EQ(WindowOf({"--waves-window=7:"}).to, UINT64_MAX);
  EXPECT_EQ(WindowOf({"--waves-window=7:"}).from, 7u);
  EXPECT_EQ(WindowOf({"--waves-window=:7"}).from, 0u);
  EXPECT_EQ(WindowOf({"--waves-window=:7"}).to, 7u);
  EXPECT_EQ(WindowOf({"--waves-window=7:7"}).to, 7u);
}

TEST(ParseRunOptions, AWindowOfWavesIsAroundWhatHappens) {
  using Around = run::WaveWindow::Around;
  const run::WaveWindow failure = WindowOf({"--waves-window=failure"});
  EXPECT_EQ(failure.around, Around::kFailure);
  EXPECT_EQ(failure.before, 2000u);
  EXPECT_EQ(failure.after, 500u);
  const run::WaveWindow any = WindowOf({"--waves-window=fault", "--waves-margin=9:0"});
  EXPECT_EQ(any.around, Around::kEvent);
  EXPECT_EQ(any.event, "fault");
  EXPECT_EQ(any.queue, "");
  EXPECT_EQ(any.before, 9u);
  EXPECT_EQ(any.after, 0u);
  const run::WaveWindow one = WindowOf({"--waves-window=active=q=1"});
  EXPECT_EQ(one.event, "active");
  EXPECT_EQ(one.queue, "q=1");
}

TEST(ParseRunOptions, BadWindowsOfWavesAreNamed) {
  EXPECT_EQ(ErrorOf("--waves-window"),
            "--waves-window needs a window: --waves-window=FROM:TO, or failure, or an event");
  EXPECT_EQ(ErrorOf("--waves-margin"), "--waves-margin needs cycles: --waves-margin=BEFORE:AFTER");
  for (const char* window : {"", ":", "1", "x:2", "1:2:3", "-1:5", "failures", "loading"}) {
    EXPECT_THAT(ErrorOf(std::string("--waves-window=") + window),
                HasSubstr("is neither FROM:TO nor failure nor one of fault, "));
  }
  EXPECT_EQ(ErrorOf("--waves-window=9:8"), "--waves-window: cycle 9 is after cycle 8");
  EXPECT_EQ(ErrorOf("--waves-window=fault="),
            "--waves-window: 'fault=' names no queue: fault=QUEUE");
  for (const char* margin : {"", "5", ":", "5:", "x:1"}) {
    EXPECT_THAT(ErrorOf(std::string("--waves-margin=") + margin), HasSubstr("is not BEFORE:AFTER"));
  }
  EXPECT_EQ(ErrorOf("--waves-window=fault"), "--waves-window needs --waves=FILE");
  EXPECT_EQ(ErrorOf("--waves-margin=1:1"),
            "--waves-margin needs a --waves-window around a failure or an event");
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
