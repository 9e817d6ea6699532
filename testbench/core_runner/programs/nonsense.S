// Writes what is neither an exit code nor the address of a block to tohost.
#include "testbench/core_runner/programs/tohost.h"

_start:
  li   t0, 0x1234
  la   t1, tohost
  sw   t0, 0(t1)
  sw   zero, 4(t1)
1:
  j    1b
