// How fast the whole machine simulates, in simulated cycles a microsecond of the process's CPU
// time.
//
// Each rate is the best of several repetitions, because what else the computer does only ever slows
// it down. Measuring takes some ten seconds.
#ifndef RINGSIDE_TOOLS_BENCH_MACHINE_RATES_H_
#define RINGSIDE_TOOLS_BENCH_MACHINE_RATES_H_

#include "absl/status/statusor.h"
#include "tools/bench/group.h"

namespace ringside::bench {

struct MachineRates {
  // Booted, no queues; skipping idle time and not.
  double idle;
  double idle_no_skip;
  // Eight queues that copy 4 KiB at a time, without end; the same with the instruction-set
  // simulator beside the core, and with waves of everything.
  double busy;
  double busy_lockstep;
  double busy_waves;
};

absl::StatusOr<MachineRates> MeasureMachineRates(const Context& context);

}  // namespace ringside::bench

#endif  // RINGSIDE_TOOLS_BENCH_MACHINE_RATES_H_
