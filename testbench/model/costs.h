// What each action of the model is said to cost, in cycles.
//
// Not the truth about time: round figures near what the RTL takes at default latencies, so that
// queues take turns, quanta expire and preempts fall into copies as they do there. Measure on the
// Verilated machine.
#ifndef RINGSIDE_TESTBENCH_MODEL_COSTS_H_
#define RINGSIDE_TESTBENCH_MODEL_COSTS_H_

#include <cstdint>

namespace ringside::model {

// Core: from CORE_CTRL.run to ready, and from an interrupt to the end of its handling.
inline constexpr uint64_t kBootCycles = 2000;
inline constexpr uint64_t kWakeCycles = 400;

// HQD bank: an MQD read or written, a wptr word read.
inline constexpr uint64_t kLoadCycles = 300;
inline constexpr uint64_t kSaveCycles = 300;
inline constexpr uint64_t kPollCycles = 300;

// Engine: to take a slot, to fetch and decode a packet, to write a fence or rptr and tell of it.
inline constexpr uint64_t kTakeCycles = 10;
inline constexpr uint64_t kPacketCycles = 100;
inline constexpr uint64_t kNoticeCycles = 300;
// A move: until its first burst is on its way, a burst by its bytes; a WRITE's beats wait for each
// other.
inline constexpr uint64_t kMoveCycles = 400;
inline constexpr uint64_t kBytesPerCycle = 16;
inline constexpr uint64_t kBeatCycles = 100;

}  // namespace ringside::model

#endif  // RINGSIDE_TESTBENCH_MODEL_COSTS_H_
