// The command line of `ringside gdb`.
#ifndef RINGSIDE_TOOLS_RINGSIDE_GDB_OPTIONS_H_
#define RINGSIDE_TOOLS_RINGSIDE_GDB_OPTIONS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "tools/ringside/run_options.h"

namespace ringside {

struct GdbCommandOptions {
  RunCommandOptions run;
  std::string openocd_config;
  uint16_t port = 0;  // 0: any free one.
  bool wait = false;
};

extern const char kGdbHelp[];

// INVALID_ARGUMENT: one line that names the argument.
absl::StatusOr<GdbCommandOptions> ParseGdbOptions(int argc, char** argv);

}  // namespace ringside

#endif  // RINGSIDE_TOOLS_RINGSIDE_GDB_OPTIONS_H_
