#include "firmware/boot/death.h"

#include "firmware/base/die.h"
#include "firmware/drivers/ih.h"
#include "firmware/drivers/sys.h"
#include "uapi/firmware_abi.h"
#include "uapi/interrupt.h"

namespace ringside::firmware {
namespace {

[[gnu::section(".death_record"), gnu::used]] volatile DeathRecord death_record = {};

[[noreturn]] void Die(Error why, uint32_t pc, uint32_t cause, uint32_t value) {
  // A trap while dying must not cover the first cause.
  if (death_record.error == 0) {
    const auto error = static_cast<uint32_t>(why);
    death_record.error = error;
    death_record.pc = pc;
    death_record.cause = cause;
    death_record.value = value;
    death_record.magic = kDeathMagic;  // Last: a half record never looks whole.
    sys::SetStatus(RS_FW_STATUS_DEAD | error);
    ih::Send(RS_IH_FIRMWARE_FATAL, error);
  }
  __asm__ volatile("csrw mie, zero");
  for (;;) __asm__ volatile("wfi");
}

}  // namespace

void Die(Error why) { Die(why, reinterpret_cast<uint32_t>(__builtin_return_address(0)), 0, 0); }

extern "C" [[noreturn]] void firmware_trap(uint32_t pc, uint32_t cause, uint32_t value) {
  Die(Error::kTrap, pc, cause, value);
}

}  // namespace ringside::firmware
