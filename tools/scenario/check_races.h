// Refuses scenarios whose result would depend on timing.
#ifndef RINGSIDE_TOOLS_SCENARIO_CHECK_RACES_H_
#define RINGSIDE_TOOLS_SCENARIO_CHECK_RACES_H_

#include "tools/scenario/scenario.h"
#include "tools/scenario/table_reader.h"

namespace ringside::scenario {

// A buffer that one queue writes may be used by no other queue of the process. Queues run in any
// order, so only then are the final bytes known beforehand.
void CheckRaces(TableReader& in, const ProcessSpec& process);

}  // namespace ringside::scenario

#endif  // RINGSIDE_TOOLS_SCENARIO_CHECK_RACES_H_
