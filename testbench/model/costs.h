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

// Engine: to take a slot, to fetch and decode a packet, to write a fence and tell of it.
inline constexpr uint64_t kTakeCycles = 10;
inline constexpr uint64_t kPacketCycles = 100;
inline constexpr uint64_t kNoticeCycles = 300;
// A burst of a move occupies the bus this wide.
inline constexpr uint64_t kBytesPerCycle = 32;

}  // namespace ringside::model

#endif  // RINGSIDE_TESTBENCH_MODEL_COSTS_H_
