#include "rtl/core/core_coverage.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "gtest/gtest.h"
#include "testbench/iss/assembler.h"
#include "testbench/iss/iss.h"

namespace ringside {
namespace {

uint64_t Count(const CoreCoverage& coverage, const std::string& point) {
  for (const CoverageGroup& group : coverage.Groups()) {
    for (const auto& [name, count] : group.points) {
      if (name == point) return count;
    }
  }
  ADD_FAILURE() << "no point " << point;
  return 0;
}

Retired Load(uint32_t rd) {
  return {.insn = rv::Lw(static_cast<int>(rd), 15, 0), .rs1_addr = 15, .rd_addr = rd};
}
Retired Add(uint32_t rd, uint32_t rs1, uint32_t rs2) {
  return {.insn = rv::Add(static_cast<int>(rd), static_cast<int>(rs1), static_cast<int>(rs2)),
          .rs1_addr = rs1,
          .rs2_addr = rs2,
          .rd_addr = rd};
}

TEST(CoreCoverage, CountsInstructionsOfBothSizes) {
  CoreCoverage coverage;
  coverage.Add(Add(1, 2, 3));
  coverage.Add({.insn = 0x0001});
  EXPECT_EQ(Count(coverage, "add"), 1u);
  EXPECT_EQ(Count(coverage, "c.nop"), 1u);
  EXPECT_EQ(Count(coverage, "sub"), 0u);
}

TEST(CoreCoverage, CountsNothingOfWhatTrapped) {
  CoreCoverage coverage;
  Retired bad = Load(5);
  bad.trap = true;
  coverage.Add(bad);
  coverage.Add(Add(1, 5, 5));
  EXPECT_EQ(Count(coverage, "lw"), 0u);
  EXPECT_EQ(Count(coverage, "load to alu rs1, 1 behind"), 0u);
}

TEST(CoreCoverage, AHazardIsWithTheYoungestWriter) {
  CoreCoverage coverage;
  coverage.Add(Load(5));
  coverage.Add(Add(5, 0, 0));
  coverage.Add(Add(6, 5, 0));
  EXPECT_EQ(Count(coverage, "alu to alu rs1, 1 behind"), 1u);
  EXPECT_EQ(Count(coverage, "load to alu rs1, 2 behind"), 0u);
}

TEST(CoreCoverage, HazardsReachTwoInstructionsBackAndNotIntoTheLastProgram) {
  CoreCoverage coverage;
  coverage.Add(Load(5));
  coverage.Add(Add(6, 0, 0));
  coverage.Add(Add(7, 0, 5));
  EXPECT_EQ(Count(coverage, "load to alu rs2, 2 behind"), 1u);
  coverage.Restart();
  coverage.Add(Add(7, 7, 0));
  EXPECT_EQ(Count(coverage, "alu to alu rs1, 1 behind"), 0u);
}

TEST(CoreCoverage, SeesCausesAndFieldsWhenTheyAreRead) {
  CoreCoverage coverage;
  coverage.Add({.insn = rv::Csrrs(5, rv::kMcause, 0), .rd_addr = 5, .rd_wdata = 0x8000'0007});
  EXPECT_EQ(Count(coverage, "interrupt 7"), 1u);
  EXPECT_EQ(Count(coverage, "mcause.Interrupt bit 31 is 1"), 1u);
  EXPECT_EQ(Count(coverage, "mcause.Interrupt bit 31 is 0"), 0u);
}

TEST(CoreCoverage, MergesAndReports) {
  CoreCoverage one, other;
  one.Add(Add(1, 2, 3));
  other.Add(Add(1, 2, 3));
  one.Merge(other);
  EXPECT_EQ(Count(one, "add"), 2u);
  const std::vector<CoverageGroup> groups = {
      {.name = "g", .points = {{"a", 1}, {"b", 0}, {"c", 0}}}};
  EXPECT_EQ(CoverageText(groups, 1), "g                1 of    3; not b and 1 more\n");
  EXPECT_NE(CoverageJson(groups).find("\"covered\": 1"), std::string::npos);
}

}  // namespace
}  // namespace ringside
