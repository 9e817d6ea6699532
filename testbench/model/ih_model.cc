#include "testbench/model/ih_model.h"

#include <cstring>

#include "uapi/regs/ih_regs.h"

namespace ringside::model {
namespace {

namespace ih = ::ringside::regs::ih;

constexpr uint32_t kEntryBytes = sizeof(rs_ih_entry);
constexpr uint32_t kSizeLog2Min = 8;
constexpr uint32_t kSizeLog2Max = 20;
constexpr uint32_t kTimestampHighMask = 0xffff;

bool IsData(uint32_t offset) {
  return offset >= ih::kFwData0Offset && offset <= ih::kFwData3Offset;
}

}  // namespace

void IhModel::Send(uint32_t source, uint32_t vmid, uint32_t pasid,
                   const std::array<uint32_t, 4>& data) {
  rs_ih_entry entry = {.ids = source << 8 | vmid << 24, .pasid = pasid};
  for (size_t i = 0; i < data.size(); ++i) entry.data[i] = data[i];
  backlog_.push_back(entry);
  Drain();
}

bool IhModel::full() const { return ((wptr_ + kEntryBytes) & (ring_bytes() - 1)) == rptr_; }

void IhModel::Drain() {
  while (!backlog_.empty() && (ring_bytes() == 0 || !full())) {
    rs_ih_entry entry = backlog_.front();
    backlog_.pop_front();
    if (ring_bytes() == 0) {
      ++dropped_;
      continue;
    }
    // Stamped when it is taken, not when it was made.
    entry.timestamp_lo = Low(clock_.cycle);
    entry.timestamp_hi = High(clock_.cycle) & kTimestampHighMask;
    uint8_t* to = bus_.Write(base_ + wptr_, kEntryBytes);
    if (to == nullptr) {
      bus_error_ = true;
      ++dropped_;
      continue;
    }
    std::memcpy(to, &entry, kEntryBytes);
    wptr_ = (wptr_ + kEntryBytes) & (ring_bytes() - 1);
    ++count_;
  }
}

std::optional<uint32_t> IhModel::ReadRegister(uint32_t offset, Side /*side*/) {
  switch (offset) {
    case ih::kRingBaseLoOffset:
      return base_;
    case ih::kRingSizeOffset:
      return size_log2_;
    case ih::kRptrOffset:
      return rptr_;
    case ih::kWptrOffset:
      return wptr_;
    case ih::kCountOffset:
      return count_;
    case ih::kDroppedOffset:
      return dropped_;
    case ih::kStatusOffset:
      return ih::MakeStatusFull(ring_bytes() != 0 && full()) | ih::MakeStatusBusError(bus_error_);
    default:
      if (!IsData(offset)) return std::nullopt;
      return fw_data_[(offset - ih::kFwData0Offset) / 4];
  }
}

bool IhModel::WriteRegister(uint32_t offset, uint32_t value, Side side) {
  return side == Side::kHost ? WriteFromHost(offset, value) : WriteFromFirmware(offset, value);
}

bool IhModel::WriteFromHost(uint32_t offset, uint32_t value) {
  if (offset == ih::kRingBaseLoOffset) {
    base_ = value & ih::kRingBaseLoAddrMask;
    return true;
  }
  if (offset == ih::kRingSizeOffset) {
    if (value != 0 && (value < kSizeLog2Min || value > kSizeLog2Max)) return false;
    size_log2_ = value;
    rptr_ = 0;
    wptr_ = 0;
    bus_error_ = false;
  } else if (offset == ih::kRptrOffset) {
    const uint32_t mask = ring_bytes() - 1;
    if (value % kEntryBytes != 0 || value >= ring_bytes()) return false;
    if (((value - rptr_) & mask) > ((wptr_ - rptr_) & mask)) return false;
    rptr_ = value;
  } else {
    return false;
  }
  Drain();
  return true;
}

bool IhModel::WriteFromFirmware(uint32_t offset, uint32_t value) {
  if (IsData(offset)) {
    fw_data_[(offset - ih::kFwData0Offset) / 4] = value;
    return true;
  }
  if (offset != ih::kFwSendOffset) return false;
  Send(ih::GetFwSendSource(value), /*vmid=*/0, ih::GetFwSendPasid(value), fw_data_);
  return true;
}

}  // namespace ringside::model
