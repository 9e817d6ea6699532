#include "rtl/mmu/mmu_reference.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include "uapi/interrupt.h"
#include "uapi/pte.h"

namespace ringside {
namespace {

bool Agrees(const WalkResult& result, const MmuRequest& request, const MmuAnswer& answer) {
  uint32_t reason = result.reason;
  if (reason == RS_FAULT_NONE && request.write && !result.write) reason = RS_FAULT_NO_WRITE;
  if (reason == RS_FAULT_NONE && !request.write && !result.read) reason = RS_FAULT_NO_READ;
  if (answer.reason != reason || answer.ok != (reason == RS_FAULT_NONE)) return false;
  return !answer.ok || answer.pa == (result.page | request.va % RS_PAGE_BYTES);
}

}  // namespace

MmuReference::MmuReference(std::vector<uint64_t> pages, uint32_t vmids)
    : pages_(std::move(pages)), views_(vmids, std::vector<View>(pages_.size())) {}

void MmuReference::Update(uint32_t vmid, size_t index, const WalkResult& now, uint64_t cycle) {
  View& view = views_[vmid][index];
  if (now == view.now) return;
  const bool leaf_moved = view.now.leaf_table != 0 && view.now.leaf_table != now.leaf_table;
  view.past.push_back({view.now, cycle, view.now.reason == RS_FAULT_NONE || leaf_moved});
  view.now = now;
}

void MmuReference::Forget(uint32_t vmid, uint64_t first, uint64_t last, uint64_t cycle) {
  for (size_t i = 0; i < pages_.size(); ++i) {
    if (pages_[i] < first || pages_[i] > last) continue;
    std::erase_if(views_[vmid][i].past, [&](const Past& past) { return past.until <= cycle; });
  }
}

bool MmuReference::Allows(const MmuRequest& request, uint64_t taken,
                          const MmuAnswer& answer) const {
  if (request.va >> RS_VA_BITS != 0) {
    return Agrees({.reason = RS_FAULT_NON_CANONICAL}, request, answer);
  }
  if (request.vmid == 0) return answer.ok && answer.pa == request.va;
  const auto page = std::find(pages_.begin(), pages_.end(), request.va & RS_PTE_ADDRESS_MASK);
  if (page == pages_.end()) return false;
  const View& view = views_[request.vmid][page - pages_.begin()];
  if (Agrees(view.now, request, answer)) return true;
  return std::any_of(view.past.begin(), view.past.end(), [&](const Past& past) {
    return (past.may_be_remembered || past.until >= taken) && Agrees(past.result, request, answer);
  });
}

std::string Describe(const MmuRequest& request, const MmuAnswer& answer) {
  std::ostringstream text;
  text << "cycle " << answer.cycle << ": VMID " << request.vmid << std::hex << " address 0x"
       << request.va << (request.write ? " write" : " read") << " gave reason " << answer.reason
       << " address 0x" << answer.pa;
  return text.str();
}

}  // namespace ringside
