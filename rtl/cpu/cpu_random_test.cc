// Random programs on the processor in lock-step: data memory and memory window mixed, random bus
// timing, interrupts. A failure prints its seed.
#include <cstdint>
#include <random>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "rtl/core/program_generator.h"
#include "rtl/cpu/cpu_harness.h"
#include "uapi/memory_map.h"

namespace ringside {
namespace {

constexpr uint64_t kSeeds = 80;
constexpr uint64_t kInstructions = 2000;

TEST(CpuRandomTest, AgreesWithTheSimulator) {
  uint64_t interrupts = 0;
  uint64_t window_accesses = 0;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    ProgramGenerator generator(seed, RS_CORE_WINDOW_BASE + CpuHarness::kMemoryBytes);
    CpuHarness cpu(seed, static_cast<uint32_t>(seed % 4));
    cpu.Load(generator.Code(), generator.Data());

    std::mt19937_64 random(seed);
    uint16_t pins = 0;
    int asleep = 0;
    bool trapped = false;
    int traps_in_row = 0;
    // WFI with nothing enabled that could end it, or traps sent to where nothing is: the program is
    // over.
    while (cpu.instructions() < kInstructions && asleep < 50 && traps_in_row < 10) {
      if (random() % 100 < 2) pins |= static_cast<uint16_t>(1u << random() % 15);
      if (random() % 100 < 8) pins &= static_cast<uint16_t>(random());
      asleep = cpu.sleeping() ? asleep + 1 : 0;
      if (asleep > 20) pins = 0xffff;
      cpu.set_interrupts(pins, asleep > 20);
      const absl::Status status = cpu.Cycle();
      ASSERT_TRUE(status.ok()) << "seed " << seed << ": " << status.message();
      if (!cpu.retired().has_value()) continue;
      const Retired& retired = *cpu.retired();
      interrupts += retired.intr && !trapped;
      trapped = retired.trap;
      traps_in_row = trapped ? traps_in_row + 1 : 0;
      window_accesses += retired.mem_addr >= RS_CORE_WINDOW_BASE;
    }
  }
  EXPECT_GE(interrupts, 500u);
  EXPECT_GE(window_accesses, 2'000u);
}

}  // namespace
}  // namespace ringside
