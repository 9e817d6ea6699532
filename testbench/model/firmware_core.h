// The scheduler core: the firmware's sources compiled natively, woken as the RTL core would be.
//
// The one rule: a wake-up is handled in no time, kWakeCycles after the interrupt; nothing else in
// the machine moves while firmware runs. The image that the host loaded is not executed. Firmware
// that dies leaves its death record and stops, until the host takes CORE_CTRL.run away and gives it
// back.
#ifndef RINGSIDE_TESTBENCH_MODEL_FIRMWARE_CORE_H_
#define RINGSIDE_TESTBENCH_MODEL_FIRMWARE_CORE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "firmware/base/error.h"
#include "firmware/base/host_mmio.h"
#include "firmware/firmware.h"
#include "testbench/model/bus.h"
#include "testbench/model/listeners.h"
#include "testbench/model/register_block.h"

namespace ringside::model {

// What the core sees of the machine around it.
class CoreSide {
 public:
  virtual ~CoreSide() = default;

  // `offset` is in bytes from the first register block.
  virtual std::optional<uint32_t> ReadRegister(uint32_t offset) = 0;
  [[nodiscard]] virtual bool WriteRegister(uint32_t offset, uint32_t value) = 0;
  // Interrupts pending, as bits of mip.
  virtual uint32_t pending() const = 0;
};

class FirmwareCore final : private firmware::Mmio {
 public:
  // All must outlive it. `dtcm` is where the death record goes.
  FirmwareCore(const Clock* clock, CoreSide* machine, Bus* bus, std::vector<uint32_t>* dtcm,
               const Listeners* listeners);

  // The run bit: firmware starts over when it rises.
  void SetRun(bool run);
  // The non-maskable interrupt: firmware dies where it is.
  void Interrupt();

  // Looks at the interrupts: a core that sleeps begins to wake.
  void Notice();
  // When firmware is to run next; RunDue() runs it, if its time has come.
  uint64_t next_due() const { return due_; }
  void RunDue();

 private:
  // firmware::Mmio.
  uint32_t Read32(uint32_t address) override;
  void Write32(uint32_t address, uint32_t value) override;
  // Stores take effect at once and loads are never stale: nothing to wait for.
  void Fence() override {}

  uint32_t pending() const;
  void Run();
  void LeaveDeathRecord(firmware::Error why);

  const Clock& clock_;
  CoreSide& machine_;
  Bus& bus_;
  std::vector<uint32_t>& dtcm_;
  const Listeners& listeners_;

  bool run_ = false;
  bool asleep_ = false;
  bool bus_error_ = false;
  uint64_t due_ = kNever;
  // Exists once booted, until it dies.
  std::unique_ptr<firmware::Firmware> firmware_;
};

}  // namespace ringside::model

#endif  // RINGSIDE_TESTBENCH_MODEL_FIRMWARE_CORE_H_
