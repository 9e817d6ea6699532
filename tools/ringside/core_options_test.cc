#include "tools/ringside/core_options.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ringside {
namespace {

using ::testing::HasSubstr;

absl::StatusOr<CoreCommandOptions> Parse(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "core");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  return ParseCoreOptions(static_cast<int>(argv.size()), argv.data());
}

// What is said of a program "p.elf" with `argument` before it.
std::string ErrorOf(const std::string& argument) {
  const auto options = Parse({argument, "p.elf"});
  if (options.ok()) return "accepted";
  EXPECT_EQ(options.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(options.status().message());
}

TEST(ParseCoreOptions, AProgramAloneIsEnough) {
  const auto options = Parse({"p.elf"});
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->program, "p.elf");
  EXPECT_EQ(options->memory_base, 0x80000000u);
  EXPECT_EQ(options->memory_bytes, 64u << 20);
  EXPECT_EQ(options->latency, 1u);
  EXPECT_EQ(options->max_cycles, 0u);
  EXPECT_TRUE(options->lockstep);
  EXPECT_EQ(options->signature + options->trace + options->waves + options->json, "");
}

TEST(ParseCoreOptions, EveryOptionIsTakenOnEitherSideOfTheProgram) {
  const auto options = Parse({"--memory-base=0x1000", "--memory-size=16K", "--latency=3", "p.elf",
                              "--max-cycles=18446744073709551615", "--signature=s", "--trace=t",
                              "--waves=w", "--json=a=b", "--no-lockstep"});
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->program, "p.elf");
  EXPECT_EQ(options->memory_base, 0x1000u);
  EXPECT_EQ(options->memory_bytes, 16384u);
  EXPECT_EQ(options->latency, 3u);
  EXPECT_EQ(options->max_cycles, UINT64_MAX);
  EXPECT_EQ(options->signature, "s");
  EXPECT_EQ(options->trace, "t");
  EXPECT_EQ(options->waves, "w");
  EXPECT_EQ(options->json, "a=b");
  EXPECT_FALSE(options->lockstep);
}

TEST(ParseCoreOptions, TheLastOfTwoCounts) {
  const auto options = Parse({"p.elf", "--latency=3", "--latency=2"});
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->latency, 2u);
}

TEST(ParseCoreOptions, SizesHaveUnits) {
  EXPECT_EQ(Parse({"p.elf", "--memory-size=0x40"})->memory_bytes, 64u);
  EXPECT_EQ(Parse({"p.elf", "--memory-size=1M"})->memory_bytes, 1u << 20);
  EXPECT_EQ(Parse({"p.elf", "--memory-size=2G"})->memory_bytes, 2u << 30);
}

TEST(ParseCoreOptions, HelpNeedsNoProgramAndNamesEveryOption) {
  for (const char* help : {"--help", "-h"}) {
    const auto options = Parse({help});
    ASSERT_TRUE(options.ok()) << options.status();
    EXPECT_TRUE(options->help);
  }
  for (const char* option :
       {"--memory-base=", "--memory-size=", "--latency=", "--max-cycles=", "--signature=",
        "--trace=", "--waves=", "--json=", "--no-lockstep", "--help"}) {
    EXPECT_THAT(kCoreHelp, HasSubstr(option));
  }
}

TEST(ParseCoreOptions, ThereIsExactlyOneProgram) {
  EXPECT_THAT(std::string(Parse({}).status().message()), HasSubstr("which program?"));
  EXPECT_EQ(Parse({"a", "b"}).status().message(), "one program at a time, not 'a' and 'b'");
  EXPECT_EQ(ErrorOf(""), "a program's name is empty");
}

TEST(ParseCoreOptions, AFileOptionNeedsAFile) {
  for (const std::string name : {"--signature", "--trace", "--waves", "--json"}) {
    EXPECT_EQ(ErrorOf(name), name + " needs a file name: " + name + "=FILE");
    EXPECT_EQ(ErrorOf(name + "="), name + " needs a file name: " + name + "=FILE");
  }
}

TEST(ParseCoreOptions, NumbersAreInTheirRange) {
  EXPECT_EQ(ErrorOf("--latency=0"), "--latency: '0' is not a number from 1 to 1000000");
  EXPECT_EQ(ErrorOf("--latency"), "--latency: '' is not a number from 1 to 1000000");
  EXPECT_EQ(ErrorOf("--memory-base=0x100000000"),
            "--memory-base: '0x100000000' is not a number from 0 to 4294967295");
  for (const char* size : {"", "x", "-1", "+1", " 1", "1.5", "0x", "M", "4G", "1KB", "3",
                           "18446744073709551616", "18014398509481985K"}) {
    EXPECT_THAT(ErrorOf(std::string("--memory-size=") + size), HasSubstr("is not a number from 4"))
        << size;
  }
  EXPECT_THAT(ErrorOf("--max-cycles=0"), HasSubstr("is not a number from 1"));
}

TEST(ParseCoreOptions, UnknownOptionsAreNamed) {
  for (const std::string option : {"--wave=x", "--no-lockstep=1", "-q", "-", "--jsonx=1"}) {
    EXPECT_EQ(ErrorOf(option), "there is no option '" + option + "'; see 'ringside core --help'");
  }
}

}  // namespace
}  // namespace ringside
