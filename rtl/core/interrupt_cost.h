// Measures, on the core with single-cycle memory, how long an interrupt takes from its pin to the
// first instruction that it leads to.
//
// Cycles are counted from the one in which the pin is first seen to the one in which that
// instruction executes, both included.
#ifndef RINGSIDE_RTL_CORE_INTERRUPT_COST_H_
#define RINGSIDE_RTL_CORE_INTERRUPT_COST_H_

#include "absl/status/statusor.h"

namespace ringside {

struct InterruptCost {
  // To the handler, from running code and out of WFI.
  int entry;
  int entry_from_wfi;
  // To the instruction behind a WFI that waits with interrupts masked in mstatus.
  int wake;
};

// An error tells that core and simulator differ, or that nothing happens.
absl::StatusOr<InterruptCost> MeasureInterruptCost();

}  // namespace ringside

#endif  // RINGSIDE_RTL_CORE_INTERRUPT_COST_H_
