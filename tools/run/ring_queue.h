// A queue with all that it stands on: ring, pointer page, driver queue; as a real client sets it
// up.
#ifndef RINGSIDE_TOOLS_RUN_RING_QUEUE_H_
#define RINGSIDE_TOOLS_RUN_RING_QUEUE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "host/driver/driver.h"
#include "host/usermode/user_ring.h"

namespace ringside::run {

// A buffer of `process`, mapped whole at `va`, readable and perhaps `writable`. Errors name it.
absl::StatusOr<Buffer*> CreateMapped(Process* process, absl::string_view name, uint64_t va,
                                     uint64_t bytes, Placement placement, bool writable);

struct RingQueue {
  UserQueue* queue;
  RingMemory memory;
};

// Takes [va, va + RingQueueVaBytes(ring_bytes)) for ring and pointers, both in system memory, and
// creates the queue on them. Errors name it.
absl::StatusOr<RingQueue> CreateRingQueue(Process* process, const std::string& name, uint64_t va,
                                          uint64_t ring_bytes, uint32_t doorbell_index);
uint64_t RingQueueVaBytes(uint64_t ring_bytes);

}  // namespace ringside::run

#endif  // RINGSIDE_TOOLS_RUN_RING_QUEUE_H_
