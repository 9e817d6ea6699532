// The end of firmware: for what must not happen, never for what a caller can get wrong.
#ifndef RINGSIDE_FIRMWARE_BASE_DIE_H_
#define RINGSIDE_FIRMWARE_BASE_DIE_H_

#include "firmware/base/error.h"

namespace ringside::firmware {

// Leaves a record for the host and stops. Each program defines it: firmware/boot on the core, tests
// as they like.
[[noreturn]] void Die(Error why);

}  // namespace ringside::firmware

#endif  // RINGSIDE_FIRMWARE_BASE_DIE_H_
