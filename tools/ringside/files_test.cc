#include "tools/ringside/files.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ringside {
namespace {

using ::testing::StartsWith;

class FilesTest : public testing::Test {
 protected:
  FilesTest() { std::filesystem::create_directories(folder_); }
  ~FilesTest() override {
    unsetenv("BUILD_WORKING_DIRECTORY");
    std::filesystem::remove_all(folder_);
  }

  static std::string ReadBack(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }

  const std::string folder_ = testing::TempDir() + "/files_test";
};

TEST_F(FilesTest, WithoutBazelAPathIsWhatItSays) {
  unsetenv("BUILD_WORKING_DIRECTORY");
  EXPECT_EQ(UserPath("a/b"), "a/b");
  EXPECT_EQ(UserPath("/a/b"), "/a/b");
  EXPECT_EQ(UserPath(""), "");
}

TEST_F(FilesTest, UnderBazelRunARelativePathStartsWhereTheUserIs) {
  setenv("BUILD_WORKING_DIRECTORY", folder_.c_str(), 1);
  EXPECT_EQ(UserPath("a.toml"), folder_ + "/a.toml");
  EXPECT_EQ(UserPath("/a/b"), "/a/b");
  EXPECT_EQ(UserPath(""), "");
}

// The demo's own scenario is named relative to the runfiles.
TEST_F(FilesTest, UnderBazelRunAPathInTheRunfilesIsLeftAlone) {
  setenv("BUILD_WORKING_DIRECTORY", folder_.c_str(), 1);
  EXPECT_EQ(UserPath("firmware/firmware.elf"), "firmware/firmware.elf");
}

TEST_F(FilesTest, WhatIsWrittenIsRead) {
  const std::string path = folder_ + "/out";
  ASSERT_TRUE(CheckWritable(path).ok());
  EXPECT_FALSE(std::filesystem::exists(path)) << "the check must create nothing";
  ASSERT_TRUE(WriteFile(path, "first, and longer").ok());
  ASSERT_TRUE(CheckWritable(path).ok());
  EXPECT_EQ(ReadBack(path), "first, and longer");
  ASSERT_TRUE(WriteFile(path, std::string("a\0b\n", 4)).ok());
  EXPECT_EQ(ReadBack(path), std::string("a\0b\n", 4));
}

TEST_F(FilesTest, WhatCannotBeWrittenIsNamedWithTheReason) {
  const absl::Status no_folder = CheckWritable(folder_ + "/none/out");
  EXPECT_EQ(no_folder.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(no_folder.message(), "cannot write " + folder_ + "/none/out: there is no such folder");
  EXPECT_EQ(CheckWritable(folder_).message(), "cannot write " + folder_ + ": is a folder");
  EXPECT_THAT(std::string(WriteFile(folder_ + "/none/out", "").message()),
              StartsWith("cannot write "));
}

TEST_F(FilesTest, TheFirmwareIsInTheRunfiles) {
  const auto firmware = ReadFirmware();
  ASSERT_TRUE(firmware.ok()) << firmware.status();
  ASSERT_GT(firmware->size(), 4u);
  EXPECT_EQ(std::string(firmware->begin(), firmware->begin() + 4), "\177ELF");
}

}  // namespace
}  // namespace ringside
