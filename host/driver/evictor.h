// Moves a process's buffers between VRAM and system memory, under its queues' feet.
//
// The one rule: nothing moves before every queue of the process is off the hardware, and no queue
// comes back before page tables, TLB and wptr poll addresses are new.
#ifndef RINGSIDE_HOST_DRIVER_EVICTOR_H_
#define RINGSIDE_HOST_DRIVER_EVICTOR_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "host/driver/process.h"
#include "host/memory/buffer.h"

namespace ringside {

class Evictor {
 public:
  explicit Evictor(Driver* driver) : driver_(driver) {}

  // Preempts, moves every VRAM buffer of `process` to system memory, restores. On an error each
  // buffer is where it was or where it should be, and the queues are restored if they can be.
  absl::Status Evict(Process* process);

  // Moves back what was created in VRAM, as far as it fits.
  absl::Status MigrateBack(Process* process);

  // Evicts other processes than `except`, least recently used first, until VRAM has a hole of
  // `bytes`. RESOURCE_EXHAUSTED, with nobody evicted: that would not make enough room.
  absl::Status MakeRoom(uint64_t bytes, const Process* except);

  uint64_t evictions() const { return evictions_; }
  uint64_t migrated_bytes() const { return migrated_bytes_; }

 private:
  absl::Status Move(Process* process, absl::Span<Buffer* const> buffers, Placement target);
  // The bytes. After a failure all buffers are where they were, whole; new places that the hardware
  // may still write to are lost for good.
  absl::Status Copy(Process* process, absl::Span<Buffer* const> buffers, Placement target);
  // Buffers, page tables and TLB to the new places. After a failure nothing is known of the TLB.
  absl::Status Remap(Process* process, absl::Span<Buffer* const> buffers);
  Process* LeastRecentlyUsed(const Process* except) const;

  Driver* const driver_;
  uint64_t evictions_ = 0;
  uint64_t migrated_bytes_ = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_DRIVER_EVICTOR_H_
