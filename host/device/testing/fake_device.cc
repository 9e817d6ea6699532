#include "host/device/testing/fake_device.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/strings/str_format.h"
#include "host/device/testing/fake_engine.h"
#include "host/device/testing/fake_firmware.h"
#include "host/registers/registers.h"
#include "uapi/interrupt.h"
#include "uapi/limits.h"

namespace ringside {
namespace {

constexpr uint32_t kBarBytes = RS_BAR_DTCM + RS_CORE_DTCM_BYTES;
constexpr uint32_t kEntryBytes = 32;

}  // namespace

FakeDevice::FakeDevice(uint64_t vram_bytes, uint64_t system_memory_bytes)
    : vram_(vram_bytes, 0xa5),  // Memory does not come zeroed.
      system_(system_memory_bytes, 0x5a),
      engine_(std::make_unique<FakeEngine>(this)),
      firmware_(std::make_unique<FakeFirmware>(this, engine_.get())) {}

FakeDevice::~FakeDevice() = default;

absl::StatusOr<uint32_t> FakeDevice::ReadRegister(uint32_t bar_offset) {
  if (bar_offset >= kBarBytes || bar_offset % 4 != 0) {
    return absl::OutOfRangeError(absl::StrFormat("no register at 0x%x", bar_offset));
  }
  if (bar_offset == bar::kSysId) return bar::kSysIdValue;
  if (bar_offset == bar::kSysVersion) return version_;
  if (bar_offset == bar::kIhWptr) return ih_wptr_;
  const auto found = registers_.find(bar_offset);
  return found == registers_.end() ? 0 : found->second;
}

absl::Status FakeDevice::WriteRegister(uint32_t bar_offset, uint32_t value) {
  if (bar_offset >= kBarBytes || bar_offset % 4 != 0) {
    return absl::OutOfRangeError(absl::StrFormat("no register at 0x%x", bar_offset));
  }
  if (bar_offset >= RS_BAR_ITCM && core_running_) {
    return absl::OutOfRangeError("the core's memories are closed while it runs");
  }
  registers_[bar_offset] = value;
  if (bar_offset == bar::kIhRptr) ih_rptr_ = value;
  if (bar_offset == bar::kIhRingSize) ih_rptr_ = ih_wptr_ = 0;
  if (bar_offset == bar::kCoreCtrl) {
    const bool run = (value & bar::kCoreCtrlRun) != 0;
    if (run && !core_running_) firmware_->Start();
    if (!run) firmware_->Stop();
    core_running_ = run;
  }
  if (bar_offset == bar::kInvReq) {
    registers_[bar::kInvStatus] = bar::kInvStatusBusy;
    if (invalidation_stuck_) return absl::OkStatus();
    At(30, [this, value] {
      engine_->Invalidate(static_cast<uint16_t>(value));
      registers_[bar::kInvStatus] = 0;
    });
  }
  return absl::OkStatus();
}

absl::Status FakeDevice::RingDoorbell(uint32_t id, uint64_t value) {
  if (id >= RS_NUM_DOORBELL_PAGES * RS_DOORBELLS_PER_PAGE) {
    return absl::OutOfRangeError(absl::StrFormat("no doorbell 0x%x", id));
  }
  if (id == RS_DOORBELL_FIRMWARE) {
    firmware_->OnDoorbell();
  } else {
    firmware_->OnQueueDoorbell(id, value);
  }
  return absl::OkStatus();
}

absl::Status FakeDevice::Advance(uint64_t until_cycle) {
  while (!interrupt() && cycle_ < until_cycle) {
    if (agenda_.empty() || agenda_.begin()->first.first > until_cycle) {
      cycle_ = until_cycle;
      break;
    }
    cycle_ = std::max(cycle_, agenda_.begin()->first.first);
    std::function<void()> action = std::move(agenda_.begin()->second);
    agenda_.erase(agenda_.begin());
    action();
  }
  return absl::OkStatus();
}

void FakeDevice::At(uint64_t delay_cycles, std::function<void()> action) {
  agenda_.emplace(std::make_pair(cycle_ + delay_cycles, scheduled_++), std::move(action));
}

const uint8_t* FakeDevice::Locate(uint64_t address, uint64_t bytes) const {
  if (address < vram_.size() && bytes <= vram_.size() - address) return vram_.data() + address;
  const uint64_t offset = address - RS_SYSTEM_MEMORY_BASE;
  if (address >= RS_SYSTEM_MEMORY_BASE && offset < system_.size() &&
      bytes <= system_.size() - offset) {
    return system_.data() + offset;
  }
  return nullptr;
}

absl::Status FakeDevice::ReadMemory(uint64_t address, absl::Span<uint8_t> bytes) {
  const uint8_t* place = Locate(address, bytes.size());
  if (place == nullptr) return absl::OutOfRangeError(absl::StrFormat("no memory at 0x%x", address));
  std::copy_n(place, bytes.size(), bytes.begin());
  return absl::OkStatus();
}

absl::Status FakeDevice::WriteMemory(uint64_t address, absl::Span<const uint8_t> bytes) {
  if (writes_until_failure_ != UINT64_MAX && writes_until_failure_-- == 0) {
    return absl::DataLossError("injected memory failure");
  }
  if (Locate(address, bytes.size()) == nullptr) {
    return absl::OutOfRangeError(absl::StrFormat("no memory at 0x%x", address));
  }
  WriteBytes(address, bytes);
  return absl::OkStatus();
}

std::vector<uint8_t> FakeDevice::ReadBytes(uint64_t address, uint64_t bytes) const {
  const uint8_t* place = Locate(address, bytes);
  if (place == nullptr) return std::vector<uint8_t>(bytes);
  return std::vector<uint8_t>(place, place + bytes);
}

void FakeDevice::WriteBytes(uint64_t address, absl::Span<const uint8_t> bytes) {
  const uint8_t* place = Locate(address, bytes.size());
  if (place == nullptr) return;
  std::copy(bytes.begin(), bytes.end(), const_cast<uint8_t*>(place));
}

uint64_t FakeDevice::Read64(uint64_t address) const {
  uint64_t value = 0;
  std::memcpy(&value, ReadBytes(address, sizeof(value)).data(), sizeof(value));
  return value;
}

uint32_t FakeDevice::Read32(uint64_t address) const {
  uint32_t value = 0;
  std::memcpy(&value, ReadBytes(address, sizeof(value)).data(), sizeof(value));
  return value;
}

void FakeDevice::Write64(uint64_t address, uint64_t value) {
  WriteBytes(address, {reinterpret_cast<const uint8_t*>(&value), sizeof(value)});
}

void FakeDevice::Write32(uint64_t address, uint32_t value) {
  WriteBytes(address, {reinterpret_cast<const uint8_t*>(&value), sizeof(value)});
}

void FakeDevice::SendInterrupt(uint32_t source, uint16_t pasid,
                               const std::array<uint32_t, 4>& data) {
  const uint32_t log2_bytes = registers_[bar::kIhRingSize];
  if (log2_bytes == 0) return;
  rs_ih_entry entry = {};
  entry.ids = source << 8;
  entry.timestamp_lo = static_cast<uint32_t>(cycle_);
  entry.timestamp_hi = static_cast<uint32_t>(cycle_ >> 32);
  entry.pasid = pasid;
  std::copy(data.begin(), data.end(), entry.data);
  WriteBytes(registers_[bar::kIhRingBaseLo] + uint64_t{ih_wptr_},
             {reinterpret_cast<const uint8_t*>(&entry), kEntryBytes});
  ih_wptr_ = (ih_wptr_ + kEntryBytes) & ((1u << log2_bytes) - 1);
}

}  // namespace ringside
