// The firmware image on the Verilated machine, with the least of a driver: queues whose rings and
// data lie in one address space that maps every page to itself.
//
// Boot() first. Interrupt entries are dropped, because no interrupt ring is set up.
#ifndef RINGSIDE_TESTBENCH_FIRMWARE_FIRMWARE_BENCH_H_
#define RINGSIDE_TESTBENCH_FIRMWARE_FIRMWARE_BENCH_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "testbench/machine/machine_listener.h"
#include "testbench/machine/verilator_device.h"
#include "uapi/firmware_abi.h"
#include "uapi/limits.h"

namespace ringside {

// What the slots and doorbells did, with cycles.
class FirmwareTrace : public MachineListener {
 public:
  struct SlotChange {
    uint64_t cycle;
    uint32_t slot;
    SlotState state;
  };

  void OnRing(uint64_t, uint32_t, RingOutcome outcome, uint32_t) override {
    last_outcome = outcome;
  }
  void OnSlotState(uint64_t cycle, uint32_t slot, SlotState state, uint32_t) override {
    changes.push_back({cycle, slot, state});
  }
  void OnFetch(uint64_t cycle, uint32_t) override { fetches.push_back(cycle); }

  // Cycle of the first change to `state` at or after `from`; 0: none.
  uint64_t First(SlotState state, uint64_t from) const;
  uint64_t FirstFetch(uint64_t from) const;

  RingOutcome last_outcome = RingOutcome::kStray;
  std::vector<SlotChange> changes;
  std::vector<uint64_t> fetches;
};

class FirmwareBench {
 public:
  // A queue of 4 KiB with everything of its own; `number` from 0 to 59.
  struct BenchQueue {
    uint32_t number = 0;
    uint32_t quantum = 0;
    uint64_t wptr = 0;

    uint32_t doorbell() const { return RS_DOORBELLS_PER_PAGE + number; }
    uint64_t base() const { return 0x100000 + number * uint64_t{0x40000}; }
    uint64_t ring() const { return base(); }
    uint64_t mqd() const { return base() + 0x1000; }
    uint64_t wptr_word() const { return base() + 0x2000; }
    uint64_t fence() const { return base() + 0x2100; }
    uint64_t gang() const { return base() + 0x3000; }
    uint64_t data() const { return base() + 0x4000; }  // 240 KiB.
  };

  FirmwareBench();

  // Loads the ELF at `path` and runs it until it says that it is there. False: it did not.
  bool Boot(const std::string& path);
  // The first command; slot 0 stays the kernel's.
  bool SetResources();
  bool Add(const BenchQueue& queue);
  // Sends an ADD_QUEUE whose MQD lies between the memories; does not wait.
  void AddOutsideMemory();
  bool Suspend(const BenchQueue& queue);
  bool Resume(const BenchQueue& queue);
  bool Remove(const BenchQueue& queue);

  // Appends packets and rings.
  void Submit(BenchQueue* queue, const std::vector<uint32_t>& dwords);
  // A packet that writes `value` to the queue's fence word.
  static std::vector<uint32_t> FencePacket(const BenchQueue& queue, uint32_t value);
  // A packet that fills the queue's data.
  static std::vector<uint32_t> FillPacket(const BenchQueue& queue, uint32_t value, uint32_t bytes);
  uint32_t Fence(const BenchQueue& queue) { return Read(queue.fence()); }

  // Runs until `done`, at most `cycles`; returns whether it came.
  bool Run(const std::function<bool()>& done, uint64_t cycles = 200000);

  uint32_t Read(uint64_t address);
  void Write(uint64_t address, uint32_t value);

  VerilatorDevice& device() { return *device_; }
  FirmwareTrace& trace() { return trace_; }

 private:
  // Puts a frame in the ring and rings; returns where its answer will be.
  template <typename Command>
  uint64_t Send(Command command);
  // Sends a frame and runs until it is answered; returns whether with success.
  template <typename Command>
  bool Call(const Command& command);
  static rs_fw_add_queue AddCommand(const BenchQueue& queue);

  std::unique_ptr<VerilatorDevice> device_;
  FirmwareTrace trace_;
  uint32_t sent_ = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_FIRMWARE_FIRMWARE_BENCH_H_
