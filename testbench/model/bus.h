// The memory bus of the model: VRAM and system memory, with a count of what went over it.
//
// The one rule: use the pointer that an access gives before the next one, and for no more bytes.
#ifndef RINGSIDE_TESTBENCH_MODEL_BUS_H_
#define RINGSIDE_TESTBENCH_MODEL_BUS_H_

#include <cstdint>

#include "testbench/memory/bus_memory.h"

namespace ringside::model {

class Bus {
 public:
  // `memory` must outlive it.
  explicit Bus(const BusMemory* memory) : memory_(*memory) {}

  // Where to read from or write to, or nullptr: a bus error.
  const uint8_t* Read(uint64_t address, uint64_t bytes) {
    bytes_read_ += bytes;
    return memory_.At(address, bytes);
  }
  uint8_t* Write(uint64_t address, uint64_t bytes) {
    bytes_written_ += bytes;
    return memory_.At(address, bytes);
  }

  uint64_t bytes_read() const { return bytes_read_; }
  uint64_t bytes_written() const { return bytes_written_; }

 private:
  const BusMemory& memory_;
  uint64_t bytes_read_ = 0;
  uint64_t bytes_written_ = 0;
};

}  // namespace ringside::model

#endif  // RINGSIDE_TESTBENCH_MODEL_BUS_H_
