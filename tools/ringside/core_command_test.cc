// `ringside core` as its user meets it: exit codes, what is printed, the files that are written.
#include "tools/ringside/core_command.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace ringside {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string Program(const std::string& name) {
  return absl::StrCat("testbench/core_runner/programs/", name, ".elf");
}

std::string ReadBack(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

class CoreCommandTest : public testing::Test {
 protected:
  CoreCommandTest() { std::filesystem::create_directories(folder_); }
  ~CoreCommandTest() override { std::filesystem::remove_all(folder_); }

  // Runs the command; leaves what it printed in out_ and err_.
  int Core(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "core");
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int code = CoreCommand(static_cast<int>(argv.size()), argv.data());
    out_ = testing::internal::GetCapturedStdout();
    err_ = testing::internal::GetCapturedStderr();
    return code;
  }

  // A file of these bytes.
  std::string File(const std::string& name, const std::string& bytes) {
    const std::string path = Path(name);
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  std::string Path(const std::string& name) const { return folder_ + "/" + name; }

  const std::string folder_ = testing::TempDir() + "/core_command_test";
  std::string out_;
  std::string err_;
};

TEST_F(CoreCommandTest, TheExitCodeIsTheProgramsAndNothingElseIsSaid) {
  EXPECT_EQ(Core({Program("sum")}), 0);
  EXPECT_EQ(out_ + err_, "");
  EXPECT_EQ(Core({Program("exit_code")}), 42);
  EXPECT_EQ(out_ + err_, "");
  EXPECT_EQ(Core({Program("exit_call")}), 7);
}

TEST_F(CoreCommandTest, OutputGoesWhereTheProgramSends) {
  EXPECT_EQ(Core({Program("output")}), 0);
  EXPECT_EQ(out_, "hello\nAB\n");
  EXPECT_EQ(err_, "oh\n");
}

TEST_F(CoreCommandTest, WritesTheSignature) {
  EXPECT_EQ(Core({Program("sum"), "--signature=" + Path("s")}), 0);
  EXPECT_EQ(ReadBack(Path("s")), "00000001\n00000003\n00000006\ndeadbeef\n");
}

TEST_F(CoreCommandTest, WritesATrace) {
  EXPECT_EQ(Core({Program("sum"), "--trace=" + Path("t")}), 0);
  const std::string trace = ReadBack(Path("t"));
  EXPECT_THAT(trace, StartsWith("       2 80000004 "));
  EXPECT_THAT(trace, HasSubstr(" add a2,a2,a1                 # a2=00000001\n"));
}

TEST_F(CoreCommandTest, WritesCountsAsJson) {
  EXPECT_EQ(Core({Program("traps"), "--json=" + Path("j")}), 9);
  const auto json = nlohmann::json::parse(ReadBack(Path("j")));
  EXPECT_EQ(json["exit_code"], 9);
  EXPECT_EQ(json["traps"], 9);
  const auto& stalls = json["stalls"];
  int lost = 0;
  for (const auto& [reason, cycles] : stalls.items()) lost += cycles.get<int>();
  EXPECT_EQ(json["cycles"].get<int>(), json["instret"].get<int>() + lost);
  EXPECT_GE(stalls["trap"].get<int>(), 9);
  EXPECT_DOUBLE_EQ(json["cpi"].get<double>(),
                   json["cycles"].get<double>() / json["instret"].get<double>());
}

TEST_F(CoreCommandTest, WritesWaves) {
  EXPECT_EQ(Core({Program("sum"), "--waves=" + Path("w.fst")}), 0);
  EXPECT_GT(std::filesystem::file_size(Path("w.fst")), 1000u);
}

TEST_F(CoreCommandTest, ARunThatDoesNotEndFailsAndStillReports) {
  EXPECT_EQ(Core({Program("no_tohost"), "--max-cycles=100", "--json=" + Path("j")}), 1);
  EXPECT_EQ(err_,
            "ringside: " + Program("no_tohost") + ": the program has not ended after 100 cycles\n");
  const auto json = nlohmann::json::parse(ReadBack(Path("j")));
  EXPECT_TRUE(json["exit_code"].is_null());
  EXPECT_EQ(json["error"], "the program has not ended after 100 cycles");
  EXPECT_EQ(json["cycles"], 100);
  EXPECT_EQ(Core({Program("spin")}), 1);
  EXPECT_THAT(err_, HasSubstr("jumps to itself"));
}

TEST_F(CoreCommandTest, ASoundFileIsAskedFor) {
  const std::string good = ReadBack(Program("sum"));
  ASSERT_GT(good.size(), 1000u);
  std::string wide = good, big = good, foreign = good, cut = good.substr(0, good.size() - 1);
  wide[4] = 2;
  big[5] = 2;
  foreign[18] = 62;
  const std::pair<std::string, std::string> cases[] = {
      {Path("none"), "cannot read " + Path("none")},
      {folder_, "cannot read " + folder_ + ": is a folder"},
      {File("empty", ""), Path("empty") + ": the file is empty"},
      {File("text", "hello, world"), Path("text") + ": not an ELF file"},
      {File("wide", wide), Path("wide") + ": a 64-bit ELF file; the core is 32-bit"},
      {File("big", big), Path("big") + ": a big-endian ELF file; the core is little-endian"},
      {File("foreign", foreign), Path("foreign") + ": not for RISC-V (ELF machine 62)"},
      {File("short", good.substr(0, 40)),
       Path("short") + ": truncated: shorter than an ELF header"},
      {File("cut", cut),
       Path("cut") + ": truncated: section headers are beyond the end of the file"},
  };
  for (const auto& [path, error] : cases) {
    EXPECT_EQ(Core({path}), 2) << path;
    EXPECT_EQ(err_, "ringside: " + error + "\n");
    EXPECT_EQ(out_, "");
  }
}

TEST_F(CoreCommandTest, AProgramThatCannotRunIsRefused) {
  const auto refused = [&](std::vector<std::string> arguments) {
    EXPECT_EQ(Core(std::move(arguments)), 2);
    EXPECT_EQ(out_, "");
    return err_;
  };
  EXPECT_THAT(refused({Program("no_tohost")}), HasSubstr("no symbol tohost"));
  EXPECT_THAT(refused({Program("sum"), "--memory-base=0x10000000"}),
              HasSubstr("is outside memory, 0x10000000 to 0x13ffffff\n"));
  EXPECT_THAT(refused({Program("sum"), "--memory-size=4"}), HasSubstr("is outside memory"));
  EXPECT_THAT(refused({Program("sum"), "--memory-size=3G"}), HasSubstr("reaches beyond"));
  EXPECT_THAT(refused({Program("sum"), "--memory-size=66"}), HasSubstr("multiples of 4"));
  EXPECT_THAT(refused({Program("spin"), "--signature=" + Path("s")}), HasSubstr("no signature"));
  EXPECT_THAT(refused({Program("sum"), "--json=" + Path("none/j")}), HasSubstr("cannot write"));
  EXPECT_THAT(refused({Program("sum"), "--quick"}), HasSubstr("there is no option '--quick'"));
  EXPECT_THAT(refused({}), HasSubstr("which program?"));
}

TEST_F(CoreCommandTest, Helps) {
  EXPECT_EQ(Core({"--help"}), 0);
  EXPECT_THAT(out_, StartsWith("usage: ringside core "));
}

}  // namespace
}  // namespace ringside
