// Uses a generated header as a driver does. All is known at compile time, on either processor.

#include "tools/regs/test/example_regs.h"

#include "gtest/gtest.h"

namespace ringside::regs::example {
namespace {

TEST(ExampleRegsTest, GroupedOffsets) {
  static_assert(kLaneCount == 2);
  EXPECT_EQ(LaneStatusOffset(0), 0x104u);
  EXPECT_EQ(LaneStatusOffset(1), 0x124u);
}

TEST(ExampleRegsTest, FieldsComeOutOfAWord) {
  EXPECT_EQ(GetLaneStatusState(0x12340300), kLaneStatusStateFaulted);
  EXPECT_EQ(GetLaneStatusLeft(0x12340300), 0x1234u);
}

TEST(ExampleRegsTest, FieldsGoIntoAWordAndNoFurther) {
  EXPECT_EQ(MakeLaneCmdStart(1) | MakeLaneCmdStop(1), 3u);
  EXPECT_EQ(MakeLimitWords(0x1ff), kLimitWordsMask);
}

TEST(ExampleRegsTest, Reset) {
  EXPECT_EQ(kIdReset, 0x52494e47u);
  EXPECT_EQ(kLimitReset, 16u << kLimitWordsShift);
}

}  // namespace
}  // namespace ringside::regs::example
