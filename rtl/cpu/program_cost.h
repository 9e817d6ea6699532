// Runs a measured program on the processor alone (cpu_alone) and says what it cost: cycles, where
// the lost ones went, and host time.
//
// A lost cycle is one in which no instruction retires.
#ifndef RINGSIDE_RTL_CPU_PROGRAM_COST_H_
#define RINGSIDE_RTL_CPU_PROGRAM_COST_H_

#include <cstdint>

#include "rtl/cpu/program_file.h"

namespace ringside {

struct ProgramCost {
  uint64_t cycles = 0;
  uint64_t instructions = 0;
  // Lost cycles, by the instruction that they stand behind, or before if it is a division.
  uint64_t lost_to_branches = 0;
  uint64_t lost_to_returns = 0;
  uint64_t lost_to_indirect_jumps = 0;
  uint64_t lost_to_divisions = 0;
  uint64_t lost_otherwise = 0;

  double cycles_an_instruction() const {
    return static_cast<double>(cycles) / static_cast<double>(instructions);
  }
};

// Until the program sleeps, which is its end. The same in every run.
ProgramCost MeasureProgram(const Program& program);

// Simulated cycles a microsecond of processor time: one thread, assertions on, no waves, nothing
// looked at but the end.
double MeasureMegahertz(const Program& program);

}  // namespace ringside

#endif  // RINGSIDE_RTL_CPU_PROGRAM_COST_H_
