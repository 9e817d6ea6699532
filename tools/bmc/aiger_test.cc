#include "tools/bmc/aiger.h"

#include <sstream>
#include <string>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"

namespace ringside {
namespace {

// One input (literal 2), one latch (4) that becomes 1 with the input and stays, and the gates that
// does: 6 = !input & !latch, next = !6.
const char kSticky[] = "aig 3 1 1 0 1 1\n7\n5\n\x01\x02";

absl::StatusOr<Aiger> Read(const std::string& text) {
  std::istringstream in(text);
  return Aiger::Read(in);
}

TEST(AigerTest, EvaluatesCycleByCycle) {
  absl::StatusOr<Aiger> graph = Read(kSticky);
  ASSERT_TRUE(graph.ok()) << graph.status();
  EXPECT_EQ(graph->inputs(), 1u);
  std::string latch;
  for (const bool input : {false, true, false, false}) {
    graph->Step({input});
    EXPECT_EQ(graph->Value(2), input);
    EXPECT_FALSE(graph->Value(0));
    EXPECT_TRUE(graph->Value(1));
    EXPECT_NE(graph->Value(4), graph->Value(5));
    latch += graph->Value(4) ? '1' : '0';
  }
  EXPECT_EQ(latch, "0011");
}

TEST(AigerTest, RefusesWhatIsCutShort) {
  const std::string whole = kSticky;
  for (size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(Read(whole.substr(0, length)).ok()) << length;
  }
}

TEST(AigerTest, RefusesWhatIsNotOne) {
  EXPECT_FALSE(Read("aag 3 1 1 0 1\n").ok());
  EXPECT_FALSE(Read("aig 9 1 1 0 1\n7\n\x01\x02").ok());        // Sums do not agree.
  EXPECT_FALSE(Read("aig 3 1 1 0 1 1\n99\n5\n\x01\x02").ok());  // No such variable.
  EXPECT_FALSE(Read("aig 3 1 1 0 1 1\n7\n5\n\x09\x02").ok());   // A gate before the constants.
}

}  // namespace
}  // namespace ringside
