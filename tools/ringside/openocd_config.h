// What OpenOCD and gdb are told about the machine.
#ifndef RINGSIDE_TOOLS_RINGSIDE_OPENOCD_CONFIG_H_
#define RINGSIDE_TOOLS_RINGSIDE_OPENOCD_CONFIG_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace ringside {

// A configuration file for a machine that listens on `port`.
std::string OpenOcdConfig(uint16_t port);

// The shell command that starts OpenOCD on `port`, by its configuration file or, if that is empty,
// with everything on the command line.
std::string OpenOcdCommand(uint16_t port, absl::string_view config_file);

// The shell command that attaches gdb to an OpenOCD on this computer.
std::string GdbCommandLine(absl::string_view firmware_elf);

}  // namespace ringside

#endif  // RINGSIDE_TOOLS_RINGSIDE_OPENOCD_CONFIG_H_
