// Hands out ranges of one memory in whole 4 KiB pages: single pages from the top, all else first
// fit from the bottom, so that page tables and contexts, which stay, do not cut large buffers' room
// up.
//
// The one rule: a range goes back exactly as it came. A second free, or one of an address that was
// not handed out, is an error and changes nothing.
#ifndef RINGSIDE_HOST_MEMORY_RANGE_ALLOCATOR_H_
#define RINGSIDE_HOST_MEMORY_RANGE_ALLOCATOR_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace ringside {

class RangeAllocator {
 public:
  // Manages [base, base + bytes), both multiples of 4096. `name` appears in errors.
  RangeAllocator(absl::string_view name, uint64_t base, uint64_t bytes);

  // An address with room for `bytes`, rounded up to pages: the highest for one page, the lowest for
  // more. INVALID_ARGUMENT: 0 bytes.
  // RESOURCE_EXHAUSTED: no hole is large enough.
  absl::StatusOr<uint64_t> Allocate(uint64_t bytes);

  // NOT_FOUND: `address` is not the start of a range in use.
  absl::Status Free(uint64_t address);

  // Fits `bytes` into a hole as things are?
  bool Fits(uint64_t bytes) const;

  uint64_t base() const { return base_; }
  uint64_t capacity() const { return bytes_; }
  uint64_t used() const { return used_; }

 private:
  // The hole that a range of `size` bytes comes from; end() when there is none.
  std::map<uint64_t, uint64_t>::const_iterator FindHole(uint64_t size) const;

  const std::string name_;
  const uint64_t base_;
  const uint64_t bytes_;
  uint64_t used_ = 0;
  std::map<uint64_t, uint64_t> free_;    // Start to bytes; neighbours are merged.
  std::map<uint64_t, uint64_t> in_use_;  // Start to bytes.
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_MEMORY_RANGE_ALLOCATOR_H_
