#include "testbench/model/mmu_model.h"

#include <cstring>

#include "uapi/interrupt.h"
#include "uapi/pte.h"
#include "uapi/regs/mmu_regs.h"

namespace ringside::model {
namespace {

namespace mmu = ::ringside::regs::mmu;

constexpr uint32_t kVmidsEnd = mmu::kVmidCount * mmu::kVmidStride;
constexpr uint32_t kAllVmids = (1u << RS_NUM_VMIDS) - 1;
constexpr uint64_t kPages = uint64_t{1} << (RS_VA_BITS - RS_PAGE_SHIFT);
constexpr int kLargeLevel = 1;

}  // namespace

uint64_t MmuModel::Key(uint32_t vmid, uint64_t va) {
  return uint64_t{vmid} * kPages + (va >> RS_PAGE_SHIFT);
}

MmuModel::Translation MmuModel::Refuse(uint32_t reason) {
  ++faults_;
  return {.reason = reason};
}

MmuModel::Translation MmuModel::Translate(uint32_t vmid, uint64_t va, bool write) {
  if (va >> RS_VA_BITS != 0) return Refuse(RS_FAULT_NON_CANONICAL);
  if (vmid == 0) return {.reason = RS_FAULT_NONE, .address = va};
  const uint64_t key = Key(vmid, va);
  auto found = remembered_.find(key);
  if (found != remembered_.end()) {
    ++hits_;
  } else {
    ++misses_;
    if (!contexts_[vmid].valid) return Refuse(RS_FAULT_VMID_INVALID);
    ++walks_;
    const Walk walk = WalkTables(contexts_[vmid], va);
    if (walk.reason != RS_FAULT_NONE) return Refuse(walk.reason);
    found = remembered_.emplace(key, walk.page).first;
  }
  const Page& page = found->second;
  if (write && !page.write) return Refuse(RS_FAULT_NO_WRITE);
  if (!write && !page.read) return Refuse(RS_FAULT_NO_READ);
  return {.reason = RS_FAULT_NONE, .address = page.address | va % RS_PAGE_BYTES};
}

MmuModel::Walk MmuModel::WalkTables(const Context& context, uint64_t va) {
  uint64_t table = context.root;
  for (int level = RS_PT_LEVELS - 1;; --level) {
    const int shift = RS_PAGE_SHIFT + level * RS_PT_INDEX_BITS;
    const uint64_t index = va >> shift & (RS_PT_ENTRIES - 1);
    const uint8_t* at = bus_.Read(table + index * sizeof(uint64_t), sizeof(uint64_t));
    if (at == nullptr) return {.reason = RS_FAULT_BUS_ERROR};
    uint64_t entry;
    std::memcpy(&entry, at, sizeof(entry));
    const bool ends_walk = level == 0 || (entry & RS_PTE(PDE_IS_PTE)) != 0;
    if ((entry & RS_PTE(VALID)) == 0 || (entry & RS_PTE(PRT)) != 0 ||
        (ends_walk && level > kLargeLevel)) {
      return {.reason = RS_FAULT_NOT_PRESENT};
    }
    table = entry & RS_PTE_ADDRESS_MASK;
    if (!ends_walk) continue;
    // A large page is aligned to its size, and remembered page by page.
    const uint64_t size = uint64_t{1} << shift;
    const uint64_t inside = va & (size - 1) & ~uint64_t{RS_PAGE_BYTES - 1};
    return {.reason = RS_FAULT_NONE,
            .page = {.address = (table & ~(size - 1)) | inside,
                     .read = (entry & RS_PTE(READABLE)) != 0,
                     .write = (entry & RS_PTE(WRITEABLE)) != 0}};
  }
}

std::optional<uint32_t> MmuModel::ReadRegister(uint32_t offset, Side /*side*/) {
  if (offset < kVmidsEnd) {
    const uint32_t vmid = offset / mmu::kVmidStride;
    const Context& context = contexts_[vmid];
    if (offset == mmu::VmidRootLoOffset(vmid)) return Low(context.root);
    if (offset == mmu::VmidRootHiOffset(vmid)) return High(context.root);
    if (offset != mmu::VmidContextOffset(vmid)) return std::nullopt;
    return mmu::MakeVmidContextPasid(context.pasid) | mmu::MakeVmidContextValid(context.valid);
  }
  switch (offset) {
    case mmu::kInvReqOffset:
      return 0;
    case mmu::kInvStartLoOffset:
      return Low(range_first_);
    case mmu::kInvStartHiOffset:
      return High(range_first_);
    case mmu::kInvPagesOffset:
      return range_pages_;
    case mmu::kInvStatusOffset:
      return mmu::MakeInvStatusDone(invalidations_);
    case mmu::kTlbHitsOffset:
      return hits_;
    case mmu::kTlbMissesOffset:
      return misses_;
    case mmu::kWalksOffset:
      return walks_;
    case mmu::kFaultsOffset:
      return faults_;
    case mmu::kInvalidationsOffset:
      return invalidations_;
    default:
      return std::nullopt;
  }
}

bool MmuModel::WriteRegister(uint32_t offset, uint32_t value, Side side) {
  if (offset < kVmidsEnd) return side == Side::kFirmware && WriteContext(offset, value);
  switch (offset) {
    case mmu::kInvReqOffset:
      Invalidate(value);
      return true;
    case mmu::kInvStartLoOffset:
      range_first_ = Join(High(range_first_), value);
      return true;
    case mmu::kInvStartHiOffset:
      range_first_ = Join(mmu::GetInvStartHiPage(value), Low(range_first_));
      return true;
    case mmu::kInvPagesOffset:
      range_pages_ = value;
      return true;
    default:
      return false;
  }
}

bool MmuModel::WriteContext(uint32_t offset, uint32_t value) {
  const uint32_t vmid = offset / mmu::kVmidStride;
  Context& context = contexts_[vmid];
  if (offset == mmu::VmidRootLoOffset(vmid)) {
    context.root = Join(High(context.root), value & mmu::kVmidRootLoAddrMask);
  } else if (offset == mmu::VmidRootHiOffset(vmid)) {
    context.root = Join(mmu::GetVmidRootHiAddr(value), Low(context.root));
  } else if (offset == mmu::VmidContextOffset(vmid)) {
    context.pasid = mmu::GetVmidContextPasid(value);
    context.valid = mmu::GetVmidContextValid(value) != 0;
  } else {
    return false;
  }
  Forget(1u << vmid, 0, kPages);
  return true;
}

void MmuModel::Invalidate(uint32_t request) {
  ++invalidations_;
  uint32_t vmids = 1u << (mmu::GetInvReqTarget(request) % RS_NUM_VMIDS);
  if (mmu::GetInvReqAll(request) != 0) {
    vmids = kAllVmids;
  } else if (mmu::GetInvReqByPasid(request) != 0) {
    vmids = 0;
    for (uint32_t vmid = 0; vmid < RS_NUM_VMIDS; ++vmid) {
      const Context& context = contexts_[vmid];
      if (context.valid && context.pasid == mmu::GetInvReqTarget(request)) vmids |= 1u << vmid;
    }
  }
  if (mmu::GetInvReqRange(request) == 0) return Forget(vmids, 0, kPages);
  // A range drops each large page that it touches whole.
  const uint64_t end = range_first_ + range_pages_ + RS_PT_ENTRIES - 1;
  Forget(vmids, range_first_ & ~uint64_t{RS_PT_ENTRIES - 1}, end & ~uint64_t{RS_PT_ENTRIES - 1});
}

void MmuModel::Forget(uint32_t vmids, uint64_t first_page, uint64_t end_page) {
  absl::erase_if(remembered_, [&](const auto& entry) {
    const uint64_t vmid = entry.first / kPages;
    const uint64_t page = entry.first % kPages;
    return (vmids >> vmid & 1) != 0 && page >= first_page && page < end_page;
  });
}

}  // namespace ringside::model
