#include "testbench/jtag/remote_bitbang.h"

#include <string>

#include "gtest/gtest.h"

namespace ringside {
namespace {

using Action = RemoteBitbang::Action;

TEST(RemoteBitbang, DigitsAreTckTmsTdi) {
  RemoteBitbang decoder;
  for (int value = 0; value < 8; ++value) {
    ASSERT_EQ(decoder.Take(static_cast<char>('0' + value)), Action::kPins);
    EXPECT_EQ(decoder.pins().tck, (value & 4) != 0) << value;
    EXPECT_EQ(decoder.pins().tms, (value & 2) != 0) << value;
    EXPECT_EQ(decoder.pins().tdi, (value & 1) != 0) << value;
    EXPECT_TRUE(decoder.pins().trst_n) << value;
  }
}

// SRST, the second of the two, is nobody's here.
TEST(RemoteBitbang, ResetLettersAreTrst) {
  RemoteBitbang decoder;
  const struct {
    char letter;
    bool trst_n;
  } cases[] = {{'t', false}, {'r', true}, {'u', false}, {'s', true}};
  for (const auto& c : cases) {
    ASSERT_EQ(decoder.Take(c.letter), Action::kPins);
    EXPECT_EQ(decoder.pins().trst_n, c.trst_n) << c.letter;
  }
}

TEST(RemoteBitbang, ResetLeavesTheOtherPins) {
  RemoteBitbang decoder;
  decoder.Take('5');
  decoder.Take('t');
  EXPECT_TRUE(decoder.pins().tck);
  EXPECT_FALSE(decoder.pins().tms);
  EXPECT_TRUE(decoder.pins().tdi);
}

TEST(RemoteBitbang, ReadQuitAndBlink) {
  RemoteBitbang decoder;
  EXPECT_EQ(decoder.Take('R'), Action::kSampleTdo);
  EXPECT_EQ(decoder.Take('Q'), Action::kQuit);
  EXPECT_EQ(decoder.Take('B'), Action::kNone);
  EXPECT_EQ(decoder.Take('b'), Action::kNone);
  EXPECT_EQ(RemoteBitbang::TdoByte(false), '0');
  EXPECT_EQ(RemoteBitbang::TdoByte(true), '1');
}

TEST(RemoteBitbang, AnyOtherByteChangesNothing) {
  RemoteBitbang decoder;
  decoder.Take('6');
  const std::string known = "01234567rstuRQBb";
  int unknown = 0;
  for (int byte = 0; byte < 256; ++byte) {
    if (known.find(static_cast<char>(byte)) != std::string::npos) continue;
    ++unknown;
    ASSERT_EQ(decoder.Take(static_cast<char>(byte)), Action::kUnknown) << byte;
  }
  EXPECT_EQ(unknown, 256 - 16);
  EXPECT_TRUE(decoder.pins().tck);
  EXPECT_TRUE(decoder.pins().tms);
  EXPECT_FALSE(decoder.pins().tdi);
}

}  // namespace
}  // namespace ringside
