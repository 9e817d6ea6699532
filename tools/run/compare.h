// The verdict on a run's bytes.
#ifndef RINGSIDE_TOOLS_RUN_COMPARE_H_
#define RINGSIDE_TOOLS_RUN_COMPARE_H_

#include <vector>

#include "absl/status/status.h"
#include "tools/run/result.h"
#include "tools/run/setup.h"
#include "tools/scenario/scenario.h"

namespace ringside::run {

// Compares every buffer with what the host works out, but those that a queue wrote whose fault is
// expected. Adds to bytes_verified, and to problems a line for each of the first wrong buffers. An
// error: a buffer cannot be read.
absl::Status CompareBuffers(const scenario::Scenario& scenario,
                            const std::vector<LiveProcess>& live, Result* result);

}  // namespace ringside::run

#endif  // RINGSIDE_TOOLS_RUN_COMPARE_H_
