// Provokes one trap of each kind that needs no interrupt, and leaves (mcause, mtval, mepc - where the
// trap was meant) of each as its signature. Exit code: how many there were.
#include "testbench/core_runner/programs/tohost.h"

.macro provoke instruction:vararg
  la   s2, 8f
8:
  \instruction
  nop
.endm

_start:
  la   t0, handler
  csrw mtvec, t0
  la   s0, begin_signature
  li   s1, 0
  provoke ecall
  provoke ebreak
  provoke .word 0xffffffff
  provoke csrr t0, 0x123
  li   t1, 0x1000
  provoke lw   t0, 0(t1)
  provoke sw   t0, 4(t1)
  la   t1, begin_signature
  provoke lw   t0, 1(t1)
  provoke sh   t0, 3(t1)
  // The jump itself succeeds; what it leads to cannot be fetched. The handler comes back to ra.
  li   t1, 0x2000
  li   s2, 0x2000
  jalr t1
  exit_with s1

  .balign 4
handler:
  csrr t0, mcause
  sw   t0, 0(s0)
  csrr t0, mtval
  sw   t0, 4(s0)
  csrr t2, mepc
  sub  t0, t2, s2
  sw   t0, 8(s0)
  addi s0, s0, 12
  addi s1, s1, 1
  addi t2, t2, 4
  li   t0, 0x3000
  bltu t0, t2, 1f
  mv   t2, ra
1:
  csrw mepc, t2
  mret

  .section .signature, "aw"
  .globl begin_signature
begin_signature:
  .fill 27, 4, 0
  .globl end_signature
end_signature:
