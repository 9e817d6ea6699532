// The scheduler firmware but for the core it runs on: what to do about each reason to wake.
//
// Init() once, then OnWake() for ever with what WaitForWake() saw; on the core main.cc does that,
// in tests and in a functional machine whoever plays the core. All zero before Init().
#ifndef RINGSIDE_FIRMWARE_FIRMWARE_H_
#define RINGSIDE_FIRMWARE_FIRMWARE_H_

#include <stdint.h>

#include "firmware/base/array.h"
#include "firmware/base/bits.h"
#include "firmware/base/error.h"
#include "firmware/commands/answers.h"
#include "firmware/commands/command_ring.h"
#include "firmware/sched/scheduler.h"
#include "uapi/limits.h"
#include "uapi/memory_map.h"

namespace ringside::firmware {

// Reasons to wake, as bits of mip: the core's interrupt lines and the timer.
inline constexpr uint32_t kWakeTimer = Bit(7);
inline constexpr uint32_t kWakeDoorbell = Bit(16 + RS_CORE_IRQ_DOORBELL);
inline constexpr uint32_t kWakeSlots = Bit(16 + RS_CORE_IRQ_HQD);
inline constexpr uint32_t kWakeHost = Bit(16 + RS_CORE_IRQ_HOST);
inline constexpr uint32_t kWakeBusError = Bit(16 + RS_CORE_IRQ_BUS_ERROR);
inline constexpr uint32_t kWakeAll =
    kWakeTimer | kWakeDoorbell | kWakeSlots | kWakeHost | kWakeBusError;

class Firmware {
 public:
  constexpr Firmware() = default;

  // Reads the boot parameters and says that it is there. kBadField: the command ring is misplaced.
  Error Init();

  // `wake` is a set of kWake*.
  void OnWake(uint32_t wake);

  const Scheduler& scheduler() const { return scheduler_; }

 private:
  void OnSlots();
  // Returns whether the host rang for commands.
  bool OnDoorbells();
  void OnHostCommands();
  // Gives free slots to waiting queues, then makes room for those that still wait.
  void Reschedule();

  // Makes room by taking off idle queues; returns whether that was enough.
  bool EvictIdle();
  // Makes room by taking off queues whose quantum has expired; if that was not enough, sets an
  // alarm for the next expiry and returns true, unless there is none.
  bool EvictExpired();

  void OnFault(uint32_t slot);
  // Returns whether the slot is empty now.
  bool OnBusError(uint32_t slot);
  // The queue has left its slot for whatever reason: settles what becomes of it.
  void OnOff(uint32_t queue);
  void SettleLeft();
  // Whether queues that run out of work shall wake us.
  void WatchForRoom(bool watch);

  Scheduler scheduler_;
  Answers answers_;
  CommandRing ring_;
  Frame frame_ = {};
  // Queues that have left their slots by rotation, not yet settled.
  Array<uint8_t, 2 * RS_NUM_SLOTS> left_;
  uint32_t left_count_ = 0;
  uint32_t heartbeat_ = 0;
  bool watching_ = false;
  bool alarm_set_ = false;
};

}  // namespace ringside::firmware

#endif  // RINGSIDE_FIRMWARE_FIRMWARE_H_
