// The memory side of the SoC's AXI port, cycle by cycle.
//
// Reads and writes are answered in the order of their addresses' acceptance, each no earlier than
// its memory's latency after that; each memory moves no more bytes a cycle than its bandwidth. The
// one rule: call Drive(), settle the model, then Step() with the settled signals, once a cycle.
#ifndef RINGSIDE_TESTBENCH_MEMORY_AXI_MEMORY_H_
#define RINGSIDE_TESTBENCH_MEMORY_AXI_MEMORY_H_

#include <array>
#include <cstdint>
#include <deque>

#include "testbench/memory/bus_memory.h"

namespace ringside {

// How fast one memory is. Latency: address accepted to first data beat (reads) or last data beat to
// answer (writes).
struct MemoryTiming {
  uint32_t latency_cycles;
  uint32_t bytes_per_cycle;  // 1..32.
};

inline constexpr int kAxiDataBytes = 32;
using AxiBeat = std::array<uint32_t, kAxiDataBytes / 4>;

// What the SoC drives. Names and meaning are AXI4's.
struct AxiManagerSignals {
  bool ar_valid;
  uint8_t ar_id;
  uint8_t ar_len;
  uint64_t ar_addr;
  bool r_ready;
  bool aw_valid;
  uint8_t aw_id;
  uint8_t aw_len;
  uint64_t aw_addr;
  bool w_valid;
  const uint32_t* w_data;  // kAxiDataBytes.
  uint32_t w_strb;
  bool b_ready;
};

// What the memory drives; holds until Step().
struct AxiMemorySignals {
  bool ar_ready;
  bool r_valid;
  uint8_t r_id;
  uint8_t r_resp;
  bool r_last;
  const AxiBeat* r_data;
  bool aw_ready;
  bool w_ready;
  bool b_valid;
  uint8_t b_id;
  uint8_t b_resp;
};

class AxiMemory {
 public:
  AxiMemory(BusMemory* memory, MemoryTiming vram, MemoryTiming system);

  // Signals of the coming cycle.
  const AxiMemorySignals& Drive();
  // Takes what the settled signals of this cycle hand over, and ends it.
  void Step(const AxiManagerSignals& in);

  // Nothing is asked or owed, and the signals driven last show it: Step() with a manager that asks
  // nothing changes only the cycle.
  bool idle() const {
    return reads_.empty() && writes_.empty() && answers_.empty() && !out_.r_valid &&
           !out_.b_valid && !out_.w_ready && out_.ar_ready && out_.aw_ready;
  }
  // Lets `cycles` pass in which the manager asks nothing. Only while idle().
  void Pass(uint64_t cycles) { cycle_ += cycles; }

  // Bytes moved since the start.
  uint64_t bytes_read() const { return bytes_read_; }
  uint64_t bytes_written() const { return bytes_written_; }

 private:
  // Requests that wait for their data or answer; AR or AW stalls when this many do.
  static constexpr size_t kMaxOutstanding = 64;

  // A memory with its bandwidth kept: beats pass no earlier than `next_beat`.
  struct Port {
    const MemoryRegion* region;
    MemoryTiming timing;
    uint64_t next_beat_read = 0;
    uint64_t next_beat_write = 0;
  };
  struct Burst {
    uint64_t ready_cycle;
    uint64_t address;
    uint8_t beats_left;
    uint8_t id;
    Port* port;  // nullptr: decode error.
  };
  struct Answer {
    uint64_t ready_cycle;
    uint8_t id;
    uint8_t resp;
  };

  Port* Decode(uint64_t address, uint8_t len);
  void StepRead(const AxiManagerSignals& in);
  void StepWrite(const AxiManagerSignals& in);
  static uint64_t BeatCycles(const Port& port) {
    return (kAxiDataBytes + port.timing.bytes_per_cycle - 1) / port.timing.bytes_per_cycle;
  }

  uint64_t cycle_ = 0;
  Port vram_;
  Port system_;
  std::deque<Burst> reads_;
  std::deque<Burst> writes_;
  std::deque<Answer> answers_;
  AxiBeat beat_{};
  bool beat_valid_ = false;
  AxiMemorySignals out_{};
  uint64_t bytes_read_ = 0;
  uint64_t bytes_written_ = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_MEMORY_AXI_MEMORY_H_
