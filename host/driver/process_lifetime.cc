// How processes come and go: what Driver::CreateProcess takes, Driver::DestroyProcess gives back.
#include <algorithm>
#include <memory>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "host/driver/driver.h"
#include "host/userq/fence_page.h"
#include "host/userq/queue_manager.h"
#include "uapi/limits.h"
#include "uapi/pte.h"

namespace ringside {
namespace {

bool HasPage(absl::Span<const std::unique_ptr<Process>> processes, uint32_t page) {
  return std::any_of(processes.begin(), processes.end(),
                     [&](const auto& process) { return process->doorbell_page() == page; });
}

bool HasPasid(absl::Span<const std::unique_ptr<Process>> processes, uint16_t pasid) {
  return std::any_of(processes.begin(), processes.end(),
                     [&](const auto& process) { return process->pasid() == pasid; });
}

}  // namespace

absl::StatusOr<Process*> Driver::CreateProcess(absl::string_view name) {
  uint32_t page = 1;  // Page 0 is the kernel's.
  while (page < RS_NUM_DOORBELL_PAGES && HasPage(processes_, page)) ++page;
  if (page == RS_NUM_DOORBELL_PAGES) {
    return absl::ResourceExhaustedError(
        absl::StrCat("process ", name, ": all doorbell pages are taken"));
  }
  auto process = absl::WrapUnique(new Process(this, name));
  process->doorbell_page_ = page;
  absl::StatusOr<std::unique_ptr<AddressSpace>> address_space = AddressSpace::Create(&pools_);
  if (!address_space.ok()) return address_space.status();
  process->address_space_ = *std::move(address_space);
  absl::StatusOr<std::unique_ptr<Buffer>> context =
      Buffer::Create(&pools_, "process context", RS_PAGE_BYTES, Placement::kSystem);
  if (!context.ok()) return context.status();
  process->context_ = *std::move(context);
  if (absl::Status status = process->address_space_->MapReserved(
          kFencePageVa, &fence_page_->buffer(), 0, RS_PAGE_BYTES, MapFlags{.write = false});
      !status.ok()) {
    return status;
  }
  // Cyclic, so that a late interrupt of a dead process does not meet a new one. 0 is the kernel's.
  do {
    ++last_pasid_;
  } while (last_pasid_ == 0 || HasPasid(processes_, last_pasid_));
  process->pasid_ = last_pasid_;
  process->last_use_cycle_ = loop_->now();
  processes_.push_back(std::move(process));
  return processes_.back().get();
}

absl::Status Driver::DestroyProcess(Process* process) {
  const auto entry = std::find_if(processes_.begin(), processes_.end(),
                                  [&](const auto& owned) { return owned.get() == process; });
  if (entry == processes_.end()) return absl::NotFoundError("no such process");
  while (!process->queues_.empty()) {
    if (absl::Status status = process->DestroyQueue(process->queues_.back().get()); !status.ok()) {
      return status;
    }
  }
  // Nothing may reach the page tables by an old translation once their memory is someone else's.
  if (absl::Status status = InvalidateTlb(process->pasid()); !status.ok()) return status;
  processes_.erase(entry);
  return absl::OkStatus();
}

}  // namespace ringside
