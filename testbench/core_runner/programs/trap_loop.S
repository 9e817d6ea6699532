// Never ends: traps to a handler that cannot be fetched.
#include "testbench/core_runner/programs/tohost.h"

_start:
  csrw mtvec, zero
  ecall
