#include "testbench/machine/firmware_lockstep.h"

namespace ringside {
namespace {

// Where the core begins; rtl/cpu leaves its parameter at this.
constexpr uint32_t kResetPc = 0;

}  // namespace

void FirmwareLockstep::OnHostWrite(bool is_data, uint32_t offset, uint32_t value) {
  (is_data ? memory_.data() : memory_.code())[offset / 4] = value;
}

void FirmwareLockstep::OnReset() { lockstep_.emplace(&memory_, kResetPc); }

absl::Status FirmwareLockstep::OnRetire(const Retired& core, uint32_t mip) {
  ++instructions_;
  interrupts_ += core.intr;
  memory_.Observe(core);
  return lockstep_->Check(core, mip);
}

}  // namespace ringside
