// VRAM and system memory as bytes on the bus.
//
// The one rule: an access lies wholly inside one memory, or it fails and changes nothing.
#ifndef RINGSIDE_TESTBENCH_MEMORY_BUS_MEMORY_H_
#define RINGSIDE_TESTBENCH_MEMORY_BUS_MEMORY_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/types/span.h"

namespace ringside {

// One memory: `bytes` of zeroes at bus address `base`. Pages cost nothing until they are written.
class MemoryRegion {
 public:
  MemoryRegion(uint64_t base, uint64_t bytes);
  ~MemoryRegion();
  MemoryRegion(const MemoryRegion&) = delete;
  MemoryRegion& operator=(const MemoryRegion&) = delete;

  uint64_t base() const { return base_; }
  uint64_t bytes() const { return bytes_; }

  // Address of [address, address + bytes) in this process, or nullptr if any of it lies outside.
  uint8_t* At(uint64_t address, uint64_t bytes) const {
    const uint64_t offset = address - base_;
    return address >= base_ && offset <= bytes_ && bytes <= bytes_ - offset ? data_ + offset
                                                                            : nullptr;
  }

 private:
  const uint64_t base_;
  const uint64_t bytes_;
  uint8_t* data_ = nullptr;
};

class BusMemory {
 public:
  // Sizes in bytes: multiples of 4096, at most RS_MEMORY_MAX_BYTES each.
  BusMemory(uint64_t vram_bytes, uint64_t system_bytes);

  const MemoryRegion& vram() const { return vram_; }
  const MemoryRegion& system() const { return system_; }

  // As MemoryRegion::At, in whichever memory holds the bytes.
  uint8_t* At(uint64_t address, uint64_t bytes) const {
    uint8_t* found = vram_.At(address, bytes);
    return found != nullptr ? found : system_.At(address, bytes);
  }

  // OUT_OF_RANGE: any of the bytes lies outside; nothing is copied.
  absl::Status Read(uint64_t address, absl::Span<uint8_t> bytes) const;
  absl::Status Write(uint64_t address, absl::Span<const uint8_t> bytes);

 private:
  MemoryRegion vram_;
  MemoryRegion system_;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_MEMORY_BUS_MEMORY_H_
