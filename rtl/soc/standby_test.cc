// The clock may stop only when all is idle, nothing comes in, and both have been so for a while.
#include <memory>

#include "Vstandby.h"
#include "gtest/gtest.h"
#include "verilated.h"

namespace ringside {
namespace {

constexpr uint8_t kAllIdle = 0x7f;
constexpr int kSettleCycles = 4;

class StandbyTest : public testing::Test {
 protected:
  StandbyTest() {
    context_.threads(1);
    model_ = std::make_unique<Vstandby>(&context_);
    Step();
    model_->rst_ni = 1;
    model_->idle_i = kAllIdle;
  }

  // A cycle; whether the clock might have stopped in it.
  bool Step() {
    model_->clk_i = 0;
    model_->eval();
    const bool quiescent = model_->quiescent_o != 0;
    model_->clk_i = 1;
    model_->eval();
    return quiescent;
  }
  void Settle() {
    for (int i = 0; i < kSettleCycles; ++i) EXPECT_FALSE(Step()) << i;
    EXPECT_TRUE(Step());
  }

  VerilatedContext context_;
  std::unique_ptr<Vstandby> model_;
};

TEST_F(StandbyTest, EveryBlockKeepsTheClockRunning) {
  Settle();
  for (int block = 0; block < 7; ++block) {
    model_->idle_i = static_cast<uint8_t>(kAllIdle & ~(1 << block));
    EXPECT_FALSE(Step()) << block;
    model_->idle_i = kAllIdle;
    Settle();
  }
}

TEST_F(StandbyTest, AnInputKeepsTheClockRunning) {
  Settle();
  model_->input_i = 1;
  EXPECT_FALSE(Step());
  model_->input_i = 0;
  Settle();
}

using StandbyDeathTest = StandbyTest;

TEST_F(StandbyDeathTest, AStandOutOfTurnIsCaught) {
  model_->stood_cycles_i = 1;
  EXPECT_DEATH(Step(), "");
}

}  // namespace
}  // namespace ringside
