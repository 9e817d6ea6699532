#include "firmware/firmware.h"

#include "firmware/base/die.h"
#include "firmware/commands/handlers.h"
#include "firmware/drivers/doorbell.h"
#include "firmware/drivers/hqd.h"
#include "firmware/drivers/ih.h"
#include "firmware/drivers/sys.h"
#include "firmware/drivers/timer.h"
#include "firmware/mapping/mapping.h"
#include "uapi/firmware_abi.h"
#include "uapi/interrupt.h"
#include "uapi/limits.h"

namespace ringside::firmware {
namespace {

// Doorbells taken in one go: whoever rings without end must not keep us from the rest.
constexpr int kMostPops = 32;

}  // namespace

Error Firmware::Init() {
  const uint64_t low = sys::BootParameter(RS_FW_SCRATCH_RING_ADDR);
  const uint64_t high = sys::BootParameter(RS_FW_SCRATCH_RING_ADDR + 1);
  const Error error = ring_.Init(high << 32 | low);
  if (error != Error::kOk) return error;
  timer::CancelAlarm();
  hqd::EnableEvents(hqd::kCommandEvents);
  doorbell::BindUnmapped(RS_DOORBELL_FIRMWARE);
  sys::SetStatus(RS_FW_STATUS_BOOTED);
  return Error::kOk;
}

void Firmware::OnWake(uint32_t wake) {
  if ((wake & kWakeBusError) != 0) Die(Error::kTrap);
  const bool left_before = left_count_ != 0;
  if ((wake & kWakeSlots) != 0) OnSlots();
  // Frames may be left from a time when too many commands were under way.
  bool commands = !ring_.empty();
  if ((wake & kWakeDoorbell) != 0) commands |= OnDoorbells();
  if ((wake & kWakeHost) != 0) {
    sys::ClearHostInterrupt();
    commands = true;
  }
  if (commands) OnHostCommands();
  // To settle takes a look at memory. While a slot loads it can wait for the wake-up by that, which
  // it would only delay; but never longer.
  if (left_before || !scheduler_.IsLoading()) SettleLeft();
  Reschedule();
  sys::SetHeartbeat(++heartbeat_);
}

bool Firmware::OnDoorbells() {
  bool commands = false;
  for (int i = 0; i < kMostPops; ++i) {
    const uint32_t id = doorbell::Pop();
    if (id == doorbell::kNone) break;
    if (id == RS_DOORBELL_FIRMWARE) {
      commands = true;
      continue;
    }
    const uint32_t queue = scheduler_.queues().FindByDoorbell(id);
    if (queue == kNoQueue) continue;  // Removed since it rang.
    scheduler_.Rang(queue);
    // At once, before the next one: this is the way from a ring to the hardware.
    PlaceAll(scheduler_);
  }
  return commands;
}

void Firmware::OnHostCommands() {
  ring_.Poll();
  while (!ring_.empty() && !answers_.full()) {
    ring_.Next(&frame_);
    HandleCommand(frame_, heartbeat_, scheduler_, answers_);
  }
  ring_.Publish();
}

void Firmware::OnSlots() {
  const hqd::Events events = hqd::TakeEvents();
  ForEachBit(events.load_done, [&](uint32_t slot) { FinishLoad(scheduler_, slot); });
  // Before save_done: a queue that faults while it is being saved is saved all the same.
  ForEachBit(events.fault, [&](uint32_t slot) { OnFault(slot); });
  uint32_t empty = events.save_done;
  ForEachBit(events.bus_error & ~events.save_done, [&](uint32_t slot) {
    if (OnBusError(slot)) empty |= Bit(slot);
  });
  if (empty == 0) return;

  Array<uint8_t, RS_NUM_SLOTS> off;
  uint32_t count = 0;
  ForEachBit(empty,
             [&](uint32_t slot) { off[count++] = static_cast<uint8_t>(scheduler_.Off(slot)); });
  // Those who wait come first, then those for whom a command waits.
  PlaceAll(scheduler_);
  for (uint32_t i = 0; i < count; ++i) {
    const Queue& queue = scheduler_.queues()[off[i]];
    if (queue.intent == Intent::kStay && !queue.faulted) {
      left_[left_count_++] = off[i];
    } else {
      OnOff(off[i]);
    }
  }
}

void Firmware::SettleLeft() {
  for (uint32_t i = 0; i < left_count_; ++i) OnOff(left_[i]);
  left_count_ = 0;
}

void Firmware::OnFault(uint32_t slot) {
  scheduler_.Faulted(slot, Error::kQueueFaulted);
  if (scheduler_.queues()[scheduler_.QueueIn(slot)].state == QueueState::kRunning) {
    BeginSave(scheduler_, slot);
  }
}

bool Firmware::OnBusError(uint32_t slot) {
  scheduler_.Faulted(slot, Error::kMqdUnreadable);
  if (scheduler_.queues()[scheduler_.QueueIn(slot)].state == QueueState::kRunning) {
    // Its wptr word could not be read; its MQD may still be fine.
    BeginSave(scheduler_, slot);
    return false;
  }
  // A failed load or save leaves the slot free; after a failed poll the save goes on.
  return hqd::IsFree(slot);
}

void Firmware::OnOff(uint32_t index) {
  Queue& queue = scheduler_.queues()[index];
  const Intent intent = queue.intent;
  const uint32_t command = queue.command;
  const auto fault = static_cast<Error>(queue.fault);
  const bool rotated = intent == Intent::kStay && !queue.faulted;
  queue.command = kNoCommand;
  const bool left_work = rotated && LeftWork(queue);
  if (left_work) scheduler_.LeftWithWork(index, SavedPosition(queue));
  scheduler_.Settle(index, left_work);

  const bool faulted = queue.state == QueueState::kFaulted;
  if (faulted) ih::Send(RS_IH_FIRMWARE_QUEUE_FAULT, queue.doorbell);
  if (intent == Intent::kRemove) Forget(scheduler_, index);
  if (command != kNoCommand) {
    answers_.Done(command, faulted && intent == Intent::kSuspend ? fault : Error::kOk);
  }
}

void Firmware::Reschedule() {
  PlaceAll(scheduler_);
  const bool waiting = scheduler_.Waiting() != 0;
  WatchForRoom(waiting);
  const bool alarm = waiting && !EvictIdle() && EvictExpired();
  if (alarm_set_ && !alarm) timer::CancelAlarm();
  alarm_set_ = alarm;
}

bool Firmware::EvictIdle() {
  uint32_t idle = 0;
  ForEachBit(scheduler_.Candidates(), [&](uint32_t slot) {
    if (hqd::IsIdle(slot)) idle |= Bit(slot);
  });
  for (;;) {
    const uint32_t slot = scheduler_.PickIdle(idle);
    if (slot == kNoSlot) return scheduler_.Waiting() == 0;
    BeginSave(scheduler_, slot);
  }
}

bool Firmware::EvictExpired() {
  const uint64_t now = timer::Now();
  const auto now_low = static_cast<uint32_t>(now);
  for (;;) {
    const uint32_t slot = scheduler_.PickExpired(now_low);
    if (slot == kNoSlot) break;
    BeginSave(scheduler_, slot);
  }
  if (scheduler_.Waiting() == 0) return false;
  const int32_t left = scheduler_.NextExpiry(now_low);
  if (left < 0) return false;
  timer::SetAlarm(now + static_cast<uint32_t>(left));
  return true;
}

void Firmware::WatchForRoom(bool watch) {
  if (watch == watching_) return;
  watching_ = watch;
  // What happened while nobody cared is told by the slots' status.
  if (watch) hqd::ClearEvents(hqd::kRoomEvents);
  hqd::EnableEvents(watch ? hqd::kCommandEvents | hqd::kRoomEvents : hqd::kCommandEvents);
}

}  // namespace ringside::firmware
