// Register offsets of the MMU for its tests.
#ifndef RINGSIDE_RTL_MMU_MMU_REGISTERS_H_
#define RINGSIDE_RTL_MMU_MMU_REGISTERS_H_

#include <cstdint>

namespace ringside::mmu {

constexpr uint32_t ContextRootLo(uint32_t vmid) { return vmid * 0x10 + 0x0; }
constexpr uint32_t ContextRootHi(uint32_t vmid) { return vmid * 0x10 + 0x4; }
constexpr uint32_t ContextControl(uint32_t vmid) { return vmid * 0x10 + 0x8; }
constexpr uint32_t kContextValid = uint32_t{1} << 31;

constexpr uint32_t kInvReq = 0x100;
constexpr uint32_t kInvByPasid = uint32_t{1} << 16;
constexpr uint32_t kInvAll = uint32_t{1} << 17;
constexpr uint32_t kInvRange = uint32_t{1} << 18;
constexpr uint32_t kInvStartLo = 0x104;
constexpr uint32_t kInvStartHi = 0x108;
constexpr uint32_t kInvPages = 0x10C;
constexpr uint32_t kInvStatus = 0x110;
constexpr uint32_t kInvBusy = 1;
constexpr int kInvDoneShift = 16;

constexpr uint32_t kTlbHits = 0x120;
constexpr uint32_t kTlbMisses = 0x124;
constexpr uint32_t kWalks = 0x128;
constexpr uint32_t kFaults = 0x12C;
constexpr uint32_t kInvalidations = 0x130;

}  // namespace ringside::mmu

#endif  // RINGSIDE_RTL_MMU_MMU_REGISTERS_H_
