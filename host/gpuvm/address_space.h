// A process's GPU address space: which buffer is seen where, and the page tables that say so.
//
// The one rule: changing entries does not change what the TLB holds. After Unmap or Update the
// caller invalidates the TLB by PASID, with the process's queues off the hardware.
#ifndef RINGSIDE_HOST_GPUVM_ADDRESS_SPACE_H_
#define RINGSIDE_HOST_GPUVM_ADDRESS_SPACE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "host/gpuvm/page_table.h"
#include "host/memory/buffer.h"

namespace ringside {

// User mappings lie in [kUserVaStart, kUserVaEnd); above are the driver's own, such as fences.
inline constexpr uint64_t kUserVaStart = 0x10000;
inline constexpr uint64_t kUserVaEnd = (uint64_t{1} << 48) - (uint64_t{2} << 20);
// The protected-fence page, read-only in every address space.
inline constexpr uint64_t kFencePageVa = kUserVaEnd;

struct Mapping {
  uint64_t va;
  uint64_t bytes;
  Buffer* buffer;
  uint64_t offset;  // In the buffer.
  MapFlags flags;
};

class AddressSpace {
 public:
  // With an empty root table. Tables stand in VRAM, or in system memory when that is full.
  static absl::StatusOr<std::unique_ptr<AddressSpace>> Create(MemoryPools* pools);

  // Maps [offset, offset + bytes) of `buffer` at `va`, all multiples of 4096. INVALID_ARGUMENT:
  // alignment, or no bytes. OUT_OF_RANGE: beyond the buffer or the user's range. ALREADY_EXISTS:
  // overlaps another mapping. RESOURCE_EXHAUSTED: no room for tables. On an error nothing is
  // mapped.
  absl::Status Map(uint64_t va, Buffer* buffer, uint64_t offset, uint64_t bytes, MapFlags flags);

  // As Map, for the driver's range above kUserVaEnd.
  absl::Status MapReserved(uint64_t va, Buffer* buffer, uint64_t offset, uint64_t bytes,
                           MapFlags flags);

  // Removes the mapping that starts at `va` (NOT_FOUND: there is none).
  absl::Status Unmap(uint64_t va);

  // Writes all entries of `buffer`'s mappings anew, after it moved.
  absl::Status Update(const Buffer* buffer);

  // The one mapping that holds all of [va, va + bytes); null when there is none.
  const Mapping* Find(uint64_t va, uint64_t bytes) const;
  // Has the buffer any mapping?
  bool IsMapped(const Buffer* buffer) const;
  // Where `va` is on the bus now. NOT_FOUND: not mapped.
  absl::StatusOr<uint64_t> BusAddress(uint64_t va) const;

  uint64_t root_address() const { return tables_->root_address(); }
  // By start VA; the driver's own among them.
  const std::map<uint64_t, Mapping>& mappings() const { return mappings_; }

 private:
  explicit AddressSpace(std::unique_ptr<PageTable> tables) : tables_(std::move(tables)) {}
  absl::Status MapIn(uint64_t first, uint64_t end, const Mapping& mapping);

  std::unique_ptr<PageTable> tables_;
  std::map<uint64_t, Mapping> mappings_;
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_GPUVM_ADDRESS_SPACE_H_
