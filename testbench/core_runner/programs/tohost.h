// The two words by which a test program talks to its host, and how it ends.
#ifndef RINGSIDE_TESTBENCH_CORE_RUNNER_PROGRAMS_TOHOST_H_
#define RINGSIDE_TESTBENCH_CORE_RUNNER_PROGRAMS_TOHOST_H_

// clang-format off
  .section .tohost, "aw"
  .balign 8
  .globl tohost
tohost:
  .dword 0
  .globl fromhost
fromhost:
  .dword 0

// Ends the program with the exit code in `reg`, which must not be t5 or t6.
.macro exit_with reg
  slli t6, \reg, 1
  ori  t6, t6, 1
  la   t5, tohost
  sw   t6, 0(t5)
  sw   zero, 4(t5)
9:
  j    9b
.endm

  .section .text.start, "ax"
  .globl _start
// clang-format on

#endif  // RINGSIDE_TESTBENCH_CORE_RUNNER_PROGRAMS_TOHOST_H_
