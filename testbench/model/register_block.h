// What a block of the model shows on the register bus, and the clock that all blocks share.
//
// The one rule: a refused access has no effect, as on the RTL's register bus.
#ifndef RINGSIDE_TESTBENCH_MODEL_REGISTER_BLOCK_H_
#define RINGSIDE_TESTBENCH_MODEL_REGISTER_BLOCK_H_

#include <cstdint>
#include <limits>
#include <optional>

namespace ringside::model {

// Who makes an access: most registers may be written by one side only.
enum class Side { kHost, kFirmware };

class RegisterBlock {
 public:
  virtual ~RegisterBlock() = default;

  // `offset` is in bytes from the block's start, a multiple of 4. Nothing: refused.
  virtual std::optional<uint32_t> ReadRegister(uint32_t offset, Side side) = 0;
  // False: refused.
  [[nodiscard]] virtual bool WriteRegister(uint32_t offset, uint32_t value, Side side) = 0;
};

// Cycles since reset. Only the device moves it; blocks look.
struct Clock {
  uint64_t cycle = 0;
};

// When a block that has nothing to do wants its turn.
inline constexpr uint64_t kNever = std::numeric_limits<uint64_t>::max();

constexpr uint32_t Low(uint64_t value) { return static_cast<uint32_t>(value); }
constexpr uint32_t High(uint64_t value) { return static_cast<uint32_t>(value >> 32); }
constexpr uint64_t Join(uint32_t high, uint32_t low) { return uint64_t{high} << 32 | low; }

}  // namespace ringside::model

#endif  // RINGSIDE_TESTBENCH_MODEL_REGISTER_BLOCK_H_
