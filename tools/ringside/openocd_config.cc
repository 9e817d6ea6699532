#include "tools/ringside/openocd_config.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace ringside {
namespace {

// What IDCODE reads (rtl/debug/jtag_dtm.sv).
constexpr uint32_t kIdcode = 0x1525'3001;

std::vector<std::string> Settings(uint16_t port) {
  return {
      "adapter driver remote_bitbang",
      "adapter speed 1000",  // Whatever this says; left out, it is a warning.
      "remote_bitbang host 127.0.0.1",
      absl::StrCat("remote_bitbang port ", port),
      absl::StrFormat("jtag newtap ringside cpu -irlen 5 -expected-id 0x%08x", kIdcode),
      "target create ringside.cpu riscv -chain-position ringside.cpu",
      // Instructions are in a memory that the core cannot write: breakpoints are its triggers.
      "gdb_breakpoint_override hard",
      // An address that nobody answers is an error in gdb, not a zero.
      "gdb_report_data_abort enable",
      // Made for silicon, which answers in microseconds; here seconds are right.
      "riscv set_command_timeout_sec 600",
      // Who takes gdb off lets the firmware go on.
      "ringside.cpu configure -event gdb-detach { resume }",
  };
}

}  // namespace

std::string OpenOcdConfig(uint16_t port) {
  return absl::StrCat("# OpenOCD for `ringside gdb`; the port is of one run.\n",
                      absl::StrJoin(Settings(port), "\n"), "\n");
}

std::string OpenOcdCommand(uint16_t port, absl::string_view config_file) {
  if (!config_file.empty()) return absl::StrCat("openocd -f '", config_file, "'");
  return absl::StrCat("openocd -c '", absl::StrJoin(Settings(port), "; "), "'");
}

std::string GdbCommandLine(absl::string_view firmware_elf) {
  // Code cannot have changed, and the file is nearer than the core.
  return absl::StrCat("gdb-multiarch -ex 'set trust-readonly-sections on'",
                      " -ex 'target extended-remote localhost:3333' '", firmware_elf, "'");
}

}  // namespace ringside
