// The timer: mtime and cycles from the shared clock, and the firmware's compare interrupt.
#ifndef RINGSIDE_TESTBENCH_MODEL_TIMER_MODEL_H_
#define RINGSIDE_TESTBENCH_MODEL_TIMER_MODEL_H_

#include <cstdint>
#include <optional>

#include "testbench/model/register_block.h"

namespace ringside::model {

class TimerModel final : public RegisterBlock {
 public:
  // `clock` must outlive it.
  explicit TimerModel(const Clock* clock) : clock_(*clock) {}

  std::optional<uint32_t> ReadRegister(uint32_t offset, Side side) override;
  bool WriteRegister(uint32_t offset, uint32_t value, Side side) override;

  bool irq() const { return mtime() >= mtimecmp_; }
  // The cycle from which irq() holds, kNever if that is beyond all time.
  uint64_t irq_cycle() const;

 private:
  uint64_t mtime() const;

  const Clock& clock_;
  uint64_t mtimecmp_ = ~uint64_t{0};
};

}  // namespace ringside::model

#endif  // RINGSIDE_TESTBENCH_MODEL_TIMER_MODEL_H_
