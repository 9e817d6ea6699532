// The `packets` of a queue: from TOML to PacketSpec, every address checked against the process's
// buffers.
#ifndef RINGSIDE_TOOLS_SCENARIO_READ_PACKETS_H_
#define RINGSIDE_TOOLS_SCENARIO_READ_PACKETS_H_

#include <vector>

#include "tools/scenario/scenario.h"
#include "tools/scenario/table_reader.h"

namespace ringside::scenario {

// An address is a number or "BUFFER" or "BUFFER+OFFSET"; it must lie, with all its bytes, in one
// buffer.
std::vector<PacketSpec> ReadPackets(TableReader& queue, const ProcessSpec& process);

// Refuses a queue whose outstanding submissions cannot all stand in its ring.
void CheckSubmissionFits(TableReader& in, const QueueSpec& queue);

}  // namespace ringside::scenario

#endif  // RINGSIDE_TOOLS_SCENARIO_READ_PACKETS_H_
