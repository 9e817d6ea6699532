// Why something was refused, as one type: the codes of uapi/firmware_abi.h, which the host reads.
#ifndef RINGSIDE_FIRMWARE_BASE_ERROR_H_
#define RINGSIDE_FIRMWARE_BASE_ERROR_H_

#include <stdint.h>

#include "uapi/firmware_abi.h"

namespace ringside::firmware {

enum class [[nodiscard]] Error : uint8_t{
#define RINGSIDE_ERROR(name, c, code, text) k##name = (code),
    RS_FW_ERRORS(RINGSIDE_ERROR)
#undef RINGSIDE_ERROR
};

constexpr bool ErrorCodesAreDistinct() {
  constexpr uint32_t kCodes[] = {
#define RINGSIDE_ERROR(name, c, code, text) (code),
      RS_FW_ERRORS(RINGSIDE_ERROR)
#undef RINGSIDE_ERROR
  };
  constexpr int kCount = sizeof(kCodes) / sizeof(kCodes[0]);
  for (int i = 0; i < kCount; ++i) {
    if (kCodes[i] > 0xff) return false;
    for (int j = 0; j < i; ++j) {
      if (kCodes[i] == kCodes[j]) return false;
    }
  }
  return true;
}
static_assert(ErrorCodesAreDistinct(), "two errors share a code, or one does not fit a byte");

}  // namespace ringside::firmware

#endif  // RINGSIDE_FIRMWARE_BASE_ERROR_H_
