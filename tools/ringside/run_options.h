// The command line of `ringside run`.
#ifndef RINGSIDE_TOOLS_RINGSIDE_RUN_OPTIONS_H_
#define RINGSIDE_TOOLS_RINGSIDE_RUN_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "testbench/backends/backends.h"
#include "tools/ringside/waves_options.h"

namespace ringside {

struct RunCommandOptions {
  std::string scenario;
  std::string waves;
  WavesOptions waves_options;
  std::string trace;
  std::string json;
  std::string host_json;
  std::optional<uint64_t> seed;
  Backend backend = Backend::kVerilator;
  bool skip_idle = true;
  bool quiet = false;
  bool help = false;
};

extern const char kRunHelp[];

// `argv[0]` is "run", or another command that takes these options: errors send the user to its
// help. INVALID_ARGUMENT: one line that names the argument.
absl::StatusOr<RunCommandOptions> ParseRunOptions(int argc, char** argv);

}  // namespace ringside

#endif  // RINGSIDE_TOOLS_RINGSIDE_RUN_OPTIONS_H_
