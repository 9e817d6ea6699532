// Never ends: jumps to itself.
#include "testbench/core_runner/programs/tohost.h"

_start:
  j    _start
