// A contiguous piece of VRAM or system memory that the driver may move.
//
// The one rule: never keep a bus address across time; ask bus_address() when you need it. CPU reads
// and writes by offset are always right, also in the middle of a move: they go to the old place,
// and writes are repeated at the new place when the move ends.
#ifndef RINGSIDE_HOST_MEMORY_BUFFER_H_
#define RINGSIDE_HOST_MEMORY_BUFFER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "host/device/device.h"
#include "host/memory/range_allocator.h"

namespace ringside {

enum class Placement { kVram, kSystem };

// Both memories of one device.
struct MemoryPools {
  Device* device;
  RangeAllocator vram;
  RangeAllocator system;

  RangeAllocator& pool(Placement placement) {
    return placement == Placement::kVram ? vram : system;
  }
};

class Buffer {
 public:
  // `bytes` is rounded up to pages; the content is what was in memory before. Errors as
  // RangeAllocator::Allocate.
  static absl::StatusOr<std::unique_ptr<Buffer>> Create(MemoryPools* pools, absl::string_view name,
                                                        uint64_t bytes, Placement placement);
  // In VRAM, or in system memory when VRAM has no room: for what hardware reads often.
  static absl::StatusOr<std::unique_ptr<Buffer>> CreateNearHardware(MemoryPools* pools,
                                                                    absl::string_view name,
                                                                    uint64_t bytes);
  ~Buffer();
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  const std::string& name() const { return name_; }
  uint64_t bytes() const { return bytes_; }
  Placement placement() const { return placement_; }
  // Where it was asked to be; an evicted buffer goes back there when there is room.
  Placement preferred_placement() const { return preferred_; }
  uint64_t bus_address() const { return address_; }

  // CPU access. OUT_OF_RANGE, with nothing changed: beyond bytes().
  absl::Status Read(uint64_t offset, absl::Span<uint8_t> out) const;
  absl::Status Write(uint64_t offset, absl::Span<const uint8_t> data);
  absl::StatusOr<uint64_t> ReadWord64(uint64_t offset) const;
  absl::Status WriteWord64(uint64_t offset, uint64_t value);
  absl::Status FillZero();

  // A move in three steps, for the driver's eviction. BeginMove takes room in `target` and returns
  // its bus address; the caller copies the bytes; FinishMove makes the new place the place, gives
  // the old one back and repeats CPU writes that came meanwhile; CancelMove stays instead.
  // AbandonMove stays too, but never gives the new place back: hardware may still write to it.
  absl::StatusOr<uint64_t> BeginMove(Placement target);
  absl::Status FinishMove();
  absl::Status CancelMove();
  absl::Status AbandonMove();

 private:
  Buffer(MemoryPools* pools, absl::string_view name, uint64_t bytes, Placement placement,
         uint64_t address)
      : pools_(pools),
        name_(name),
        bytes_(bytes),
        preferred_(placement),
        placement_(placement),
        address_(address) {}

  absl::Status CheckSpan(uint64_t offset, uint64_t length) const;

  struct Move {
    Placement target;
    uint64_t address;
    std::vector<std::pair<uint64_t, std::vector<uint8_t>>> writes;  // Offset, bytes; in order.
  };

  MemoryPools* const pools_;
  const std::string name_;
  const uint64_t bytes_;
  const Placement preferred_;
  Placement placement_;
  uint64_t address_;
  std::unique_ptr<Move> move_;  // Null: not moving.
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_MEMORY_BUFFER_H_
