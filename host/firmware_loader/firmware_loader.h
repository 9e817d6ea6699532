// Puts the firmware into the core's memories and starts it.
//
// The one rule: call LoadFirmware before BootFirmware, with the core stopped in between; the
// hardware lets the host write the core's memories only then.
#ifndef RINGSIDE_HOST_FIRMWARE_LOADER_FIRMWARE_LOADER_H_
#define RINGSIDE_HOST_FIRMWARE_LOADER_FIRMWARE_LOADER_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "host/device/device.h"
#include "host/event_loop/event_loop.h"

namespace ringside {

// Checks all of `elf`, then stops the core and writes the segments into its memories.
// INVALID_ARGUMENT: a bad image; the machine is untouched.
absl::Status LoadFirmware(Device* device, absl::Span<const uint8_t> elf);

// Hands the command ring's bus address over, starts the core and waits for its sign of life.
// DEADLINE_EXCEEDED: none within `timeout_cycles`. INTERNAL: the firmware died; the message has its
// error. The core is stopped again after an error.
absl::Status BootFirmware(EventLoop* loop, uint64_t command_ring_address, uint64_t timeout_cycles);

absl::Status StopFirmware(Device* device);

}  // namespace ringside

#endif  // RINGSIDE_HOST_FIRMWARE_LOADER_FIRMWARE_LOADER_H_
