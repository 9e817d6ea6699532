// The page of protected fences (uapi/fence.h): one 64-bit slot a queue.
//
// The one rule: hold a Slot as long as the hardware may write it. It is zeroed when taken, and the
// page outlives all slots.
#ifndef RINGSIDE_HOST_USERQ_FENCE_PAGE_H_
#define RINGSIDE_HOST_USERQ_FENCE_PAGE_H_

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "host/memory/buffer.h"

namespace ringside {

class FencePage {
 public:
  static absl::StatusOr<std::unique_ptr<FencePage>> Create(MemoryPools* pools);

  class Slot {
   public:
    Slot() = default;
    Slot(Slot&& other) noexcept
        : page_(std::exchange(other.page_, nullptr)), index_(other.index_) {}
    Slot& operator=(Slot&& other) noexcept {
      std::swap(page_, other.page_);
      std::swap(index_, other.index_);
      return *this;
    }
    ~Slot();

    uint64_t offset() const { return index_ * 8; }  // In the page.
    uint64_t bus_address() const { return page_->buffer().bus_address() + offset(); }
    absl::StatusOr<uint64_t> Read() const { return page_->buffer().ReadWord64(offset()); }

   private:
    friend class FencePage;
    Slot(FencePage* page, size_t index) : page_(page), index_(index) {}
    FencePage* page_ = nullptr;
    size_t index_ = 0;
  };

  // RESOURCE_EXHAUSTED: all 512 are taken.
  absl::StatusOr<Slot> Take();

  Buffer& buffer() { return *buffer_; }

 private:
  explicit FencePage(std::unique_ptr<Buffer> buffer);

  const std::unique_ptr<Buffer> buffer_;
  std::vector<bool> used_;
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_USERQ_FENCE_PAGE_H_
