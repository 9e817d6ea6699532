// `ringside run FILE.toml`.
#ifndef RINGSIDE_TOOLS_RINGSIDE_RUN_COMMAND_H_
#define RINGSIDE_TOOLS_RINGSIDE_RUN_COMMAND_H_

namespace ringside {

// `argv[0]` is "run". Returns the exit code.
int RunCommand(int argc, char** argv);

}  // namespace ringside

#endif  // RINGSIDE_TOOLS_RINGSIDE_RUN_COMMAND_H_
