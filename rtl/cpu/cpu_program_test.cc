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
    {"lists", 1.06}, {"matrices", 1.03}, {"states", 1.20}, {"queues", 1.18}};

class CpuProgramTest : public testing::TestWithParam<const char*> {};

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
            kMostCyclesAnInstruction.at(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Programs, CpuProgramTest, testing::ValuesIn(kPrograms),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace ringside
