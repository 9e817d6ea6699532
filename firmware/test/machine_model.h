// All blocks that firmware sees, as one Mmio: a small behavioural machine to run it on.
//
// Hardware goes on while firmware does: every access takes some ticks, so slots, rings and alarms
// fall between any two of them. What happens follows from the seed alone.
#ifndef RINGSIDE_FIRMWARE_TEST_MACHINE_MODEL_H_
#define RINGSIDE_FIRMWARE_TEST_MACHINE_MODEL_H_

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "firmware/base/host_mmio.h"
#include "firmware/test/doorbell_model.h"
#include "firmware/test/hqd_model.h"
#include "firmware/test/memory_model.h"
#include "firmware/test/random.h"
#include "uapi/limits.h"

namespace ringside::firmware::test {

class MachineModel : public Mmio {
 public:
  struct Interrupt {
    uint32_t kind;
    uint32_t argument;
  };

  explicit MachineModel(uint32_t seed);

  // Mmio.
  uint32_t Read32(uint32_t address) override;
  void Write32(uint32_t address, uint32_t value) override;
  void Fence() override;

  // One unit of hardware time, 10 ns.
  void Tick();
  // Reasons to wake, as Firmware::OnWake wants them.
  uint32_t Pending() const;

  // From user mode or the driver.
  void RingDoorbell(uint32_t id, uint64_t value);
  void InterruptCore() { host_irq_ = 1; }
  void SetBootParameter(uint32_t n, uint32_t value) { scratch_[n] = value; }

  // Called now and then while firmware runs: whatever the outside does to it.
  void set_outside(std::function<void()> outside) { outside_ = std::move(outside); }

  // The root table that this doorbell's packets must run under; 0 for VMID 0.
  void ExpectRoot(uint32_t doorbell, uint64_t root) { expected_root_[doorbell] = root; }

  MemoryModel& memory() { return memory_; }
  const MemoryModel& memory() const { return memory_; }
  HqdModel& hqd() { return hqd_; }
  const HqdModel& hqd() const { return hqd_; }
  const DoorbellModel& doorbells() const { return doorbells_; }
  Random& random() { return random_; }
  std::vector<Interrupt>& interrupts() { return interrupts_; }
  uint32_t status() const { return status_; }
  uint64_t now() const { return ticks_ / 10; }
  uint32_t accesses() const { return accesses_; }

 private:
  struct Vmid {
    uint64_t root = 0;
    bool valid = false;
    // What the TLB holds; 0: nothing.
    uint64_t cached_root = 0;
  };

  uint32_t ReadRegister(uint32_t block, uint32_t offset);
  void WriteRegister(uint32_t block, uint32_t offset, uint32_t value);
  void WriteMmu(uint32_t offset, uint32_t value);
  void OnPacket(uint32_t doorbell, uint32_t vmid);
  void PassTime();

  Random random_;
  MemoryModel memory_;
  WindowModel window_;
  DoorbellModel doorbells_;
  HqdModel hqd_;
  std::array<Vmid, RS_NUM_VMIDS> vmids_;
  std::map<uint32_t, uint64_t> expected_root_;
  std::vector<Interrupt> interrupts_;
  std::function<void()> outside_;
  std::array<uint32_t, 9> scratch_ = {};
  std::array<uint32_t, 2> ih_data_ = {};
  uint64_t ticks_ = 0;
  uint64_t alarm_ = ~uint64_t{0};
  uint32_t host_irq_ = 0;
  uint32_t status_ = 0;
  uint32_t invalidation_ = 0;
  uint32_t ih_busy_ = 0;
  uint32_t accesses_ = 0;
};

}  // namespace ringside::firmware::test

#endif  // RINGSIDE_FIRMWARE_TEST_MACHINE_MODEL_H_
