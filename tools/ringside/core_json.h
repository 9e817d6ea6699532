// The report of `ringside core --json`.
#ifndef RINGSIDE_TOOLS_RINGSIDE_CORE_JSON_H_
#define RINGSIDE_TOOLS_RINGSIDE_CORE_JSON_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "testbench/core_runner/cycle_account.h"

namespace ringside {

// Object with the exit code or, if the program did not end, null and the error; the same bytes for
// the same run.
std::string CoreJson(const CycleCounts& counts, const absl::StatusOr<uint32_t>& end);

}  // namespace ringside

#endif  // RINGSIDE_TOOLS_RINGSIDE_CORE_JSON_H_
