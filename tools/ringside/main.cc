// ringside: runs scenarios on the simulated machine, and programs on its core alone.
//
// Exit codes: 0 all went well, 1 the run failed (a wrong byte, an unexpected fault, no end), 2 bad
// input; `ringside core` gives its program's.
#include <cstdio>
#include <cstring>
#include <string>

#include "tools/ringside/core_command.h"
#include "tools/ringside/gdb_command.h"
#include "tools/ringside/run_command.h"

namespace {

constexpr char kHelp[] =
    R"(usage: ringside COMMAND [ARGUMENT...]

commands:
  run FILE.toml   run a scenario on the machine and compare every byte
  gdb FILE.toml   the same, with the firmware core open to OpenOCD and gdb
  core FILE.elf   run a bare-metal program on the RTL core alone
  help            this text; 'ringside COMMAND --help' tells more

Exit code: 0 all went well, 1 the run failed, 2 bad input; 'core' gives its program's.
)";

}  // namespace

int main(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "";
  if (command == "run") return ringside::RunCommand(argc - 1, argv + 1);
  if (command == "gdb") return ringside::GdbCommand(argc - 1, argv + 1);
  if (command == "core") return ringside::CoreCommand(argc - 1, argv + 1);
  if (command == "help" || command == "--help" || command == "-h") {
    std::fputs(kHelp, stdout);
    return 0;
  }
  if (command.empty()) {
    std::fputs(kHelp, stderr);
  } else {
    std::fprintf(stderr, "ringside: there is no command '%s'; see 'ringside help'\n",
                 command.c_str());
  }
  return 2;
}
