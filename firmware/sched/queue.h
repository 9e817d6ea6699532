// What the scheduler knows of one queue.
//
// Records are named by index, 0..RS_MAX_QUEUES-1. Names need no generation: a queue is forgotten
// only when it is in no slot and no command waits for it, so nothing late can speak of it.
#ifndef RINGSIDE_FIRMWARE_SCHED_QUEUE_H_
#define RINGSIDE_FIRMWARE_SCHED_QUEUE_H_

#include <stdint.h>

#include "uapi/firmware_abi.h"
#include "uapi/limits.h"

namespace ringside::firmware {

inline constexpr uint32_t kNoQueue = 0xff;
inline constexpr uint32_t kNoSlot = 0xff;
inline constexpr uint32_t kNoProcess = 0xff;
inline constexpr uint32_t kNoCommand = 0xff;
static_assert(RS_MAX_QUEUES < kNoQueue);

enum class QueueState : uint8_t {
  kIdle = RS_FW_STATE_IDLE,
  kReady = RS_FW_STATE_READY,
  kRunning = RS_FW_STATE_RUNNING,
  kLoading = RS_FW_STATE_LOADING,
  kSaving = RS_FW_STATE_SAVING,
  kSuspended = RS_FW_STATE_SUSPENDED,
  kFaulted = RS_FW_STATE_FAULTED,
};

// What becomes of a queue when it is off its slot.
enum class Intent : uint8_t {
  kStay,     // Idle or ready: rotation took it off.
  kSuspend,  // Suspended: a command asked.
  kRemove,   // Forgotten: a command asked.
};

struct alignas(64) Queue {
  QueueState state;
  Intent intent;
  bool used;
  bool kernel;    // VMID 0, and always in home_slot.
  bool has_work;  // Rang, or may have, while it could not become ready.
  bool faulted;   // A fault stopped it; becomes kFaulted when it is off its slot.
  uint8_t fault;  // Error that a waiting command gets when faulted.
  uint8_t slot;   // Where it is; kNoSlot when off the hardware.
  uint8_t home_slot;
  uint8_t process;  // kNoProcess for kernel queues.
  uint8_t command;  // Command that waits for it to be off its slot, or kNoCommand.
  uint8_t next;     // Neighbours in the ready list.
  uint8_t previous;
  uint8_t patience;  // Its next quantum is this many times doubled.
  uint16_t doorbell;
  uint32_t gang;     // Bus address of the gang context.
  uint32_t mqd;      // Bus address.
  uint32_t quantum;  // 100 ns units; 0: no limit.
  uint32_t rb_cntl;  // As it stands in the MQD.
  uint32_t maps;
  uint32_t switches_out;
  uint32_t position;  // How far it was when it last left with work.
};
static_assert(sizeof(Queue) == 64, "indexing should be a shift");

}  // namespace ringside::firmware

#endif  // RINGSIDE_FIRMWARE_SCHED_QUEUE_H_
