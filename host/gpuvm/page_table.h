// Four-level page tables in simulated memory, as the MMU's walker reads them (uapi/pte.h).
//
// The one rule: this file knows entries and tables only; who may map what is AddressSpace's
// business. Arguments are page aligned and below 2^48.
#ifndef RINGSIDE_HOST_GPUVM_PAGE_TABLE_H_
#define RINGSIDE_HOST_GPUVM_PAGE_TABLE_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "host/memory/buffer.h"

namespace ringside {

struct MapFlags {
  bool read = true;
  bool write = true;
  bool execute = false;
};

class PageTable {
 public:
  // RESOURCE_EXHAUSTED: no page for the root.
  static absl::StatusOr<std::unique_ptr<PageTable>> Create(MemoryPools* pools);

  // Points [va, va + bytes) at [bus, bus + bytes). On an error no entry of the range is valid.
  absl::Status Set(uint64_t va, uint64_t bus, uint64_t bytes, Placement placement, MapFlags flags);

  // Makes every entry of the range invalid. Tables stay for later use.
  absl::Status Clear(uint64_t va, uint64_t bytes);

  // The level-0 entry of `va`, read from memory as the walker does; 0 when there is none.
  absl::StatusOr<uint64_t> Walk(uint64_t va) const;

  uint64_t root_address() const { return tables_[0].buffer->bus_address(); }

 private:
  explicit PageTable(MemoryPools* pools) : pools_(pools) {}

  struct Table {
    std::unique_ptr<Buffer> buffer;
    absl::flat_hash_map<uint32_t, size_t> children;  // Entry index to index in tables_.
  };

  absl::StatusOr<size_t> NewTable();
  // Index of the level-0 table of `va`, made when `create`; NOT_FOUND otherwise.
  absl::StatusOr<size_t> LeafTable(uint64_t va, bool create);

  MemoryPools* const pools_;
  std::vector<Table> tables_;  // [0] is the root.
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_GPUVM_PAGE_TABLE_H_
