#include "tools/report/table.h"

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/report/testing_result.h"

namespace ringside::report {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kGolden[] = R"(scenario hand, seed 7: 1,200 cycles

   queue       packets  bytes moved  cycles on slot  maps  preempts  restores  doorbells  lost   state
A  paint/blit        6      786,432             400     2         1         1          3     0  MAPPED
B  paint/logs        2            8             500     1         0         0          1     0  MAPPED
   all               8      786,440             900     3         1         1          4     0

                      - doorbell to execution --  ----- preempt ------  ----- restore ------
   latency in cycles  count  p50     p99     max  count  p50  p99  max  count  p50  p99  max
A  paint/blit             3   40  12,345  12,345      1  250  250  250      1   80   80   80
B  paint/logs             0    -       -       -      0    -    -    -      0    -    -    -
   all                    3   40  12,345  12,345      1  250  250  250      1   80   80   80

memory: 1 evictions, 4,096 bytes migrated, 2 TLB invalidations
driver: 9 firmware commands, 12 interrupts
preempted inside a copy: queue 'blit' at cycle 490, 131,072 of 262,144 bytes left

slot 0  ################################################################################################
slot 1  AAAAAAAAAAAAAAAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB.....AAAAAAAAAAA...
slot 2  ................................................................................................
slot 3  ................................................................................................
        cycles 200 to 1,200, 10 a column; # kernel queue, . nobody

verified: 1,048,576 bytes compared
)";

TEST(Table, ShowsAllThatWasMeasured) { EXPECT_EQ(Table(HandMadeResult(), false), kGolden); }

TEST(Table, AFailureNamesEveryProblemAndEndsWithTheVerdict) {
  const std::string table = Table(FailedResult(), false);
  EXPECT_THAT(table, HasSubstr("fault: process 'paint' queue 'logs': bad opcode\n"));
  EXPECT_THAT(table, EndsWith("problem: process 'paint', buffer 'b', offset 0x10: found 0x00, "
                              "expected 0x01\n"
                              "problem: queue 'logs' was stopped by a fault\n"
                              "NOT verified: 1,048,576 bytes compared\n"));
  EXPECT_THAT(table, HasSubstr("HUNG"));
}

TEST(Table, StrayRingsAreLostToNoQueueInParticular) {
  for (const std::string& line :
       std::vector<std::string>(absl::StrSplit(Table(FailedResult(), false), '\n'))) {
    if (line.find("paint/logs") != std::string::npos && line.find("HUNG") != std::string::npos) {
      EXPECT_THAT(line, HasSubstr(" 1     1    HUNG"));
    }
  }
  EXPECT_THAT(Table(FailedResult(), false), HasSubstr("         4     2\n"));
}

TEST(Table, ColoursOnlyTheVerdictAndOnlyOnDemand) {
  EXPECT_THAT(Table(HandMadeResult(), false), Not(HasSubstr("\033")));
  EXPECT_THAT(Table(FailedResult(), false), Not(HasSubstr("\033")));
  EXPECT_THAT(Table(HandMadeResult(), true), HasSubstr("\n\033[32mverified\033[0m: "));
  EXPECT_THAT(Table(FailedResult(), true), HasSubstr("\n\033[31mNOT verified\033[0m: "));
}

TEST(Table, TheHostsTimeIsOneLineAndOnlyIfMeasured) {
  run::Result result = HandMadeResult();
  EXPECT_THAT(Table(result, false), Not(HasSubstr("simulated")));
  result.cycles = 3'000'000;
  result.host_seconds = 1.5;
  EXPECT_THAT(Table(result, false),
              HasSubstr("\nsimulated 2.00 million cycles a second (1.5 s)\n"));
}

}  // namespace
}  // namespace ringside::report
