// `ringside gdb FILE.toml`.
#ifndef RINGSIDE_TOOLS_RINGSIDE_GDB_COMMAND_H_
#define RINGSIDE_TOOLS_RINGSIDE_GDB_COMMAND_H_

namespace ringside {

// `argv[0]` is "gdb". Returns the exit code.
int GdbCommand(int argc, char** argv);

}  // namespace ringside

#endif  // RINGSIDE_TOOLS_RINGSIDE_GDB_COMMAND_H_
