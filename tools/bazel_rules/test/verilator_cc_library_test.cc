// Proves that a Verilated model counts, traces, calls C++ and dies of a failed assertion.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "Vcounter.h"
#include "Vcounter__Dpi.h"
#include "Vinverter.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "verilated_fst_c.h"

namespace {

// What the bound checker reported, in order.
std::vector<int>& Passed() {
  static auto& passed = *new std::vector<int>;
  return passed;
}

}  // namespace

void counter_passed(int count) { Passed().push_back(count); }

namespace ringside {
namespace {

// A context for tracing, without the threads that Verilator would otherwise start for every model.
class SerialContext : public VerilatedContext {
 public:
  SerialContext() {
    threads(1);
    traceEverOn(true);
  }
};

class CounterTest : public testing::Test {
 protected:
  CounterTest() {
    Passed().clear();
    counter_.rst_ni = 0;
    Step();
    counter_.rst_ni = 1;
  }

  // One clock cycle.
  void Step() {
    counter_.clk_i = 0;
    counter_.eval();
    Dump();
    counter_.clk_i = 1;
    counter_.eval();
    Dump();
  }

  void Count(int cycles) {
    counter_.enable_i = 1;
    for (int i = 0; i < cycles; ++i) Step();
  }

  void Dump() {
    context_.timeInc(1);
    if (trace_) trace_->dump(context_.time());
  }

  SerialContext context_;
  Vcounter counter_{&context_};
  std::unique_ptr<VerilatedFstC> trace_;
};

TEST_F(CounterTest, CountsWhileEnabled) {
  Count(5);
  counter_.enable_i = 0;
  Step();
  EXPECT_EQ(counter_.count_o, 5);
}

TEST_F(CounterTest, BoundCheckerCallsCpp) {
  Count(40);
  EXPECT_THAT(Passed(), testing::ElementsAre(16, 32));
}

TEST_F(CounterTest, WritesWaves) {
  const std::string path = testing::TempDir() + "/counter.fst";
  trace_ = std::make_unique<VerilatedFstC>();
  counter_.trace(trace_.get(), 99);
  trace_->open(path.c_str());
  Count(100);
  trace_->close();
  EXPECT_GT(std::filesystem::file_size(path), 100u);
}

using CounterDeathTest = CounterTest;

TEST_F(CounterDeathTest, FailedAssertionEndsTheProcess) {
  Count(200);
  EXPECT_DEATH(Count(2), "");
}

TEST(InverterTest, SecondModelInOneProgram) {
  SerialContext context;
  Vinverter inverter(&context);
  inverter.data_i = 0b0101;
  inverter.eval();
  EXPECT_EQ(inverter.data_o, 0b1010);
}

}  // namespace
}  // namespace ringside
