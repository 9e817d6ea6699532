// A loop with a store, a load and a taken branch, in 18 instructions: what traces and counts are compared
// with. Leaves 1, 3 and 6 as its signature and ends with exit code 0.
#include "testbench/core_runner/programs/tohost.h"

_start:
  la   a0, begin_signature
  li   a1, 0
  li   a2, 0
1:
  addi a1, a1, 1
  add  a2, a2, a1
  sw   a2, 0(a0)
  lbu  a3, 0(a0)
  addi a0, a0, 4
  slti a4, a1, 3
  bnez a4, 1b
  exit_with zero

  .section .signature, "aw"
  .globl begin_signature
begin_signature:
  .word 0, 0, 0, 0xdeadbeef
  .globl end_signature
end_signature:
