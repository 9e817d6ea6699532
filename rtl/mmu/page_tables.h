// Builds page tables in a test's memory and walks them in software, as the reference for the MMU.
//
// Tables come from a fixed pool and are never given back by themselves: a test that frees one says
// so with Free().
#ifndef RINGSIDE_RTL_MMU_PAGE_TABLES_H_
#define RINGSIDE_RTL_MMU_PAGE_TABLES_H_

#include <cstdint>
#include <vector>

#include "uapi/pte.h"

namespace ringside {

// What a walk of one address finds: `reason` RS_FAULT_NONE and the page, or why there is none.
struct WalkResult {
  uint32_t reason = 0;
  uint64_t page = 0;  // Bus address of the 4 KiB page.
  bool read = false;
  bool write = false;
  uint64_t leaf_table = 0;  // Bus address of the level-0 table that was read, if one was.

  bool operator==(const WalkResult&) const = default;
};

class PageTables {
 public:
  // `memory` holds 8-byte words from bus address 0 and must outlive this.
  explicit PageTables(std::vector<uint64_t>* memory);

  // A zeroed table's bus address.
  uint64_t Allocate();
  // Gives a table back; its memory keeps what it holds.
  void Free(uint64_t table) { free_.push_back(table); }

  // The entry of `level` (3 root .. 0) that translates `va`; tables above it are made as needed.
  uint64_t& Entry(uint64_t root, uint64_t va, int level);

  // Maps a 4 KiB page with RS_PTE flags, RS_PTE(VALID) included by this.
  void Map(uint64_t root, uint64_t va, uint64_t page, uint64_t flags);
  // Maps 2 MiB.
  void MapLarge(uint64_t root, uint64_t va, uint64_t page, uint64_t flags);

  // Reads the tables as the MMU should.
  WalkResult Walk(uint64_t root, uint64_t va) const;

 private:
  std::vector<uint64_t>* memory_;
  std::vector<uint64_t> free_;
};

}  // namespace ringside

#endif  // RINGSIDE_RTL_MMU_PAGE_TABLES_H_
