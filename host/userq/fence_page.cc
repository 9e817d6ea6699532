#include "host/userq/fence_page.h"

#include <algorithm>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "uapi/fence.h"
#include "uapi/pte.h"

namespace ringside {

absl::StatusOr<std::unique_ptr<FencePage>> FencePage::Create(MemoryPools* pools) {
  absl::StatusOr<std::unique_ptr<Buffer>> buffer =
      Buffer::Create(pools, "fence page", RS_PAGE_BYTES, Placement::kSystem);
  if (!buffer.ok()) return buffer.status();
  // Every process can read all of it: what was in this memory before is none of their business.
  if (absl::Status status = (*buffer)->FillZero(); !status.ok()) return status;
  return absl::WrapUnique(new FencePage(*std::move(buffer)));
}

FencePage::FencePage(std::unique_ptr<Buffer> buffer)
    : buffer_(std::move(buffer)), used_(RS_PAGE_BYTES / sizeof(rs_fence), false) {}

absl::StatusOr<FencePage::Slot> FencePage::Take() {
  const auto free = std::find(used_.begin(), used_.end(), false);
  if (free == used_.end()) return absl::ResourceExhaustedError("no protected fence is free");
  const size_t index = free - used_.begin();
  if (absl::Status status = buffer_->WriteWord64(index * sizeof(rs_fence), 0); !status.ok()) {
    return status;
  }
  *free = true;
  return Slot(this, index);
}

FencePage::Slot::~Slot() {
  if (page_ != nullptr) page_->used_[index_] = false;
}

}  // namespace ringside
