#include "host/gpuvm/page_table.h"

#include <algorithm>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_format.h"
#include "uapi/pte.h"

namespace ringside {
namespace {

constexpr uint64_t kEntryBytes = 8;
// What one level-0 table spans.
constexpr uint64_t kLeafBytes = uint64_t{RS_PAGE_BYTES} * RS_PT_ENTRIES;

uint32_t IndexAt(uint64_t va, int level) {
  return (va >> (RS_PAGE_SHIFT + level * RS_PT_INDEX_BITS)) & (RS_PT_ENTRIES - 1);
}

uint64_t EntryFlags(Placement placement, MapFlags flags) {
  uint64_t entry = RS_PTE(VALID);
  if (placement == Placement::kSystem) entry |= RS_PTE(SYSTEM) | RS_PTE(SNOOPED);
  if (flags.read) entry |= RS_PTE(READABLE);
  if (flags.write) entry |= RS_PTE(WRITEABLE);
  if (flags.execute) entry |= RS_PTE(EXECUTABLE);
  return entry;
}

void AppendLittleEndian(uint64_t value, std::vector<uint8_t>& bytes) {
  for (int shift = 0; shift < 64; shift += 8) bytes.push_back(static_cast<uint8_t>(value >> shift));
}

}  // namespace

absl::StatusOr<std::unique_ptr<PageTable>> PageTable::Create(MemoryPools* pools) {
  auto page_table = absl::WrapUnique(new PageTable(pools));
  if (absl::StatusOr<size_t> root = page_table->NewTable(); !root.ok()) return root.status();
  return page_table;
}

absl::StatusOr<size_t> PageTable::NewTable() {
  absl::StatusOr<std::unique_ptr<Buffer>> buffer =
      Buffer::CreateNearHardware(pools_, "page table", RS_PAGE_BYTES);
  if (!buffer.ok()) return buffer.status();
  if (absl::Status status = (*buffer)->FillZero(); !status.ok()) return status;
  tables_.push_back(Table{*std::move(buffer), {}});
  return tables_.size() - 1;
}

absl::StatusOr<size_t> PageTable::LeafTable(uint64_t va, bool create) {
  size_t table = 0;
  for (int level = RS_PT_LEVELS - 1; level > 0; --level) {
    const uint32_t index = IndexAt(va, level);
    const auto child = tables_[table].children.find(index);
    if (child != tables_[table].children.end()) {
      table = child->second;
      continue;
    }
    if (!create) return absl::NotFoundError(absl::StrFormat("no page table for VA 0x%x", va));
    absl::StatusOr<size_t> made = NewTable();
    if (!made.ok()) return made;
    // The child is zeroed before the entry that makes it reachable.
    const uint64_t entry = RS_PTE(VALID) | tables_[*made].buffer->bus_address();
    if (absl::Status status = tables_[table].buffer->WriteWord64(index * kEntryBytes, entry);
        !status.ok()) {
      return status;
    }
    tables_[table].children.emplace(index, *made);
    table = *made;
  }
  return table;
}

absl::Status PageTable::Set(uint64_t va, uint64_t bus, uint64_t bytes, Placement placement,
                            MapFlags flags) {
  // All tables first, so that want of memory leaves no valid entry behind.
  for (uint64_t leaf = va & ~(kLeafBytes - 1); leaf < va + bytes; leaf += kLeafBytes) {
    if (absl::StatusOr<size_t> table = LeafTable(leaf, /*create=*/true); !table.ok()) {
      return table.status();
    }
  }
  const uint64_t entry_flags = EntryFlags(placement, flags);
  std::vector<uint8_t> entries;
  for (uint64_t at = va; at < va + bytes;) {
    const uint64_t end = std::min((at & ~(kLeafBytes - 1)) + kLeafBytes, va + bytes);
    absl::StatusOr<size_t> table = LeafTable(at, /*create=*/false);
    if (!table.ok()) return table.status();
    entries.clear();
    for (uint64_t page = at; page < end; page += RS_PAGE_BYTES) {
      AppendLittleEndian(entry_flags | ((bus + (page - va)) & RS_PTE_ADDRESS_MASK), entries);
    }
    if (absl::Status status = tables_[*table].buffer->Write(IndexAt(at, 0) * kEntryBytes, entries);
        !status.ok()) {
      return status;
    }
    at = end;
  }
  return absl::OkStatus();
}

absl::Status PageTable::Clear(uint64_t va, uint64_t bytes) {
  for (uint64_t at = va; at < va + bytes;) {
    const uint64_t end = std::min((at & ~(kLeafBytes - 1)) + kLeafBytes, va + bytes);
    if (absl::StatusOr<size_t> table = LeafTable(at, /*create=*/false); table.ok()) {
      const std::vector<uint8_t> zeros((end - at) / RS_PAGE_BYTES * kEntryBytes);
      if (absl::Status status = tables_[*table].buffer->Write(IndexAt(at, 0) * kEntryBytes, zeros);
          !status.ok()) {
        return status;
      }
    }
    at = end;
  }
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> PageTable::Walk(uint64_t va) const {
  uint64_t table_address = root_address();
  for (int level = RS_PT_LEVELS - 1;; --level) {
    const auto table = std::find_if(tables_.begin(), tables_.end(), [&](const Table& candidate) {
      return candidate.buffer->bus_address() == table_address;
    });
    if (table == tables_.end()) {
      return absl::DataLossError(
          absl::StrFormat("an entry points to 0x%x, no table", table_address));
    }
    absl::StatusOr<uint64_t> entry = table->buffer->ReadWord64(IndexAt(va, level) * kEntryBytes);
    if (!entry.ok()) return entry;
    if ((*entry & RS_PTE(VALID)) == 0) return 0;
    if (level == 0) return entry;
    table_address = *entry & RS_PTE_ADDRESS_MASK;
  }
}

}  // namespace ringside
