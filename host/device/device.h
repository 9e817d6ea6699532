// The machine as the driver sees it: registers, doorbells, memory, interrupts and time, nothing
// else.
//
// The one rule: time passes only in Advance(). Every other call takes effect at the current cycle,
// or within the few cycles that the access itself needs, and everything written to memory before
// RingDoorbell() is visible to whatever the doorbell wakes. A Device belongs to one thread.
#ifndef RINGSIDE_HOST_DEVICE_DEVICE_H_
#define RINGSIDE_HOST_DEVICE_DEVICE_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace ringside {

class Device {
 public:
  virtual ~Device() = default;

  // Reads or writes one register or one word of the core's memories. `bar_offset` is in bytes from
  // the start of the register BAR (uapi/memory_map.h), a multiple of 4. OUT_OF_RANGE: no such
  // register; PERMISSION_DENIED is not distinguished from it, because the bus has one error.
  virtual absl::StatusOr<uint32_t> ReadRegister(uint32_t bar_offset) = 0;
  virtual absl::Status WriteRegister(uint32_t bar_offset, uint32_t value) = 0;

  // Stores `value` to a doorbell. `id` is page * RS_DOORBELLS_PER_PAGE + index. OUT_OF_RANGE:
  // outside the doorbell BAR.
  virtual absl::Status RingDoorbell(uint32_t id, uint64_t value) = 0;

  // Reads or writes bytes at a bus address, in no simulated time (the BAR and host-memory path is
  // not modelled). OUT_OF_RANGE, with nothing changed: any byte lies outside VRAM and system
  // memory.
  virtual absl::Status ReadMemory(uint64_t address, absl::Span<uint8_t> bytes) = 0;
  virtual absl::Status WriteMemory(uint64_t address, absl::Span<const uint8_t> bytes) = 0;

  // Bytes of each memory, from RS_VRAM_BASE and RS_SYSTEM_MEMORY_BASE.
  virtual uint64_t vram_bytes() const = 0;
  virtual uint64_t system_memory_bytes() const = 0;

  // Cycles since reset, nominally 1 ns each.
  virtual uint64_t cycle() const = 0;

  // Level of the interrupt line to the host.
  virtual bool interrupt() const = 0;

  // Runs until the interrupt line is high or `cycle` is reached, whichever is first; returns at
  // once if either holds already. An error means that the machine itself failed (an assertion, for
  // one) and stays failed.
  virtual absl::Status Advance(uint64_t until_cycle) = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_DEVICE_DEVICE_H_
