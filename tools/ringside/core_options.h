// The command line of `ringside core`.
#ifndef RINGSIDE_TOOLS_RINGSIDE_CORE_OPTIONS_H_
#define RINGSIDE_TOOLS_RINGSIDE_CORE_OPTIONS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace ringside {

struct CoreCommandOptions {
  std::string program;
  std::string signature;
  std::string trace;
  std::string waves;
  std::string json;
  uint64_t memory_base = 0x8000'0000;
  uint64_t memory_bytes = 64 << 20;
  uint64_t latency = 1;
  uint64_t max_cycles = 0;  // 0: no limit.
  bool lockstep = true;
  bool help = false;
};

extern const char kCoreHelp[];

// Numbers are in the range that their type and meaning allow, but not yet checked together.
// INVALID_ARGUMENT: one line that names the argument.
absl::StatusOr<CoreCommandOptions> ParseCoreOptions(int argc, char** argv);

}  // namespace ringside

#endif  // RINGSIDE_TOOLS_RINGSIDE_CORE_OPTIONS_H_
