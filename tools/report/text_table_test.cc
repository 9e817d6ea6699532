#include "tools/report/text_table.h"

#include "gtest/gtest.h"

namespace ringside::report {
namespace {

TEST(Grouped, PutsACommaBeforeEveryThirdDigitFromTheEnd) {
  EXPECT_EQ(Grouped(0), "0");
  EXPECT_EQ(Grouped(999), "999");
  EXPECT_EQ(Grouped(1000), "1,000");
  EXPECT_EQ(Grouped(12345678), "12,345,678");
  EXPECT_EQ(Grouped(UINT64_MAX), "18,446,744,073,709,551,615");
}

TEST(TextTable, NamesStandLeftAndNumbersRight) {
  TextTable table(1);
  table.AddRow({"name", "n", "state"});
  table.AddRow({"a", "1000", "ok"});
  EXPECT_EQ(table.ToString(),
            "name     n  state\n"
            "a     1000     ok\n");
}

TEST(TextTable, LinesHaveNoTrailingBlanks) {
  TextTable table(2);
  table.AddRow({"a", "long"});
  table.AddRow({"b", ""});
  EXPECT_EQ(table.ToString(), "a  long\nb\n");
}

TEST(TextTable, AHeadingSpansItsColumns) {
  TextTable table(1);
  table.AddHeading(1, 2, "wide");
  table.AddHeading(3, 3, "x");
  table.AddRow({"name", "first", "second", "third"});
  EXPECT_EQ(table.ToString(),
            "      --- wide ----  - x -\n"
            "name  first  second  third\n");
}

}  // namespace
}  // namespace ringside::report
