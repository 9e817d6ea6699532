#include "firmware/test/machine_model.h"

#include "firmware/firmware.h"
#include "gtest/gtest.h"
#include "uapi/interrupt.h"
#include "uapi/memory_map.h"
#include "uapi/regs/doorbell_regs.h"
#include "uapi/regs/ih_regs.h"
#include "uapi/regs/mmu_regs.h"
#include "uapi/regs/sys_regs.h"
#include "uapi/regs/timer_regs.h"

namespace ringside::firmware::test {

namespace doorbell_regs = ::ringside::regs::doorbell;
namespace ih_regs = ::ringside::regs::ih;
namespace mmu_regs = ::ringside::regs::mmu;
namespace sys_regs = ::ringside::regs::sys;
namespace timer_regs = ::ringside::regs::timer;

MachineModel::MachineModel(uint32_t seed)
    : random_(seed), window_(&memory_), hqd_(&memory_, &random_) {
  hqd_.set_on_packet([this](uint32_t doorbell, uint32_t vmid) { OnPacket(doorbell, vmid); });
}

uint32_t MachineModel::Read32(uint32_t address) {
  PassTime();
  if (address >= RS_CORE_WINDOW_BASE) return window_.Load(address - RS_CORE_WINDOW_BASE);
  const uint32_t offset = address - RS_CORE_REGISTER_BASE;
  return ReadRegister(offset / RS_BLOCK_BYTES, offset % RS_BLOCK_BYTES);
}

void MachineModel::Write32(uint32_t address, uint32_t value) {
  PassTime();
  if (address >= RS_CORE_WINDOW_BASE) {
    window_.Store(address - RS_CORE_WINDOW_BASE, value);
    return;
  }
  const uint32_t offset = address - RS_CORE_REGISTER_BASE;
  WriteRegister(offset / RS_BLOCK_BYTES, offset % RS_BLOCK_BYTES, value);
}

void MachineModel::Fence() {
  PassTime();
  window_.Fence();
}

void MachineModel::PassTime() {
  ++accesses_;
  Tick();
  if (outside_ && random_.OneIn(16)) outside_();
}

void MachineModel::Tick() {
  ++ticks_;
  if (invalidation_ != 0) --invalidation_;
  if (ih_busy_ != 0) --ih_busy_;
  hqd_.Tick();
}

uint32_t MachineModel::Pending() const {
  uint32_t pending = 0;
  if (doorbells_.irq()) pending |= kWakeDoorbell;
  if (hqd_.irq()) pending |= kWakeSlots;
  if (host_irq_ != 0) pending |= kWakeHost;
  if (now() >= alarm_) pending |= kWakeTimer;
  return pending;
}

void MachineModel::RingDoorbell(uint32_t id, uint64_t value) {
  const DoorbellModel::Binding binding = doorbells_.Ring(id);
  if (binding.kind == doorbell_regs::kBindKindMapped) hqd_.Ring(binding.slot, value);
}

uint32_t MachineModel::ReadRegister(uint32_t block, uint32_t offset) {
  if (block == RS_BLOCK_HQD) return hqd_.ReadRegister(offset);
  if (block == RS_BLOCK_DOORBELL && offset == doorbell_regs::kPopOffset) return doorbells_.Pop();
  if (block == RS_BLOCK_MMU && offset == mmu_regs::kInvStatusOffset) return invalidation_ != 0;
  if (block == RS_BLOCK_IH && offset == ih_regs::kStatusOffset) return ih_busy_ != 0;
  if (block == RS_BLOCK_TIMER) {
    if (offset == timer_regs::kMtimeLoOffset) return static_cast<uint32_t>(now());
    if (offset == timer_regs::kMtimeHiOffset) return static_cast<uint32_t>(now() >> 32);
  }
  if (block == RS_BLOCK_SYS && offset >= sys_regs::kScratch0Offset) {
    return scratch_[(offset - sys_regs::kScratch0Offset) / 4];
  }
  ADD_FAILURE() << "read of block " << block << " register " << offset;
  return 0;
}

void MachineModel::WriteRegister(uint32_t block, uint32_t offset, uint32_t value) {
  if (block == RS_BLOCK_HQD) return hqd_.WriteRegister(offset, value);
  if (block == RS_BLOCK_MMU) return WriteMmu(offset, value);
  if (block == RS_BLOCK_DOORBELL && offset == doorbell_regs::kBindOffset) {
    return doorbells_.Bind(value);
  }
  if (block == RS_BLOCK_TIMER && offset == timer_regs::kMtimecmpLoOffset) {
    alarm_ = (alarm_ & ~uint64_t{0xffffffff}) | value;
  } else if (block == RS_BLOCK_TIMER && offset == timer_regs::kMtimecmpHiOffset) {
    alarm_ = (alarm_ & 0xffffffff) | uint64_t{value} << 32;
  } else if (block == RS_BLOCK_SYS && offset == sys_regs::kFwStatusOffset) {
    status_ = value;
  } else if (block == RS_BLOCK_SYS && offset == sys_regs::kHostIrqOffset) {
    host_irq_ &= ~value;
  } else if (block == RS_BLOCK_IH && offset == ih_regs::kFwData0Offset) {
    EXPECT_EQ(ih_busy_, 0u);
    ih_data_[0] = value;
  } else if (block == RS_BLOCK_IH && offset == ih_regs::kFwData1Offset) {
    ih_data_[1] = value;
  } else if (block == RS_BLOCK_IH && offset == ih_regs::kFwSendOffset) {
    EXPECT_EQ(value, static_cast<uint32_t>(RS_IH_SOURCE_FIRMWARE));
    interrupts_.push_back({ih_data_[0], ih_data_[1]});
    ih_busy_ = 1 + random_.Below(10);
  } else {
    EXPECT_TRUE(block == RS_BLOCK_SYS && offset == sys_regs::kFwHeartbeatOffset)
        << "write of block " << block << " register " << offset;
  }
}

void MachineModel::WriteMmu(uint32_t offset, uint32_t value) {
  if (offset == mmu_regs::kInvReqOffset) {
    vmids_[mmu_regs::GetInvReqTarget(value)].cached_root = 0;
    invalidation_ = 1 + random_.Below(10);
    return;
  }
  ASSERT_LT(offset, mmu_regs::VmidRootLoOffset(RS_NUM_VMIDS));
  const uint32_t n = offset / mmu_regs::kVmidStride;
  Vmid& vmid = vmids_[n];
  for (uint32_t slot = 0; slot < RS_NUM_SLOTS; ++slot) {
    EXPECT_FALSE(hqd_.slot(slot).state != HqdModel::State::kFree && hqd_.slot(slot).vmid == n)
        << "VMID " << n << " changes while slot " << slot << " uses it";
  }
  if (offset == mmu_regs::VmidRootLoOffset(n)) {
    vmid.root = (vmid.root & ~uint64_t{0xffffffff}) | value;
  } else if (offset == mmu_regs::VmidRootHiOffset(n)) {
    vmid.root = (vmid.root & 0xffffffff) | uint64_t{value} << 32;
  } else {
    vmid.valid = (value & mmu_regs::kVmidContextValidMask) != 0;
  }
}

void MachineModel::OnPacket(uint32_t doorbell, uint32_t n) {
  const uint64_t expected = expected_root_[doorbell];
  if (expected == 0) {
    EXPECT_EQ(n, 0u) << "kernel queue " << doorbell;
    return;
  }
  Vmid& vmid = vmids_[n];
  EXPECT_TRUE(vmid.valid) << "doorbell " << doorbell << " runs under VMID " << n;
  if (vmid.cached_root == 0) vmid.cached_root = vmid.root;
  EXPECT_EQ(vmid.cached_root, expected) << "doorbell " << doorbell << " sees another's memory";
}

}  // namespace ringside::firmware::test
