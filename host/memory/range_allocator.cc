#include "host/memory/range_allocator.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "uapi/pte.h"

namespace ringside {
namespace {

// 0 when rounding up would not fit 64 bits, as for 0 bytes.
uint64_t RoundToPages(uint64_t bytes) {
  return (bytes + (RS_PAGE_BYTES - 1)) & ~uint64_t{RS_PAGE_BYTES - 1};
}

}  // namespace

RangeAllocator::RangeAllocator(absl::string_view name, uint64_t base, uint64_t bytes)
    : name_(name), base_(base), bytes_(bytes) {
  if (bytes != 0) free_.emplace(base, bytes);
}

absl::StatusOr<uint64_t> RangeAllocator::Allocate(uint64_t bytes) {
  if (bytes == 0) return absl::InvalidArgumentError(absl::StrCat(name_, ": 0 bytes asked for"));
  const uint64_t size = RoundToPages(bytes);
  if (const auto hole = FindHole(size); hole != free_.end()) {
    const auto [first, length] = *hole;
    // Single pages come off the hole's end, all else off its start.
    const uint64_t start = size == RS_PAGE_BYTES ? first + length - size : first;
    free_.erase(hole);
    if (start > first) free_.emplace(first, length - size);
    if (start == first && length > size) free_.emplace(start + size, length - size);
    in_use_.emplace(start, size);
    used_ += size;
    return start;
  }
  return absl::ResourceExhaustedError(absl::StrCat(name_, ": no room for ", bytes, " bytes, ",
                                                   bytes_ - used_, " of ", bytes_, " are free"));
}

absl::Status RangeAllocator::Free(uint64_t address) {
  const auto range = in_use_.find(address);
  if (range == in_use_.end()) {
    return absl::NotFoundError(absl::StrFormat("%s: 0x%x was not handed out", name_, address));
  }
  const uint64_t size = range->second;
  in_use_.erase(range);
  used_ -= size;
  auto hole = free_.emplace(address, size).first;
  const auto next = std::next(hole);
  if (next != free_.end() && hole->first + hole->second == next->first) {
    hole->second += next->second;
    free_.erase(next);
  }
  if (hole != free_.begin()) {
    const auto previous = std::prev(hole);
    if (previous->first + previous->second == hole->first) {
      previous->second += hole->second;
      free_.erase(hole);
    }
  }
  return absl::OkStatus();
}

bool RangeAllocator::Fits(uint64_t bytes) const {
  return bytes != 0 && FindHole(RoundToPages(bytes)) != free_.end();
}

std::map<uint64_t, uint64_t>::const_iterator RangeAllocator::FindHole(uint64_t size) const {
  if (size == 0) return free_.end();
  if (size == RS_PAGE_BYTES) return free_.empty() ? free_.end() : std::prev(free_.end());
  return std::find_if(free_.begin(), free_.end(),
                      [size](const auto& hole) { return hole.second >= size; });
}

}  // namespace ringside
