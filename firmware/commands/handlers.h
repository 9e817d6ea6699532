// What each command does.
//
// A handler checks everything before it changes anything, so a refused command has no effect. One
// that must wait for queues to leave the hardware leaves its number in them (Queue::command).
#ifndef RINGSIDE_FIRMWARE_COMMANDS_HANDLERS_H_
#define RINGSIDE_FIRMWARE_COMMANDS_HANDLERS_H_

#include <stdint.h>

#include "firmware/commands/answers.h"
#include "firmware/commands/frame.h"
#include "firmware/sched/scheduler.h"

namespace ringside::firmware {

// Carries out one command as far as it can be now. `answers` must not be full; `heartbeat` is what
// QUERY tells.
void HandleCommand(const Frame& frame, uint32_t heartbeat, Scheduler& scheduler, Answers& answers);

}  // namespace ringside::firmware

#endif  // RINGSIDE_FIRMWARE_COMMANDS_HANDLERS_H_
