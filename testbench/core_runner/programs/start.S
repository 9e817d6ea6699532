// Enters main() with a stack; what it returns is the exit code.
#include "testbench/core_runner/programs/tohost.h"

_start:
  la   sp, __stack_end
  call main
  exit_with a0
