#include "tools/ringside/gdb_options.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ringside {
namespace {

using ::testing::HasSubstr;

absl::StatusOr<GdbCommandOptions> Parse(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "gdb");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  return ParseGdbOptions(static_cast<int>(argv.size()), argv.data());
}

std::string ErrorOf(const std::vector<std::string>& arguments) {
  const auto options = Parse(arguments);
  if (options.ok()) return "accepted";
  EXPECT_EQ(options.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(options.status().message());
}

TEST(ParseGdbOptions, AScenarioAloneIsEnough) {
  const auto options = Parse({"s.toml"});
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->run.scenario, "s.toml");
  EXPECT_EQ(options->port, 0);
  EXPECT_FALSE(options->wait);
  EXPECT_EQ(options->openocd_config, "");
}

TEST(ParseGdbOptions, OwnOptionsAndThoseOfRunMix) {
  const auto options = Parse({"--port=65535", "--json=j.json", "--wait", "s.toml", "--seed=3",
                              "--openocd-config=o.cfg", "--backend=verilator"});
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->port, 65535);
  EXPECT_TRUE(options->wait);
  EXPECT_EQ(options->openocd_config, "o.cfg");
  EXPECT_EQ(options->run.json, "j.json");
  EXPECT_EQ(options->run.seed, 3u);
}

TEST(ParseGdbOptions, HelpNeedsNoScenario) {
  const auto options = Parse({"--help"});
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_TRUE(options->run.help);
}

TEST(ParseGdbOptions, MistakesAreNamed) {
  EXPECT_THAT(ErrorOf({}), HasSubstr("which scenario? see 'ringside gdb --help'"));
  EXPECT_THAT(ErrorOf({"s", "--colour"}), HasSubstr("'--colour'; see 'ringside gdb --help'"));
  EXPECT_THAT(ErrorOf({"s", "--port"}), HasSubstr("--port=N"));
  for (const char* port : {"65536", "-1", "+1", "", "http", "1 ", "0x10", "99999999999"}) {
    EXPECT_THAT(ErrorOf({"s", std::string("--port=") + port}),
                HasSubstr(std::string("--port: '") + port + "' is not a port"));
  }
  EXPECT_THAT(ErrorOf({"s", "--openocd-config"}), HasSubstr("--openocd-config=FILE"));
  EXPECT_THAT(ErrorOf({"s", "--openocd-config="}), HasSubstr("--openocd-config=FILE"));
  EXPECT_THAT(ErrorOf({"s", "--openocd-configure=x"}), HasSubstr("there is no option"));
  EXPECT_THAT(ErrorOf({"s", "--wait=1"}), HasSubstr("there is no option"));
  EXPECT_THAT(ErrorOf({"s", "--backend=model"}), HasSubstr("no core to debug"));
}

}  // namespace
}  // namespace ringside
