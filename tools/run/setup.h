// Turns one process of a scenario into a process of the driver: buffers, mappings, rings, queues,
// clients.
#ifndef RINGSIDE_TOOLS_RUN_SETUP_H_
#define RINGSIDE_TOOLS_RUN_SETUP_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "host/driver/driver.h"
#include "tools/run/client.h"
#include "tools/run/contents.h"
#include "tools/run/machine_stats.h"
#include "tools/scenario/scenario.h"

namespace ringside::run {

struct LiveProcess {
  Process* process = nullptr;
  // In the scenario's order.
  std::vector<Buffer*> buffers;
  std::vector<std::unique_ptr<Client>> clients;
};

// `contents` fills the buffers. Errors name the buffer or queue that could not be made.
absl::StatusOr<LiveProcess> SetUpProcess(Driver* driver, EventLoop* loop, MachineStats* stats,
                                         const scenario::ProcessSpec& spec,
                                         const Contents& contents);

}  // namespace ringside::run

#endif  // RINGSIDE_TOOLS_RUN_SETUP_H_
