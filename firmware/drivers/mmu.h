// The GPUVM MMU: which page tables each VMID means.
//
// Change a VMID only while no queue that uses it is in a slot, then invalidate it.
#ifndef RINGSIDE_FIRMWARE_DRIVERS_MMU_H_
#define RINGSIDE_FIRMWARE_DRIVERS_MMU_H_

#include <stdint.h>

#include "firmware/base/mmio.h"
#include "uapi/memory_map.h"
#include "uapi/regs/mmu_regs.h"

namespace ringside::firmware::mmu {

inline constexpr uint32_t kBase = RS_CORE_BLOCK(MMU);

// Gives `vmid` the root table at bus address `root` (4 KiB aligned, below 2^48) and its owner's
// PASID.
inline void SetAddressSpace(uint32_t vmid, uint64_t root, uint32_t pasid) {
  Write32(kBase + regs::mmu::VmidRootLoOffset(vmid), static_cast<uint32_t>(root));
  Write32(kBase + regs::mmu::VmidRootHiOffset(vmid), static_cast<uint32_t>(root >> 32));
  Write32(kBase + regs::mmu::VmidContextOffset(vmid),
          regs::mmu::MakeVmidContextPasid(pasid) | regs::mmu::kVmidContextValidMask);
}

// Every access through `vmid` faults from now on.
inline void ClearAddressSpace(uint32_t vmid) {
  Write32(kBase + regs::mmu::VmidContextOffset(vmid), 0);
}

// Forgets all translations of `vmid`; when it returns, none is left.
inline void Invalidate(uint32_t vmid) {
  Write32(kBase + regs::mmu::kInvReqOffset, regs::mmu::MakeInvReqTarget(vmid));
  while ((Read32(kBase + regs::mmu::kInvStatusOffset) & regs::mmu::kInvStatusBusyMask) != 0) {
  }
}

}  // namespace ringside::firmware::mmu

#endif  // RINGSIDE_FIRMWARE_DRIVERS_MMU_H_
