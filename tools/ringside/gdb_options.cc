#include "tools/ringside/gdb_options.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace ringside {

const char kGdbHelp[] =
    R"(usage: ringside gdb [OPTION...] FILE.toml

Runs a scenario as 'ringside run' does, with the firmware core open to a debugger: OpenOCD attaches
to the port that is printed, gdb-multiarch to OpenOCD. While the core is halted, simulated time
stands still but for the debugger's own clocks, so no time-out fires while you think. The run ends
as always, with all bytes compared.

options:
  --port=N               where OpenOCD attaches, on this computer only; default 0, any free port
  --wait                 boot, then halt the core; the scenario begins when a debugger lets it go on
  --openocd-config=FILE  write OpenOCD's configuration, instead of printing all of it in the command
  --help                 this text

and all options of 'ringside run' but --backend=model, which has no core to debug, and windows of
waves around a failure or an event.

Exit code: 0 verified, 1 not, 2 bad input.
)";

namespace {

absl::StatusOr<uint16_t> ParsePort(absl::string_view text) {
  uint32_t port = 0;
  if (text.find_first_not_of("0123456789") != absl::string_view::npos ||
      !absl::SimpleAtoi(text, &port) || port > UINT16_MAX) {
    return absl::InvalidArgumentError(
        absl::StrCat("--port: '", text, "' is not a port: 0 to 65535, 0 for any free one"));
  }
  return static_cast<uint16_t>(port);
}

// Takes `argument` if it is an option of this command alone. Is it?
absl::StatusOr<bool> ParseOwnOption(absl::string_view argument, GdbCommandOptions* options) {
  if (argument == "--wait") {
    options->wait = true;
    return true;
  }
  if (argument == "--port") return absl::InvalidArgumentError("--port needs a number: --port=N");
  if (absl::ConsumePrefix(&argument, "--port=")) {
    const auto port = ParsePort(argument);
    if (!port.ok()) return port.status();
    options->port = *port;
    return true;
  }
  constexpr absl::string_view kConfig = "--openocd-config";
  if (argument != kConfig && !absl::ConsumePrefix(&argument, absl::StrCat(kConfig, "="))) {
    return false;
  }
  if (argument.empty() || argument == kConfig) {
    return absl::InvalidArgumentError(
        absl::StrCat(kConfig, " needs a file name: ", kConfig, "=FILE"));
  }
  options->openocd_config = std::string(argument);
  return true;
}

}  // namespace

absl::StatusOr<GdbCommandOptions> ParseGdbOptions(int argc, char** argv) {
  GdbCommandOptions options;
  std::vector<char*> rest = {argv[0]};
  for (int i = 1; i < argc; ++i) {
    const absl::StatusOr<bool> own = ParseOwnOption(argv[i], &options);
    if (!own.ok()) return own.status();
    if (!*own) rest.push_back(argv[i]);
  }
  auto run = ParseRunOptions(static_cast<int>(rest.size()), rest.data());
  if (!run.ok()) return run.status();
  if (run->backend == Backend::kModel) {
    return absl::InvalidArgumentError(
        "--backend=model has no core to debug; leave the option out for the RTL");
  }
  // A snapshot of the process would not have the debugger's connection.
  if (run->waves_options.window.around == run::WaveWindow::Around::kFailure ||
      run->waves_options.window.around == run::WaveWindow::Around::kEvent) {
    return absl::InvalidArgumentError("--waves-window: with a debugger only FROM:TO");
  }
  options.run = *std::move(run);
  return options;
}

}  // namespace ringside
