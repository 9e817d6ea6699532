// What the core's instruction port answers, from a simulator's memory: 32 bits from any even
// address, which may lie in two words.
#ifndef RINGSIDE_TESTBENCH_ISS_FETCH_PORT_H_
#define RINGSIDE_TESTBENCH_ISS_FETCH_PORT_H_

#include <cstdint>

#include "testbench/iss/iss.h"

namespace ringside {

struct FetchAnswer {
  uint32_t rdata = 0;
  // Bit 0: the lower half cannot be fetched; bit 1: the upper.
  uint32_t error = 0;
};

inline FetchAnswer FetchFrom(IssMemory* memory, uint32_t address) {
  FetchAnswer answer;
  if (!memory->Fetch(address & ~3u, &answer.rdata)) answer.error = 3;
  if ((address & 2) == 0) return answer;
  uint32_t behind = 0;
  answer.error = (answer.error & 1) | (memory->Fetch((address & ~3u) + 4, &behind) ? 0 : 2);
  answer.rdata = behind << 16 | answer.rdata >> 16;
  return answer;
}

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_ISS_FETCH_PORT_H_
