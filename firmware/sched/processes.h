// Processes, and which VMID stands for which.
//
// A process keeps its VMID while it is off the hardware, so that coming back costs nothing; when
// VMIDs run out, the one whose process left the hardware longest ago is taken. There must be at
// least as many VMIDs as slots: then Enter never fails.
#ifndef RINGSIDE_FIRMWARE_SCHED_PROCESSES_H_
#define RINGSIDE_FIRMWARE_SCHED_PROCESSES_H_

#include <stdint.h>

#include "firmware/base/array.h"
#include "firmware/base/error.h"
#include "firmware/sched/queue.h"
#include "uapi/limits.h"

namespace ringside::firmware {

struct Process {
  uint64_t root;     // Bus address of its root page table.
  uint32_t context;  // Bus address of its context: its name.
  uint32_t pasid;
  uint8_t vmid;      // 0: none.
  uint8_t queues;    // Known; the record is free at 0.
  uint8_t on_slots;  // Of these, in slots.
};

class Processes {
 public:
  struct Lease {
    uint32_t vmid;
    bool fresh;  // The MMU does not know yet that the VMID is this process's.
  };

  // VMIDs that may be given out, bit 0 clear. Before the first Open.
  void SetVmids(uint32_t mask) { vmids_ = mask; }

  // Counts one more queue of the process named `context`, which is made if it is new. kBadField: it
  // is known with another root or PASID. Nothing changes on error.
  Error Open(uint32_t context, uint32_t pasid, uint64_t root, uint32_t* process);

  // Counts one queue less. Returns the VMID that no longer means anything, or 0.
  uint32_t Close(uint32_t process);

  // A queue of the process enters a slot, or has left one.
  Lease Enter(uint32_t process);
  void Leave(uint32_t process);

  const Process& operator[](uint32_t process) const { return processes_[process]; }

 private:
  uint32_t ChooseVmid() const;

  Array<Process, RS_MAX_PROCESSES> processes_;
  uint32_t vmids_ = 0;
  // VMIDs that some process has.
  uint32_t held_ = 0;
  // By VMID: its process, and the value of the clock when that process last left the hardware.
  Array<uint8_t, RS_NUM_VMIDS> holder_;
  Array<uint32_t, RS_NUM_VMIDS> left_;
  uint32_t clock_ = 0;
};

}  // namespace ringside::firmware

#endif  // RINGSIDE_FIRMWARE_SCHED_PROCESSES_H_
