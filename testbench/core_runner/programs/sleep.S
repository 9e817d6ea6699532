// Never ends: sleeps with nothing to wake it.
#include "testbench/core_runner/programs/tohost.h"

_start:
  wfi
  j    _start
