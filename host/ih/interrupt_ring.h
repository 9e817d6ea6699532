// Reads the interrupt ring and hands each entry to the handler of its source.
//
// The one rule: Dispatch is the event loop's interrupt handler; it empties the ring, in order, and
// by that lowers the interrupt line.
#ifndef RINGSIDE_HOST_IH_INTERRUPT_RING_H_
#define RINGSIDE_HOST_IH_INTERRUPT_RING_H_

#include <array>
#include <cstdint>
#include <memory>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "host/memory/buffer.h"

namespace ringside {

// One decoded rs_ih_entry.
struct InterruptEntry {
  uint32_t source = 0;  // RS_IH_SOURCE_*.
  uint32_t vmid = 0;
  uint16_t pasid = 0;
  uint64_t cycle = 0;
  std::array<uint32_t, 4> data = {};  // By source, uapi/interrupt.h.
};

class InterruptRing {
 public:
  static constexpr uint32_t kEntryBytes = 32;
  static constexpr uint32_t kSizeLog2 = 14;  // 512 entries.

  // Takes a ring of system memory and tells the hardware about it.
  static absl::StatusOr<std::unique_ptr<InterruptRing>> Create(MemoryPools* pools);
  // Switches the hardware's ring off.
  ~InterruptRing();
  InterruptRing(const InterruptRing&) = delete;
  InterruptRing& operator=(const InterruptRing&) = delete;

  // One handler a source; entries of other sources are only counted.
  using Handler = absl::AnyInvocable<void(const InterruptEntry&)>;
  void SetHandler(uint32_t source, Handler handler);

  // DATA_LOSS: the hardware's write pointer makes no sense.
  absl::Status Dispatch();

  uint64_t entries() const { return entries_; }
  uint64_t unhandled() const { return unhandled_; }

 private:
  explicit InterruptRing(Device* device, std::unique_ptr<Buffer> ring);

  Device* const device_;
  const std::unique_ptr<Buffer> ring_;
  uint32_t rptr_ = 0;  // Byte offset in the ring.
  uint64_t entries_ = 0;
  uint64_t unhandled_ = 0;
  absl::flat_hash_map<uint32_t, Handler> handlers_;
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_IH_INTERRUPT_RING_H_
