// A whole firmware: averages the cycle counter for ever. It exists to be compiled and linked.

#include <stdint.h>

#include "tools/bazel_rules/test/average.h"

static_assert(sizeof(void*) == 4, "firmware is compiled for the scheduler core");

extern "C" [[noreturn]] void firmware_main() {
  ringside::Average average;
  for (;;) {
    uint32_t cycle;
    __asm__ volatile("csrr %0, mcycle" : "=r"(cycle));
    average.Add(cycle);
    __asm__ volatile("csrw mscratch, %0" : : "r"(average.Mean()));
  }
}
