// Checks what a process asks of a new queue, before anything is made.
#ifndef RINGSIDE_HOST_USERQ_QUEUE_SPEC_H_
#define RINGSIDE_HOST_USERQ_QUEUE_SPEC_H_

#include "absl/status/status.h"
#include "host/gpuvm/address_space.h"
#include "host/userq/user_queue.h"

namespace ringside {

// INVALID_ARGUMENT or OUT_OF_RANGE, naming the field. That the doorbell is free is not looked at.
absl::Status CheckQueueSpec(const QueueSpec& spec, const AddressSpace& address_space);

// Lies any part of the queue's ring or pointers in `mapping`?
bool UsesMapping(const QueueSpec& spec, const Mapping& mapping);

}  // namespace ringside

#endif  // RINGSIDE_HOST_USERQ_QUEUE_SPEC_H_
