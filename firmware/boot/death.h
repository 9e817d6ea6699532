// What firmware leaves behind when it dies: the first words of the data TCM, for host and debugger.
#ifndef RINGSIDE_FIRMWARE_BOOT_DEATH_H_
#define RINGSIDE_FIRMWARE_BOOT_DEATH_H_

#include <stdint.h>

namespace ringside::firmware {

inline constexpr uint32_t kDeathMagic = 0x44454144;  // "DEAD"

struct DeathRecord {
  uint32_t magic;  // kDeathMagic once the rest is written.
  uint32_t error;  // RS_FW_ERRORS.
  uint32_t pc;     // Of the trap, or where Die was called.
  uint32_t cause;  // mcause and mtval of a trap; 0 otherwise.
  uint32_t value;
};

}  // namespace ringside::firmware

#endif  // RINGSIDE_FIRMWARE_BOOT_DEATH_H_
