#include "host/ih/interrupt_ring.h"

#include <cstring>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_format.h"
#include "host/registers/registers.h"
#include "uapi/interrupt.h"

namespace ringside {
namespace {

constexpr uint32_t kRingBytes = 1u << InterruptRing::kSizeLog2;

InterruptEntry Decode(const rs_ih_entry& raw) {
  InterruptEntry entry;
  entry.source = (raw.ids >> 8) & 0xff;
  entry.vmid = (raw.ids >> 24) & 0xf;
  entry.pasid = static_cast<uint16_t>(raw.pasid);
  entry.cycle = raw.timestamp_lo | uint64_t{raw.timestamp_hi & 0xffff} << 32;
  for (size_t i = 0; i < entry.data.size(); ++i) entry.data[i] = raw.data[i];
  return entry;
}

}  // namespace

absl::StatusOr<std::unique_ptr<InterruptRing>> InterruptRing::Create(MemoryPools* pools) {
  absl::StatusOr<std::unique_ptr<Buffer>> ring =
      Buffer::Create(pools, "interrupt ring", kRingBytes, Placement::kSystem);
  if (!ring.ok()) return ring.status();
  Device* device = pools->device;
  const uint32_t base = static_cast<uint32_t>((*ring)->bus_address());
  absl::Status status = device->WriteRegister(bar::kIhRingBaseLo, base);
  // Last, because it sets both pointers to 0 and lets entries come.
  status.Update(device->WriteRegister(bar::kIhRingSize, kSizeLog2));
  if (!status.ok()) return status;
  return absl::WrapUnique(new InterruptRing(device, *std::move(ring)));
}

InterruptRing::InterruptRing(Device* device, std::unique_ptr<Buffer> ring)
    : device_(device), ring_(std::move(ring)) {}

InterruptRing::~InterruptRing() { device_->WriteRegister(bar::kIhRingSize, 0).IgnoreError(); }

void InterruptRing::SetHandler(uint32_t source, Handler handler) {
  handlers_[source] = std::move(handler);
}

absl::Status InterruptRing::Dispatch() {
  const absl::StatusOr<uint32_t> wptr = device_->ReadRegister(bar::kIhWptr);
  if (!wptr.ok()) return wptr.status();
  if (*wptr >= kRingBytes || *wptr % kEntryBytes != 0) {
    return absl::DataLossError(absl::StrFormat("interrupt ring: write pointer 0x%x", *wptr));
  }
  while (rptr_ != *wptr) {
    rs_ih_entry raw;
    uint8_t bytes[kEntryBytes];
    if (absl::Status status = ring_->Read(rptr_, bytes); !status.ok()) return status;
    std::memcpy(&raw, bytes, sizeof(raw));
    rptr_ = (rptr_ + kEntryBytes) % kRingBytes;
    ++entries_;
    const InterruptEntry entry = Decode(raw);
    if (const auto handler = handlers_.find(entry.source); handler != handlers_.end()) {
      handler->second(entry);
    } else {
      ++unhandled_;
    }
  }
  return device_->WriteRegister(bar::kIhRptr, rptr_);
}

}  // namespace ringside
