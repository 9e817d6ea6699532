// Where firmware begins, and all that it ever does: wait for a reason to wake, and act on it.
#include <stdint.h>

#include "firmware/base/die.h"
#include "firmware/base/error.h"
#include "firmware/firmware.h"

namespace ringside::firmware {
namespace {

// In memory that start.S has zeroed, which is its initial state.
constinit Firmware firmware;

// Sleeps until an interrupt is pending and returns which. Interrupts stay masked in mstatus: they
// end WFI all the same, and nothing has to be saved and restored.
uint32_t WaitForWake() {
  uint32_t pending;
  __asm__ volatile("wfi\n\tcsrr %0, mip" : "=r"(pending) : : "memory");
  return pending & kWakeAll;
}

}  // namespace

extern "C" [[noreturn]] void firmware_main() {
  if (const Error error = firmware.Init(); error != Error::kOk) Die(error);
  __asm__ volatile("csrw mie, %0" : : "r"(kWakeAll));
  for (;;) firmware.OnWake(WaitForWake());
}

}  // namespace ringside::firmware
