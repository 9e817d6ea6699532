#include "host/userq/queue_spec.h"

#include <bit>
#include <cstdint>

#include "absl/strings/str_format.h"
#include "uapi/limits.h"

namespace ringside {
namespace {

constexpr uint64_t kRingBytesMin = uint64_t{1} << RS_RING_SIZE_LOG2_MIN;
constexpr uint64_t kRingBytesMax = uint64_t{1} << RS_RING_SIZE_LOG2_MAX;
constexpr uint64_t kRingAlignment = 256;
constexpr uint64_t kPointerBytes = 8;

absl::Status CheckRing(const QueueSpec& spec, const AddressSpace& address_space) {
  if (!std::has_single_bit(spec.ring_bytes) || spec.ring_bytes < kRingBytesMin ||
      spec.ring_bytes > kRingBytesMax) {
    return absl::InvalidArgumentError(
        absl::StrFormat("queue %s: ring_bytes: %u is not a power of two from %u to %u", spec.name,
                        spec.ring_bytes, kRingBytesMin, kRingBytesMax));
  }
  if (spec.ring_va % kRingAlignment != 0) {
    return absl::InvalidArgumentError(
        absl::StrFormat("queue %s: ring_va: 0x%x is not a multiple of %u", spec.name, spec.ring_va,
                        kRingAlignment));
  }
  const Mapping* mapping = address_space.Find(spec.ring_va, spec.ring_bytes);
  if (mapping == nullptr || mapping->va >= kUserVaEnd) {
    return absl::InvalidArgumentError(
        absl::StrFormat("queue %s: ring_va: [0x%x, + 0x%x) does not lie in one mapping", spec.name,
                        spec.ring_va, spec.ring_bytes));
  }
  if (!mapping->flags.read) {
    return absl::InvalidArgumentError(
        absl::StrFormat("queue %s: ring_va: 0x%x is not readable", spec.name, spec.ring_va));
  }
  return absl::OkStatus();
}

absl::Status CheckPointer(const QueueSpec& spec, const char* field, uint64_t va, bool write,
                          const AddressSpace& address_space) {
  if (va % kPointerBytes != 0) {
    return absl::InvalidArgumentError(absl::StrFormat("queue %s: %s: 0x%x is not a multiple of %u",
                                                      spec.name, field, va, kPointerBytes));
  }
  const Mapping* mapping = address_space.Find(va, kPointerBytes);
  if (mapping == nullptr || mapping->va >= kUserVaEnd) {
    return absl::InvalidArgumentError(
        absl::StrFormat("queue %s: %s: 0x%x is not mapped", spec.name, field, va));
  }
  if (write && !mapping->flags.write) {
    return absl::InvalidArgumentError(
        absl::StrFormat("queue %s: %s: 0x%x is not writeable", spec.name, field, va));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckQueueSpec(const QueueSpec& spec, const AddressSpace& address_space) {
  if (spec.doorbell_index >= RS_DOORBELLS_PER_PAGE) {
    return absl::OutOfRangeError(
        absl::StrFormat("queue %s: doorbell_index: %u is outside the page of %u", spec.name,
                        spec.doorbell_index, static_cast<uint32_t>(RS_DOORBELLS_PER_PAGE)));
  }
  if (absl::Status status = CheckRing(spec, address_space); !status.ok()) return status;
  if (absl::Status status =
          CheckPointer(spec, "rptr_va", spec.rptr_va, /*write=*/true, address_space);
      !status.ok()) {
    return status;
  }
  return CheckPointer(spec, "wptr_va", spec.wptr_va, /*write=*/false, address_space);
}

bool UsesMapping(const QueueSpec& spec, const Mapping& mapping) {
  // Each part was checked to lie in one mapping, so its first byte tells.
  const auto inside = [&](uint64_t va) { return va - mapping.va < mapping.bytes; };
  return inside(spec.ring_va) || inside(spec.rptr_va) || inside(spec.wptr_va);
}

}  // namespace ringside
