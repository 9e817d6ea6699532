#include "tools/report/slot_picture.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/report/testing_result.h"

namespace ringside::report {
namespace {

using ::testing::HasSubstr;

// 1000 cycles in ten columns; the last stay of slot 1 has 40 cycles of one column and 60 of the
// next.
TEST(SlotPicture, ShowsWhoHeldEachSlotLongestInEachColumn) {
  EXPECT_EQ(SlotPicture(HandMadeResult(), 10),
            "slot 0  ##########\n"
            "slot 1  AAABBBBBAA\n"
            "slot 2  ..........\n"
            "slot 3  ..........\n"
            "        cycles 200 to 1,200, 100 a column; # kernel queue, . nobody\n");
}

TEST(SlotPicture, TheLongestOfSeveralStaysTogetherWins) {
  run::Result result = HandMadeResult();
  // In one column: queue 0 for 300 and 100 cycles, queue 1 for 500.
  EXPECT_THAT(SlotPicture(result, 1), HasSubstr("slot 1  B\n"));
  result.stays.push_back({.slot = 1, .queue = 0, .begin = 1'160, .end = 1'200});
  result.stays[2].end = 900;
  EXPECT_THAT(SlotPicture(result, 1), HasSubstr("slot 1  A\n"));
}

TEST(SlotPicture, ARunOfNoCyclesIsDrawnAndDividesByNothing) {
  run::Result result;
  EXPECT_THAT(SlotPicture(result, 4), HasSubstr("slot 3  ....\n"));
}

TEST(QueueLetter, RunsFromCapitalsToDigitsAndThenGivesUp) {
  EXPECT_EQ(QueueLetter(0), 'A');
  EXPECT_EQ(QueueLetter(26), 'a');
  EXPECT_EQ(QueueLetter(61), '9');
  EXPECT_EQ(QueueLetter(62), '?');
}

}  // namespace
}  // namespace ringside::report
