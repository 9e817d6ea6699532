// The sequences that bring a queue into a slot and out of it, register by register.
//
// The order within each is what keeps rings from being lost. In: bind the doorbell to the slot,
// then read wptr again, because rings before the bind went elsewhere. Out: unbind, then save,
// because rings after the unbind are remembered and read after the save.
#ifndef RINGSIDE_FIRMWARE_MAPPING_MAPPING_H_
#define RINGSIDE_FIRMWARE_MAPPING_MAPPING_H_

#include <stdint.h>

#include "firmware/sched/scheduler.h"

namespace ringside::firmware {

// Starts the load of the next queue. CanPlace() must hold.
void PlaceNext(Scheduler& scheduler);

// Starts every load that can be. Inline, because mostly there is none and every wake-up asks.
inline void PlaceAll(Scheduler& scheduler) {
  while (scheduler.CanPlace()) PlaceNext(scheduler);
}

// The MQD is in the slot: lets the queue run, or takes it out again if a command came meanwhile.
void FinishLoad(Scheduler& scheduler, uint32_t slot);

// Stops the queue in `slot` and writes its state to the MQD.
void BeginSave(Scheduler& scheduler, uint32_t slot);

// Whether a saved queue left work in its ring, by its MQD.
bool LeftWork(const Queue& queue);

// A word that is another once a saved queue got anywhere, by its MQD. After LeftWork(), whose look
// at memory it shares.
uint32_t SavedPosition(const Queue& queue);

// Removes a queue that is off the hardware: its doorbell rings nobody, and a process with no queue
// has no address space.
void Forget(Scheduler& scheduler, uint32_t queue);

}  // namespace ringside::firmware

#endif  // RINGSIDE_FIRMWARE_MAPPING_MAPPING_H_
