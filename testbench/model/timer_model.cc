#include "testbench/model/timer_model.h"

#include "uapi/limits.h"
#include "uapi/regs/timer_regs.h"

namespace ringside::model {
namespace {

namespace timer = ::ringside::regs::timer;

constexpr uint64_t kCycleMask = (uint64_t{1} << 48) - 1;

}  // namespace

uint64_t TimerModel::mtime() const { return clock_.cycle / RS_CYCLES_PER_TICK; }

uint64_t TimerModel::irq_cycle() const {
  return mtimecmp_ > kNever / RS_CYCLES_PER_TICK ? kNever : mtimecmp_ * RS_CYCLES_PER_TICK;
}

std::optional<uint32_t> TimerModel::ReadRegister(uint32_t offset, Side /*side*/) {
  switch (offset) {
    case timer::kMtimeLoOffset:
      return Low(mtime());
    case timer::kMtimeHiOffset:
      return High(mtime());
    case timer::kMtimecmpLoOffset:
      return Low(mtimecmp_);
    case timer::kMtimecmpHiOffset:
      return High(mtimecmp_);
    case timer::kCycleLoOffset:
      return Low(clock_.cycle);
    case timer::kCycleHiOffset:
      return High(clock_.cycle & kCycleMask);
    default:
      return std::nullopt;
  }
}

bool TimerModel::WriteRegister(uint32_t offset, uint32_t value, Side side) {
  if (side != Side::kFirmware) return false;
  if (offset == timer::kMtimecmpLoOffset) {
    mtimecmp_ = Join(High(mtimecmp_), value);
  } else if (offset == timer::kMtimecmpHiOffset) {
    mtimecmp_ = Join(value, Low(mtimecmp_));
  } else {
    return false;
  }
  return true;
}

}  // namespace ringside::model
