// Compiled programs in lock-step with the simulator, and what they may cost in cycles an
// instruction.
#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "rtl/cpu/cpu_harness.h"
#include "rtl/cpu/program_file.h"

namespace ringside {
namespace {

// A little above what was measured (README of rtl/core): a slower pipeline shows here.
const std::map<std::string, double> kMostCyclesAnInstruction = {
    {"mix", 1.045},   {"lists", 1.05}, {"matrices", 1.01},
    {"states", 1.04}, {"crc", 1.075},  {"queues", 1.095}};

class CpuProgramTest : public testing::TestWithParam<std::string> {};

TEST_P(CpuProgramTest, AgreesWithTheSimulatorAndIsFast) {
  const absl::StatusOr<Program> program = ReadProgram(GetParam());
  ASSERT_TRUE(program.ok()) << program.status();
  CpuHarness cpu(1, 0);
  cpu.Load(program->code, program->data);
  const uint64_t start = cpu.cycles();
  const absl::Status status = cpu.RunToSleep(10'000'000);
  ASSERT_TRUE(status.ok()) << status;
  const double cycles = static_cast<double>(cpu.cycles() - start);
  EXPECT_LE(cycles / static_cast<double>(cpu.instructions()),
            kMostCyclesAnInstruction.at(GetParam().substr(0, GetParam().find('_'))));
}

// What main() returned.
uint32_t ResultOf(const std::string& name) {
  constexpr int kA0 = 10;
  const absl::StatusOr<Program> program = ReadProgram(name);
  EXPECT_TRUE(program.ok()) << program.status();
  CpuHarness cpu(1, 0);
  cpu.Load(program->code, program->data);
  const absl::Status status = cpu.RunToSleep(10'000'000);
  EXPECT_TRUE(status.ok()) << status;
  return cpu.iss().reg(kA0);
}

// The compiler is a witness that shares nothing with core and simulator.
TEST(CpuProgramBuildTest, ResultsAreTheSameHoweverAProgramIsBuilt) {
  for (const std::string program : kPrograms) {
    const uint32_t result = ResultOf(program);
    for (const char* build : kBuilds) EXPECT_EQ(ResultOf(program + build), result) << build;
  }
}

INSTANTIATE_TEST_SUITE_P(Programs, CpuProgramTest, testing::ValuesIn(ProgramNames()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace ringside
