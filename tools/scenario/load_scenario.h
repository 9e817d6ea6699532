// Reads a scenario file and checks all of it.
#ifndef RINGSIDE_TOOLS_SCENARIO_LOAD_SCENARIO_H_
#define RINGSIDE_TOOLS_SCENARIO_LOAD_SCENARIO_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "tools/scenario/scenario.h"

namespace ringside::scenario {

// NOT_FOUND: no such file. INVALID_ARGUMENT: one line, "FILE:LINE: field 'PATH': what is wrong"
// (for a file that is not TOML, without the field).
absl::StatusOr<Scenario> LoadScenario(const std::string& path);

// The same for text in memory; `path` is only named in errors.
absl::StatusOr<Scenario> ParseScenario(std::string_view text, const std::string& path);

}  // namespace ringside::scenario

#endif  // RINGSIDE_TOOLS_SCENARIO_LOAD_SCENARIO_H_
