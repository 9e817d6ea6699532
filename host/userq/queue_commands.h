// What the firmware is told of a user queue, as command frames.
#ifndef RINGSIDE_HOST_USERQ_QUEUE_COMMANDS_H_
#define RINGSIDE_HOST_USERQ_QUEUE_COMMANDS_H_

#include <cstdint>

#include "host/command_ring/frame.h"
#include "host/userq/user_queue.h"

namespace ringside {

// In units of 100 cycles; a gang quantum of 0 means no limit.
struct QueueQuanta {
  uint64_t gang_ticks;
  uint64_t process_ticks;
};

CommandFrame AddFrame(const UserQueue& queue, const QueueQuanta& quanta);
CommandFrame RemoveFrame(const UserQueue& queue);
CommandFrame SuspendFrame(const UserQueue& queue);
CommandFrame ResumeFrame(const UserQueue& queue);

}  // namespace ringside

#endif  // RINGSIDE_HOST_USERQ_QUEUE_COMMANDS_H_
