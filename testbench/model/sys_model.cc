#include "testbench/model/sys_model.h"

#include "uapi/limits.h"
#include "uapi/regs/sys_regs.h"

namespace ringside::model {
namespace {

namespace sys = ::ringside::regs::sys;

bool IsScratch(uint32_t offset) {
  return offset >= sys::kScratch0Offset && offset <= sys::kScratch8Offset;
}

uint32_t ScratchIndex(uint32_t offset) { return (offset - sys::kScratch0Offset) / 4; }

}  // namespace

std::optional<uint32_t> SysModel::ReadRegister(uint32_t offset, Side /*side*/) {
  switch (offset) {
    case sys::kIdOffset:
      return sys::kIdReset;
    case sys::kVersionOffset:
      return sys::kVersionReset;
    case sys::kConfigOffset:
      return sys::MakeConfigSlots(RS_NUM_SLOTS) |
             sys::MakeConfigDoorbellPages(RS_NUM_DOORBELL_PAGES) |
             sys::MakeConfigLastVmid(RS_NUM_VMIDS - 1);
    case sys::kCoreCtrlOffset:
      return sys::MakeCoreCtrlRun(run_);
    case sys::kHostIrqOffset:
      return host_irq_;
    case sys::kFwStatusOffset:
      return fw_status_;
    case sys::kFwHeartbeatOffset:
      return fw_heartbeat_;
    default:
      if (!IsScratch(offset)) return std::nullopt;
      return scratch_[ScratchIndex(offset)];
  }
}

bool SysModel::WriteRegister(uint32_t offset, uint32_t value, Side side) {
  const bool host = side == Side::kHost;
  switch (offset) {
    case sys::kCoreCtrlOffset:
      if (host) {
        run_ = sys::GetCoreCtrlRun(value) != 0;
        nmi_ = run_ && sys::GetCoreCtrlNmi(value) != 0;
      }
      return host;
    case sys::kHostIrqOffset:
      host_irq_ = host ? host_irq_ | value : host_irq_ & ~value;
      return true;
    case sys::kFwStatusOffset:
      if (!host) fw_status_ = value;
      return !host;
    case sys::kFwHeartbeatOffset:
      if (!host) fw_heartbeat_ = value;
      return !host;
    default:
      if (!host || !IsScratch(offset)) return false;
      scratch_[ScratchIndex(offset)] = value;
      return true;
  }
}

}  // namespace ringside::model
