# From reset to C++, and from any trap to the death record.
#
# Firmware runs with interrupts off and only waits for them (WFI wakes all the same), so every trap
# is a mistake: there is no way back from trap_entry.

  .section .text.start, "ax"
  .globl _start
_start:
  la    t0, trap_entry
  csrw  mtvec, t0
  la    sp, stack_top
  # bss is a multiple of 16 bytes, by the linker script.
  la    t0, bss_start
  la    t1, bss_end
1:
  bgeu  t0, t1, 2f
  sw    zero, 0(t0)
  sw    zero, 4(t0)
  sw    zero, 8(t0)
  sw    zero, 12(t0)
  addi  t0, t0, 16
  j     1b
2:
  call  firmware_main

  # The stack may be what broke: start a new one.
  .balign 4
trap_entry:
  la    sp, stack_top
  csrr  a0, mepc
  csrr  a1, mcause
  csrr  a2, mtval
  j     firmware_trap
