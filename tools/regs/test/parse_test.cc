// Every mistake in a description is refused with its file, line and place.

#include "tools/regs/parse.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ringside::regs {
namespace {

constexpr char kGood[] = R"(name = "demo"
doc = "A block."
[[group]]
name = "lane"
doc = "A lane."
offset = 0x100
count = 4
stride = 0x40
[[register]]
name = "ctrl"
doc = "Control."
writer = "host"
offset = 0x8
fields = [
  { name = "on", bits = "0", access = "rw", doc = "On." },
  { name = "mode", bits = "3:2", access = "rw", reset = 2, doc = "Mode.", values = { a = 0, b = 3 } },
]
[[register]]
name = "left"
group = "lane"
doc = "Left."
writer = "hardware"
offset = 0x4
access = "ro"
)";

TEST(ParseBlockTest, ReadsEverything) {
  const absl::StatusOr<Block> block = ParseBlock("some/where/demo.regs.toml", kGood);
  ASSERT_TRUE(block.ok()) << block.status();
  ASSERT_EQ(block->registers.size(), 2u);

  const Register& ctrl = block->registers[0];
  EXPECT_EQ(ctrl.offset, 8u);
  EXPECT_EQ(ctrl.Reset(), 8u);
  EXPECT_FALSE(ctrl.whole);
  ASSERT_EQ(ctrl.fields.size(), 2u);
  EXPECT_EQ(ctrl.fields[1].Mask(), 0xcu);
  EXPECT_EQ(ctrl.fields[1].values[1].name, "b");

  const Register& left = block->registers[1];
  EXPECT_EQ(left.FullName(), "lane_left");
  EXPECT_EQ(left.offset, 0x104u);
  EXPECT_TRUE(left.whole);
  EXPECT_EQ(left.fields[0].Mask(), 0xffffffffu);
}

struct Mistake {
  const char* name;
  const char* right;
  const char* wrong;
  const char* message;
};

class ParseBlockMistakeTest : public testing::TestWithParam<Mistake> {};

TEST_P(ParseBlockMistakeTest, IsNamed) {
  const std::string text = absl::StrReplaceAll(kGood, {{GetParam().right, GetParam().wrong}});
  ASSERT_NE(text, kGood) << "the mistake was not made";
  const absl::StatusOr<Block> block = ParseBlock("demo.regs.toml", text);
  ASSERT_FALSE(block.ok());
  EXPECT_THAT(std::string(block.status().message()),
              testing::StartsWith(absl::StrCat("demo.regs.toml:", GetParam().message)));
}

constexpr Mistake kMistakes[] = {
    {"Syntax", "count = 4", "count = = 4", "7: syntax: "},
    {"WrongBlockName", "\"demo\"", "\"other\"",
     "1: block: name must be the file's name without .regs.toml"},
    {"UnknownKey", "count = 4", "count = 4\ncolour = 3",
     "8: group: colour is not a key known here"},
    {"MissingKey", "writer = \"host\"\n", "", "9: register ctrl: writer is missing"},
    {"UnknownWriter", "\"host\"", "\"user\"",
     "12: register ctrl: writer must be one of host, firmware, both, hardware; is \"user\""},
    {"UnknownAccess", "access = \"ro\"", "access = \"r\"",
     "24: register left: access must be one of rw, ro, wo, w1c, w1s, wp, rc; is \"r\""},
    {"UnknownGroup", "group = \"lane\"", "group = \"line\"",
     "20: register left: group \"line\" is not described above"},
    {"NameStyle", "name = \"ctrl\"", "name = \"Ctrl\"",
     "10: register: name must be lower_snake, is \"Ctrl\""},
    {"Unaligned", "offset = 0x8", "offset = 0x9",
     "13: register ctrl: offset must be a multiple of 4"},
    {"BeyondStride", "offset = 0x4\n", "offset = 0x40\n",
     "23: register left: offset must be below the stride of the group"},
    {"GroupTooLong", "count = 4", "count = 64",
     "7: group: count takes the group beyond the 4096 bytes of a block"},
    {"SameOffset", "offset = 0x8", "offset = 0x184",
     "23: register lane_left: offset is that of register ctrl"},
    {"BadBits", "\"3:2\"", "\"2:3\"",
     "16: register ctrl: field mode: bits must be \"msb:lsb\" or \"bit\", within 31:0"},
    {"BitsTwice", "\"3:2\"", "\"2:0\"",
     "16: register ctrl: field mode: bits overlap those of an earlier field"},
    {"FieldTwice", "\"mode\"", "\"on\"",
     "16: register ctrl: field on: name is that of an earlier field"},
    {"ResetTooBig", "reset = 2", "reset = 4",
     "16: register ctrl: field mode: reset must be a number from 0 to 3"},
    {"ValueTooBig", "b = 3", "b = 4",
     "16: register ctrl: field mode: values: b must be a number from 0 to 3"},
    {"ValueTwice", "b = 3", "b = 0",
     "16: register ctrl: field mode: values: b has the number of a"},
};

INSTANTIATE_TEST_SUITE_P(All, ParseBlockMistakeTest, testing::ValuesIn(kMistakes),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace ringside::regs
