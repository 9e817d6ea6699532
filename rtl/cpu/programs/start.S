// Entry of a measured program: stack at the end of data memory, main, then sleep for good with its result in a0.
  .section .text.start, "ax"
  .globl _start
_start:
  .option push
  .option norelax
  la gp, __global_pointer$
  .option pop
  la sp, __stack_end
  call main
1:
  wfi
  j 1b
