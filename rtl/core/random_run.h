// One random program on the core in lock-step with the simulator, with interrupts at random.
//
// The same seed does the same to the cycle; so a failure is repeated by its seed alone.
#ifndef RINGSIDE_RTL_CORE_RANDOM_RUN_H_
#define RINGSIDE_RTL_CORE_RANDOM_RUN_H_

#include <cstdint>

#include "absl/status/status.h"
#include "rtl/core/core_coverage.h"

namespace ringside {

struct RandomRunStatistics {
  uint64_t instructions = 0;
  uint64_t cycles = 0;
  uint64_t exceptions = 0;
  uint64_t compressed = 0;
  uint64_t user = 0;
  uint64_t fetch_faults = 0;
  uint64_t interrupts = 0;
  uint64_t nmis = 0;
  uint64_t sleeps = 0;
  CoreCoverage coverage;
};

// Runs the program of `seed`, up to kInstructionsARun of it, and adds to `statistics`. The error
// tells how core and simulator differ.
inline constexpr uint64_t kInstructionsARun = 2000;
absl::Status RunRandomProgram(uint64_t seed, RandomRunStatistics* statistics);

}  // namespace ringside

#endif  // RINGSIDE_RTL_CORE_RANDOM_RUN_H_
