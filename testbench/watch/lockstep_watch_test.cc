// What the watcher of the retire port tells, and that a difference stops the run.
#include <memory>
#include <string>
#include <vector>

#include "Vlockstep_watch.h"
#include "Vlockstep_watch__Dpi.h"
#include "gtest/gtest.h"
#include "verilated.h"

namespace {

// What the watcher called, in order, and what the next comparison answers.
std::vector<std::string> calls;
bool same = true;

}  // namespace

void rs_lockstep_write(unsigned int dtcm, unsigned int addr, unsigned int value) {
  calls.push_back((dtcm != 0 ? "data " : "code ") + std::to_string(addr) + " " +
                  std::to_string(value));
}

void rs_lockstep_reset() { calls.push_back("reset"); }

int rs_lockstep_retire(unsigned long long order, unsigned int insn, unsigned int flags,
                       unsigned int, unsigned int, unsigned int, unsigned int, unsigned int,
                       unsigned int, unsigned int, unsigned int, unsigned int, unsigned int,
                       unsigned int, unsigned int, unsigned int, unsigned int) {
  calls.push_back("retire " + std::to_string(order) + " " + std::to_string(insn) + " " +
                  std::to_string(flags));
  return same;
}

namespace ringside {
namespace {

class LockstepWatchTest : public testing::Test {
 protected:
  // `argument` is a plus-argument of the simulation.
  void Start(const std::string& argument) {
    calls.clear();
    same = true;
    const char* arguments[] = {"test", argument.c_str()};
    context_.commandArgs(2, arguments);
    watch_ = std::make_unique<Vlockstep_watch>(&context_);
    watch_->rst_ni = 1;
    watch_->core_rst_ni = 1;
    Clock();
  }

  void Clock() {
    watch_->clk_i = 0;
    watch_->eval();
    watch_->clk_i = 1;
    watch_->eval();
  }

  void Retire() {
    watch_->rvfi_valid = 1;
    watch_->rvfi_order = 5;
    watch_->rvfi_insn = 19;
    watch_->rvfi_mode = 3;
    watch_->rvfi_trap = 1;
    Clock();
    watch_->rvfi_valid = 0;
  }

  VerilatedContext context_;
  std::unique_ptr<Vlockstep_watch> watch_;
};

using LockstepWatchDeathTest = LockstepWatchTest;

TEST_F(LockstepWatchTest, TellsWritesOfTheHostResetsAndRetirements) {
  Start("+nothing");
  watch_->tcm_valid_i = 1;
  watch_->tcm_addr_i = 8;
  Clock();  // A read.
  watch_->tcm_write_i = 1;
  watch_->tcm_dtcm_i = 1;
  watch_->tcm_wdata_i = 77;
  Clock();
  watch_->tcm_valid_i = 0;
  Retire();
  Clock();
  watch_->core_rst_ni = 0;
  Clock();
  Clock();
  EXPECT_EQ(calls, (std::vector<std::string>{"data 8 77", "retire 5 19 13", "reset"}));
}

TEST_F(LockstepWatchTest, IsSilentWhenAskedTo) {
  Start("+no_lockstep");
  same = false;
  Retire();
  watch_->core_rst_ni = 0;
  Clock();
  EXPECT_TRUE(calls.empty());
}

TEST_F(LockstepWatchDeathTest, ADifferenceStopsTheRun) {
  Start("+nothing");
  same = false;
  EXPECT_DEATH(Retire(), "");
}

}  // namespace
}  // namespace ringside
