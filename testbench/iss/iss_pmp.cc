#include "testbench/iss/iss_pmp.h"

#include <bit>

namespace ringside {
namespace {

constexpr uint32_t kPmpcfg0 = 0x3a0;
constexpr uint32_t kPmpaddr0 = 0x3b0;

constexpr uint32_t kLock = 0x80;
// Field A.
constexpr uint32_t kTor = 1;
constexpr uint32_t kNa4 = 2;
constexpr uint32_t kNapot = 3;
uint32_t Matching(uint32_t config) { return config >> 3 & 3; }

}  // namespace

bool IssPmp::Read(uint32_t csr, uint32_t* value) const {
  if (csr - kPmpaddr0 < kRegions) {
    *value = address_[csr - kPmpaddr0];
    return true;
  }
  if (csr - kPmpcfg0 >= kRegions / 4) return false;
  *value = 0;
  for (uint32_t i = 0; i < 4; ++i) *value |= uint32_t{config_[4 * (csr - kPmpcfg0) + i]} << 8 * i;
  return true;
}

bool IssPmp::Write(uint32_t csr, uint32_t value) {
  if (csr - kPmpaddr0 < kRegions) {
    // Addresses have 32 bits, not 34.
    if (!IsAddressLocked(csr - kPmpaddr0)) address_[csr - kPmpaddr0] = value & 0x3fffffff;
    return true;
  }
  if (csr - kPmpcfg0 >= kRegions / 4) return false;
  for (uint32_t i = 0; i < 4; ++i) {
    uint8_t& config = config_[4 * (csr - kPmpcfg0) + i];
    if (config & kLock) continue;
    config = value >> 8 * i & 0x9f;
    if (!(config & kR)) config &= ~kW;
    if (config & kLock) any_locked_ = true;
  }
  return true;
}

bool IssPmp::IsAddressLocked(uint32_t region) const {
  if (config_[region] & kLock) return true;
  if (region + 1 == kRegions) return false;
  return (config_[region + 1] & kLock) && Matching(config_[region + 1]) == kTor;
}

bool IssPmp::Contains(int region, uint32_t address) const {
  const uint64_t bound = uint64_t{address_[region]} << 2;
  switch (Matching(config_[region])) {
    case kTor: {
      const uint64_t from = region == 0 ? 0 : uint64_t{address_[region - 1]} << 2;
      return from <= address && address < bound;
    }
    case kNa4:
      return address - bound < 4;
    case kNapot: {
      const uint64_t size = uint64_t{8} << std::countr_one(address_[region]);
      return address / size == bound / size;
    }
    default:
      return false;
  }
}

bool IssPmp::Allows(uint32_t address, uint32_t permission, bool machine) const {
  if (machine && !any_locked_) return true;
  for (int i = 0; i < kRegions; ++i) {
    if (!Contains(i, address)) continue;
    return (machine && !(config_[i] & kLock)) || (config_[i] & permission) != 0;
  }
  return machine;
}

}  // namespace ringside
