#include "testbench/model/firmware_core.h"

#include <cstring>

#include "firmware/base/die.h"
#include "firmware/boot/death.h"
#include "testbench/model/costs.h"
#include "uapi/firmware_abi.h"
#include "uapi/interrupt.h"
#include "uapi/memory_map.h"
#include "uapi/regs/ih_regs.h"
#include "uapi/regs/sys_regs.h"

namespace ringside {
namespace {

// How firmware leaves its frames when it dies: it has no destructors and no way to return.
struct Death {
  firmware::Error why;
};

}  // namespace

namespace firmware {

void Die(Error why) { throw Death{why}; }

}  // namespace firmware

namespace model {

FirmwareCore::FirmwareCore(const Clock* clock, CoreSide* machine, Bus* bus,
                           std::vector<uint32_t>* dtcm, const Listeners* listeners)
    : clock_(*clock), machine_(*machine), bus_(*bus), dtcm_(*dtcm), listeners_(*listeners) {}

void FirmwareCore::SetRun(bool run) {
  if (run == run_) return;
  run_ = run;
  firmware_.reset();
  bus_error_ = false;
  asleep_ = false;
  due_ = run ? clock_.cycle + kBootCycles : kNever;
}

void FirmwareCore::Interrupt() {
  if (firmware_ == nullptr) return;
  firmware::ScopedMmio mmio(this);
  LeaveDeathRecord(firmware::Error::kTrap);
  firmware_.reset();
  due_ = kNever;
}

uint32_t FirmwareCore::pending() const {
  return (machine_.pending() | (bus_error_ ? firmware::kWakeBusError : 0)) & firmware::kWakeAll;
}

void FirmwareCore::Notice() {
  if (!asleep_ || firmware_ == nullptr || pending() == 0) return;
  asleep_ = false;
  due_ = clock_.cycle + kWakeCycles;
  listeners_.Sleep(/*asleep=*/false);
}

void FirmwareCore::RunDue() {
  if (due_ > clock_.cycle) return;
  due_ = kNever;
  // Other machines of this thread have their turn before and after.
  firmware::ScopedMmio mmio(this);
  try {
    Run();
  } catch (const Death& death) {
    LeaveDeathRecord(death.why);
    firmware_.reset();
  }
  if (firmware_ != nullptr && pending() != 0) {
    due_ = clock_.cycle + kWakeCycles;
    return;
  }
  asleep_ = true;
  listeners_.Sleep(/*asleep=*/true);
}

void FirmwareCore::Run() {
  if (firmware_ != nullptr) return firmware_->OnWake(pending());
  firmware_ = std::make_unique<firmware::Firmware>();
  if (const firmware::Error error = firmware_->Init(); error != firmware::Error::kOk) {
    firmware::Die(error);
  }
}

void FirmwareCore::LeaveDeathRecord(firmware::Error why) {
  const auto error = static_cast<uint32_t>(why);
  // Where it died has no address that the image would know.
  const firmware::DeathRecord record = {.magic = firmware::kDeathMagic, .error = error};
  std::memcpy(dtcm_.data(), &record, sizeof(record));
  Write32(RS_CORE_BLOCK(SYS) + regs::sys::kFwStatusOffset, RS_FW_STATUS_DEAD | error);
  Write32(RS_CORE_BLOCK(IH) + regs::ih::kFwData0Offset, RS_IH_FIRMWARE_FATAL);
  Write32(RS_CORE_BLOCK(IH) + regs::ih::kFwData1Offset, error);
  Write32(RS_CORE_BLOCK(IH) + regs::ih::kFwSendOffset,
          regs::ih::MakeFwSendSource(RS_IH_SOURCE_FIRMWARE));
}

uint32_t FirmwareCore::Read32(uint32_t address) {
  if (address >= RS_CORE_WINDOW_BASE) {
    uint32_t value;
    const uint8_t* from = bus_.Read(address - RS_CORE_WINDOW_BASE, sizeof(value));
    if (from == nullptr) throw Death{firmware::Error::kTrap};
    std::memcpy(&value, from, sizeof(value));
    return value;
  }
  const std::optional<uint32_t> value = machine_.ReadRegister(address - RS_CORE_REGISTER_BASE);
  // An access fault on the core.
  if (!value) throw Death{firmware::Error::kTrap};
  return *value;
}

void FirmwareCore::Write32(uint32_t address, uint32_t value) {
  if (address >= RS_CORE_WINDOW_BASE) {
    uint8_t* to = bus_.Write(address - RS_CORE_WINDOW_BASE, sizeof(value));
    // Stores are posted: firmware hears of it later.
    if (to == nullptr) {
      bus_error_ = true;
    } else {
      std::memcpy(to, &value, sizeof(value));
    }
    return;
  }
  if (!machine_.WriteRegister(address - RS_CORE_REGISTER_BASE, value)) {
    throw Death{firmware::Error::kTrap};
  }
}

}  // namespace model
}  // namespace ringside
