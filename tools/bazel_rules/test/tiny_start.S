// Enters C++ with a stack; nothing else is needed, since the image has no initialised memory.
  .section .text.start, "ax"
  .globl _start
_start:
  la   sp, stack_top
  call firmware_main
1:
  wfi
  j    1b
