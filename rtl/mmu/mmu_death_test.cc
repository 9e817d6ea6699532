// Proves that the MMU's assertions are live: what must not happen ends the program.
#include "gtest/gtest.h"
#include "rtl/mmu/mmu_bench.h"

namespace ringside {
namespace {

TEST(MmuDeathTest, DataThatNobodyReadIsCaught) {
  MmuBench bench;
  Vmmu_testbench& model = bench.model();
  EXPECT_DEATH(
      {
        model.r_valid_i = 1;
        model.clk_i = 0;
        model.eval();
        model.clk_i = 1;
        model.eval();
      },
      "");
}

TEST(MmuDeathTest, RequestThatDoesNotWaitIsCaught) {
  MmuBench bench;
  const MmuRequest request{.vmid = 1, .va = 0x1000};
  // The walk for the first keeps the second waiting.
  ASSERT_TRUE(bench.Step(request));
  ASSERT_FALSE(bench.Step(request));
  EXPECT_DEATH(
      {
        bench.Step();
        bench.Step();
      },
      "");
}

}  // namespace
}  // namespace ringside
