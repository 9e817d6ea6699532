#include "testbench/core_runner/htif.h"

#include <cstring>
#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace ringside {
namespace {

constexpr uint32_t kBase = 0x8000'0000;
constexpr uint32_t kTohost = kBase + 0x100;
constexpr uint32_t kFromhost = kBase + 0x140;
constexpr uint32_t kBlock = kBase + 0x200;
constexpr uint32_t kText = kBase + 0x300;
// More than the host waits for the second half.
constexpr int kLong = 20;

class HtifTest : public testing::Test {
 protected:
  Htif Make(Htif::Addresses addresses) {
    return Htif(
        addresses, &memory_,
        [this](uint32_t address, uint32_t value) { memory_.Store(address, 4, value); },
        [this](int fd, const std::string& text) { (fd == 2 ? err_ : out_) += text; });
  }

  // The program stores a word; does it end with that?
  bool Put(uint32_t address, uint32_t value) {
    memory_.Store(address, 4, value);
    return htif_.OnRetired({.pc_wdata = 4, .mem_addr = address, .mem_wmask = 15});
  }
  bool Read(uint32_t address) {
    return htif_.OnRetired({.pc_wdata = 4, .mem_addr = address, .mem_rmask = 15});
  }
  // It does something else, this often.
  bool Work(int instructions) {
    for (int i = 0; i < instructions; ++i) {
      if (htif_.OnRetired({.pc_wdata = 4})) return true;
    }
    return false;
  }
  // A system call, as far as the program's part goes; then the host's result.
  int32_t Call(uint32_t number, uint32_t a, uint32_t b, uint32_t c) {
    for (uint32_t i = 0; i < 4; ++i) Put(kBlock + 8 * i, (uint32_t[]){number, a, b, c}[i]);
    EXPECT_FALSE(Put(kTohost, kBlock));
    EXPECT_FALSE(Put(kTohost + 4, 0));
    EXPECT_EQ(memory_.Word(kFromhost), 1u);
    return static_cast<int32_t>(memory_.Word(kBlock));
  }

  ProgramMemory memory_{kBase, 0x1000, kBase};
  std::string out_;
  std::string err_;
  Htif htif_ = Make({.tohost = kTohost, .fromhost = kFromhost});
};

TEST_F(HtifTest, AnOddValueIsTheExitCode) {
  EXPECT_FALSE(Put(kTohost, 5 << 1 | 1));
  EXPECT_TRUE(Put(kTohost + 4, 0));
  ASSERT_TRUE(htif_.end().ok());
  EXPECT_EQ(*htif_.end(), 5u);
}

TEST_F(HtifTest, TheSecondHalfIsNotWaitedForForEver) {
  EXPECT_FALSE(Put(kTohost, 1));
  EXPECT_TRUE(Work(kLong));
  EXPECT_EQ(*htif_.end(), 0u);
}

TEST_F(HtifTest, NorByAProgramThatSpinsSleepsOrPolls) {
  EXPECT_FALSE(Put(kTohost, 1));
  EXPECT_TRUE(htif_.OnRetired({.pc_rdata = 8, .pc_wdata = 8}));
  EXPECT_FALSE(Put(kTohost, 1));
  EXPECT_TRUE(htif_.OnSleep());
  EXPECT_FALSE(Put(kTohost, 1));
  EXPECT_TRUE(Read(kTohost));
  EXPECT_FALSE(Put(kTohost, 1));
  EXPECT_TRUE(Read(kFromhost));
}

TEST_F(HtifTest, NothingWrittenIsNothingMeant) {
  EXPECT_FALSE(Put(kTohost, 0));
  EXPECT_FALSE(Put(kTohost + 4, 0));
  EXPECT_FALSE(Put(kTohost + 8, 1)) << "behind it";
  EXPECT_FALSE(Put(kTohost - 4, 1)) << "before it";
  EXPECT_FALSE(Work(kLong));
  EXPECT_FALSE(htif_.OnSleep());
}

// An odd character's half alone would be an exit code.
TEST_F(HtifTest, TheConsoleTakesCharactersInEitherOrderOfHalves) {
  EXPECT_FALSE(Put(kTohost, 'A'));
  EXPECT_FALSE(Put(kTohost + 4, 0x01010000));
  EXPECT_EQ(memory_.Word(kTohost) | memory_.Word(kTohost + 4), 0u) << "taken";
  EXPECT_FALSE(Put(kTohost + 4, 0x01010000));
  EXPECT_FALSE(Put(kTohost, 'B'));
  EXPECT_FALSE(Work(kLong));
  EXPECT_EQ(out_, "AB");
}

TEST_F(HtifTest, WritesToBothFiles) {
  std::memcpy(memory_.At(kText), "hello", 5);
  EXPECT_EQ(Call(64, 1, kText, 5), 5);
  EXPECT_EQ(Call(64, 2, kText + 1, 3), 3);
  EXPECT_EQ(Call(64, 1, kText, 0), 0);
  EXPECT_EQ(out_, "hello");
  EXPECT_EQ(err_, "ell");
}

TEST_F(HtifTest, BadCallsAreAnsweredWithAnError) {
  EXPECT_EQ(Call(64, 3, kText, 5), -9);
  EXPECT_EQ(Call(64, 1, kBase - 1, 5), -14);
  EXPECT_EQ(Call(64, 1, kText, 0xffffffff), -14);
  EXPECT_EQ(Call(63, 0, kText, 5), -38);
  EXPECT_EQ(memory_.Word(kBlock + 4), 0xffffffff) << "sign of the 64-bit result";
  EXPECT_EQ(out_ + err_, "");
}

TEST_F(HtifTest, TheExitCallEnds) {
  Put(kBlock, 93);
  Put(kBlock + 8, 7);
  Put(kTohost, kBlock);
  EXPECT_TRUE(Put(kTohost + 4, 0));
  EXPECT_EQ(*htif_.end(), 7u);
}

TEST_F(HtifTest, NonsenseEndsWithAnError) {
  for (const auto& [low, high] : {std::pair{0x1234u, 0u}, {kBase + 0xffe, 0u}, {1u, 0x02000000u}}) {
    Put(kTohost, low);
    EXPECT_TRUE(Put(kTohost + 4, high) || Work(kLong));
    EXPECT_EQ(htif_.end().status().code(), absl::StatusCode::kInvalidArgument);
  }
}

// Some programs have 32-bit words; then fromhost is where the upper half would be.
TEST_F(HtifTest, WordsMayBeNarrow) {
  Htif narrow = Make({.tohost = kTohost, .fromhost = kTohost + 4});
  memory_.Store(kTohost + 4, 4, 0xdeadbeef);
  memory_.Store(kTohost, 4, 3 << 1 | 1);
  EXPECT_TRUE(narrow.OnRetired({.pc_wdata = 4, .mem_addr = kTohost, .mem_wmask = 15}));
  EXPECT_EQ(*narrow.end(), 3u);
  EXPECT_EQ(memory_.Word(kTohost + 4), 0xdeadbeef);
}

}  // namespace
}  // namespace ringside
