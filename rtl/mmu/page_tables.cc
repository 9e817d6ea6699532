#include "rtl/mmu/page_tables.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "uapi/interrupt.h"

namespace ringside {
namespace {

uint64_t Index(uint64_t va, int level) {
  return (va >> (RS_PAGE_SHIFT + RS_PT_INDEX_BITS * level)) % RS_PT_ENTRIES;
}

}  // namespace

PageTables::PageTables(std::vector<uint64_t>* memory) : memory_(memory) {
  // The lowest page stays free: a zero address in an entry is then never a table.
  for (uint64_t table = memory->size() * 8 - RS_PAGE_BYTES; table > 0; table -= RS_PAGE_BYTES) {
    free_.push_back(table);
  }
}

uint64_t PageTables::Allocate() {
  if (free_.empty()) {
    std::fprintf(stderr, "page_tables: the test's memory is too small\n");
    std::abort();
  }
  const uint64_t table = free_.back();
  free_.pop_back();
  std::fill_n(memory_->begin() + table / 8, RS_PT_ENTRIES, 0);
  return table;
}

uint64_t& PageTables::Entry(uint64_t root, uint64_t va, int level) {
  uint64_t table = root;
  for (int upper = RS_PT_LEVELS - 1; upper > level; --upper) {
    uint64_t& entry = (*memory_)[table / 8 + Index(va, upper)];
    if (!(entry & RS_PTE(VALID))) entry = Allocate() | RS_PTE(VALID);
    table = entry & RS_PTE_ADDRESS_MASK;
  }
  return (*memory_)[table / 8 + Index(va, level)];
}

void PageTables::Map(uint64_t root, uint64_t va, uint64_t page, uint64_t flags) {
  Entry(root, va, 0) = page | flags | RS_PTE(VALID);
}

void PageTables::MapLarge(uint64_t root, uint64_t va, uint64_t page, uint64_t flags) {
  Entry(root, va, 1) = page | flags | RS_PTE(VALID) | RS_PTE(PDE_IS_PTE);
}

WalkResult PageTables::Walk(uint64_t root, uint64_t va) const {
  uint64_t table = root;
  for (int level = RS_PT_LEVELS - 1;; --level) {
    const uint64_t leaf_table = level == 0 ? table : 0;
    if (table / 8 >= memory_->size()) {
      return {.reason = RS_FAULT_BUS_ERROR, .leaf_table = leaf_table};
    }
    const uint64_t entry = (*memory_)[table / 8 + Index(va, level)];
    if (!(entry & RS_PTE(VALID)) || (entry & RS_PTE(PRT))) {
      return {.reason = RS_FAULT_NOT_PRESENT, .leaf_table = leaf_table};
    }
    table = entry & RS_PTE_ADDRESS_MASK;
    const bool huge = level > 0 && (entry & RS_PTE(PDE_IS_PTE));
    if (huge && level > 1) return {.reason = RS_FAULT_NOT_PRESENT};
    if (level > 0 && !huge) continue;
    if (huge) {
      const uint64_t offset_mask = (uint64_t{RS_PAGE_BYTES} << RS_PT_INDEX_BITS) - 1;
      table = (table & ~offset_mask) | (va & offset_mask & RS_PTE_ADDRESS_MASK);
    }
    return {.reason = RS_FAULT_NONE,
            .page = table,
            .read = (entry & RS_PTE(READABLE)) != 0,
            .write = (entry & RS_PTE(WRITEABLE)) != 0,
            .leaf_table = leaf_table};
  }
}

}  // namespace ringside
