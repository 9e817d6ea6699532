#include "host/gpuvm/address_space.h"

#include <iterator>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_format.h"
#include "uapi/pte.h"

namespace ringside {
namespace {

constexpr uint64_t kVaEnd = uint64_t{1} << RS_VA_BITS;

bool IsPageAligned(uint64_t value) { return value % RS_PAGE_BYTES == 0; }

// All comparisons are written so that no 64-bit sum can wrap.
absl::Status CheckMapping(const Mapping& m, uint64_t first, uint64_t end) {
  if (m.bytes == 0) return absl::InvalidArgumentError("bytes: 0 bytes cannot be mapped");
  if (!IsPageAligned(m.va)) {
    return absl::InvalidArgumentError(
        absl::StrFormat("va: 0x%x is not a multiple of %u", m.va, RS_PAGE_BYTES));
  }
  if (!IsPageAligned(m.offset)) {
    return absl::InvalidArgumentError(
        absl::StrFormat("offset: %u is not a multiple of %u", m.offset, RS_PAGE_BYTES));
  }
  if (!IsPageAligned(m.bytes)) {
    return absl::InvalidArgumentError(
        absl::StrFormat("bytes: %u is not a multiple of %u", m.bytes, RS_PAGE_BYTES));
  }
  if (m.offset > m.buffer->bytes() || m.bytes > m.buffer->bytes() - m.offset) {
    return absl::OutOfRangeError(
        absl::StrFormat("bytes: %u at offset %u are outside the %u of buffer %s", m.bytes, m.offset,
                        m.buffer->bytes(), m.buffer->name()));
  }
  if (m.va < first || m.va >= end || m.bytes > end - m.va) {
    return absl::OutOfRangeError(
        absl::StrFormat("va: [0x%x, + 0x%x) is outside [0x%x, 0x%x)", m.va, m.bytes, first, end));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<AddressSpace>> AddressSpace::Create(MemoryPools* pools) {
  absl::StatusOr<std::unique_ptr<PageTable>> tables = PageTable::Create(pools);
  if (!tables.ok()) return tables.status();
  return absl::WrapUnique(new AddressSpace(*std::move(tables)));
}

absl::Status AddressSpace::Map(uint64_t va, Buffer* buffer, uint64_t offset, uint64_t bytes,
                               MapFlags flags) {
  return MapIn(kUserVaStart, kUserVaEnd, Mapping{va, bytes, buffer, offset, flags});
}

absl::Status AddressSpace::MapReserved(uint64_t va, Buffer* buffer, uint64_t offset, uint64_t bytes,
                                       MapFlags flags) {
  return MapIn(kUserVaEnd, kVaEnd, Mapping{va, bytes, buffer, offset, flags});
}

absl::Status AddressSpace::MapIn(uint64_t first, uint64_t end, const Mapping& mapping) {
  if (absl::Status status = CheckMapping(mapping, first, end); !status.ok()) return status;
  const auto next = mappings_.lower_bound(mapping.va);
  const Mapping* clash = nullptr;
  if (next != mappings_.end() && next->first - mapping.va < mapping.bytes) clash = &next->second;
  if (next != mappings_.begin()) {
    const Mapping& previous = std::prev(next)->second;
    if (mapping.va - previous.va < previous.bytes) clash = &previous;
  }
  if (clash != nullptr) {
    return absl::AlreadyExistsError(
        absl::StrFormat("va: [0x%x, + 0x%x) overlaps the mapping of buffer %s at 0x%x", mapping.va,
                        mapping.bytes, clash->buffer->name(), clash->va));
  }
  if (absl::Status status = tables_->Set(mapping.va, mapping.buffer->bus_address() + mapping.offset,
                                         mapping.bytes, mapping.buffer->placement(), mapping.flags);
      !status.ok()) {
    return status;
  }
  mappings_.emplace(mapping.va, mapping);
  return absl::OkStatus();
}

absl::Status AddressSpace::Unmap(uint64_t va) {
  const auto mapping = mappings_.find(va);
  if (mapping == mappings_.end()) {
    return absl::NotFoundError(absl::StrFormat("va: no mapping starts at 0x%x", va));
  }
  if (absl::Status status = tables_->Clear(va, mapping->second.bytes); !status.ok()) return status;
  mappings_.erase(mapping);
  return absl::OkStatus();
}

absl::Status AddressSpace::Update(const Buffer* buffer) {
  for (const auto& [va, mapping] : mappings_) {
    if (mapping.buffer != buffer) continue;
    if (absl::Status status = tables_->Set(va, buffer->bus_address() + mapping.offset,
                                           mapping.bytes, buffer->placement(), mapping.flags);
        !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

const Mapping* AddressSpace::Find(uint64_t va, uint64_t bytes) const {
  auto after = mappings_.upper_bound(va);
  if (after == mappings_.begin()) return nullptr;
  const Mapping& mapping = std::prev(after)->second;
  const uint64_t offset = va - mapping.va;
  if (offset >= mapping.bytes || bytes > mapping.bytes - offset) return nullptr;
  return &mapping;
}

bool AddressSpace::IsMapped(const Buffer* buffer) const {
  for (const auto& [va, mapping] : mappings_) {
    if (mapping.buffer == buffer) return true;
  }
  return false;
}

absl::StatusOr<uint64_t> AddressSpace::BusAddress(uint64_t va) const {
  const Mapping* mapping = Find(va, 1);
  if (mapping == nullptr) return absl::NotFoundError(absl::StrFormat("0x%x is not mapped", va));
  return mapping->buffer->bus_address() + mapping->offset + (va - mapping->va);
}

}  // namespace ringside
