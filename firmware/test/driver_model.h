// The driver's and the applications' side of a firmware test: command frames, queues, rings.
//
// Run() is the only place where firmware runs; it wakes it exactly when the core would.
#ifndef RINGSIDE_FIRMWARE_TEST_DRIVER_MODEL_H_
#define RINGSIDE_FIRMWARE_TEST_DRIVER_MODEL_H_

#include <cstdint>
#include <functional>
#include <memory>

#include "firmware/commands/frame.h"
#include "firmware/firmware.h"
#include "firmware/test/machine_model.h"

namespace ringside::firmware::test {

// A queue as its owners know it. Queue n has doorbell 512 + n and memory of its own.
struct TestQueue {
  uint32_t number = 0;
  uint32_t process = 1;  // 0: the kernel's.
  uint32_t quantum = 0;
  uint64_t submitted = 0;  // Bytes.

  uint32_t doorbell() const { return RS_DOORBELLS_PER_PAGE + number; }
  uint32_t mqd() const { return 0x100000 + number * 0x1000; }
  uint32_t wptr_addr() const { return mqd() + 0x400; }
  uint32_t gang() const { return mqd() + 0x800; }
  uint64_t root() const { return process == 0 ? 0 : 0x1'0000'0000 + process * 0x1000; }
};

class DriverModel {
 public:
  static constexpr uint32_t kRingBase = 0x40000000;
  static constexpr uint32_t kStatusBase = 0x40010000;
  static constexpr uint32_t kScratchBase = 0x40020000;

  // Boots firmware on a machine of this seed.
  explicit DriverModel(uint32_t seed);

  // Frames ready to be sent; their answers go to a status fence of their own.
  static Frame SetHwRsrc(uint32_t slots = 0xe, uint32_t vmids = 0xfffe);
  Frame AddQueue(const TestQueue& queue, uint32_t flags = 0, uint32_t home_slot = 0);
  static Frame RemoveQueue(const TestQueue& queue);
  // `fence` 0: none.
  static Frame Suspend(const TestQueue& queue, uint32_t fence = 0, uint32_t fence_value = 0);
  static Frame Resume(const TestQueue& queue);
  static Frame SuspendAll();
  static Frame ResumeAll();

  // Puts a frame in the ring with a status fence of its own. Returns the command's number.
  uint32_t Store(Frame frame);
  // Stores and rings.
  uint32_t Send(const Frame& frame);
  bool RingHasRoom() const;
  // What stands in the status fence: 0 while unanswered.
  uint64_t Answer(uint32_t command) const;
  bool Succeeded(uint32_t command) const { return Answer(command) == command + 1; }
  Error Failure(uint32_t command) const {
    return static_cast<Error>(RS_FW_ERROR_CODE(Answer(command) >> 32));
  }

  // An application adds packets and rings.
  void Submit(TestQueue& queue, uint32_t packets);
  bool Drained(const TestQueue& queue) const;

  // Runs the machine until `done`, at most `ticks`; returns whether it came.
  bool Run(const std::function<bool()>& done, uint32_t ticks = 100000);
  void RunFor(uint32_t ticks) {
    Run([] { return false; }, ticks);
  }
  // Sends and runs until answered.
  uint32_t Execute(const Frame& frame);

  // The slot that holds the queue's MQD, or RS_NUM_SLOTS.
  uint32_t SlotOf(const TestQueue& queue) const;
  const Queue& Record(const TestQueue& queue) const;
  QueueState StateOf(const TestQueue& queue) const { return Record(queue).state; }

  MachineModel& machine() { return machine_; }
  const Scheduler& scheduler() const { return firmware_->scheduler(); }

 private:
  MachineModel machine_;
  ScopedMmio mmio_;
  std::unique_ptr<Firmware> firmware_;
  uint32_t sent_ = 0;
};

}  // namespace ringside::firmware::test

#endif  // RINGSIDE_FIRMWARE_TEST_DRIVER_MODEL_H_
