// The scheduler firmware as the driver sees it: takes command frames, answers them, keeps queues.
#ifndef RINGSIDE_HOST_DEVICE_TESTING_FAKE_FIRMWARE_H_
#define RINGSIDE_HOST_DEVICE_TESTING_FAKE_FIRMWARE_H_

#include <cstdint>
#include <map>
#include <vector>

#include "host/device/testing/fake_queue.h"

namespace ringside {

class FakeDevice;
class FakeEngine;

class FakeFirmware {
 public:
  static constexpr uint64_t kWakeCycles = 100;
  static constexpr uint64_t kCommandCycles = 50;
  static constexpr uint64_t kSaveCycles = 300;

  FakeFirmware(FakeDevice* device, FakeEngine* engine) : device_(device), engine_(engine) {}

  // The next command of `opcode` fails with `error`, an RS_FW_ERROR_*.
  void RefuseNext(uint32_t opcode, uint32_t error) { refusals_[opcode] = error; }
  // The next command of `opcode` is taken and never answered nor obeyed.
  void IgnoreNext(uint32_t opcode) { ignored_[opcode] = true; }
  // Tells the host that it died, and does nothing any more.
  void Die(uint32_t error);
  // The MQD or wptr word of this queue gives a bus error, which stops it.
  void FailQueueMemory(uint32_t doorbell);
  // Its interrupt entries reach the ring so many cycles after what it does in memory.
  void DelayInterrupts(uint64_t cycles) { interrupt_delay_ = cycles; }
  // Starts without its sign of life.
  void SetStillborn() { stillborn_ = true; }

  const std::map<uint32_t, FakeQueue>& queues() const { return queues_; }
  // Most frames found at one wake-up: shows that a batch came as one.
  uint64_t largest_batch() const { return largest_batch_; }
  // Opcodes in order of arrival.
  const std::vector<uint32_t>& history() const { return history_; }

  // For FakeEngine: a queue has faulted.
  void OnFault(uint32_t doorbell);
  // For FakeDevice.
  void Start();
  void Stop();
  void OnDoorbell();
  void OnQueueDoorbell(uint32_t id, uint64_t wptr);

 private:
  struct Status {
    uint64_t address;
    uint64_t value;
  };

  void SendInterrupt(uint32_t kind, uint32_t argument);
  void TakeFrames();
  void Handle(uint64_t frame, uint64_t delay);
  uint32_t AddQueue(uint64_t frame);
  void Remove(uint32_t doorbell, const Status& status);
  void Suspend(uint32_t doorbell, const Status& status);
  uint32_t Resume(uint32_t doorbell);
  void Answer(const Status& status, uint32_t opcode, uint32_t error);
  FakeQueue* FindGang(uint64_t gang);
  void LoadMqd(FakeQueue* queue);
  void SaveMqd(const FakeQueue& queue);

  FakeDevice* const device_;
  FakeEngine* const engine_;
  std::map<uint32_t, FakeQueue> queues_;  // By doorbell.
  std::map<uint32_t, uint32_t> refusals_;
  std::map<uint32_t, bool> ignored_;
  std::vector<uint32_t> history_;
  uint64_t interrupt_delay_ = 0;
  uint64_t largest_batch_ = 0;
  uint64_t frames_taken_ = 0;
  bool alive_ = false;
  bool stillborn_ = false;
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_DEVICE_TESTING_FAKE_FIRMWARE_H_
