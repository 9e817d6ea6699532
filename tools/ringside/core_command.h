// `ringside core FILE.elf`.
#ifndef RINGSIDE_TOOLS_RINGSIDE_CORE_COMMAND_H_
#define RINGSIDE_TOOLS_RINGSIDE_CORE_COMMAND_H_

namespace ringside {

// `argv[0]` is "core". Returns the exit code.
int CoreCommand(int argc, char** argv);

}  // namespace ringside

#endif  // RINGSIDE_TOOLS_RINGSIDE_CORE_COMMAND_H_
