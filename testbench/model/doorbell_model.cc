#include "testbench/model/doorbell_model.h"

#include "uapi/regs/doorbell_regs.h"

namespace ringside::model {

namespace doorbell = ::ringside::regs::doorbell;

std::optional<uint32_t> DoorbellModel::Ring(uint32_t id) {
  Binding& binding = bindings_[id];
  ++rings_;
  switch (binding.kind) {
    case doorbell::kBindKindMapped:
      listeners_.Ring(id, RingOutcome::kToSlot, binding.slot);
      return binding.slot;
    case doorbell::kBindKindUnmapped:
      ++unmapped_;
      if (!binding.pending) fifo_.push_back(id);
      binding.pending = true;
      listeners_.Ring(id, RingOutcome::kPending, 0);
      return std::nullopt;
    default:
      ++strays_;
      stray_id_ = id;
      listeners_.Ring(id, RingOutcome::kStray, 0);
      return std::nullopt;
  }
}

uint32_t DoorbellModel::Pop() {
  if (fifo_.empty()) return 0;
  const uint32_t id = fifo_.front();
  fifo_.pop_front();
  bindings_[id].pending = false;
  return doorbell::MakePopId(id) | doorbell::kPopValidMask;
}

std::optional<uint32_t> DoorbellModel::ReadRegister(uint32_t offset, Side side) {
  switch (offset) {
    case doorbell::kPopOffset:
      if (side != Side::kFirmware) return std::nullopt;
      return Pop();
    case doorbell::kPeekCountOffset:
      return static_cast<uint32_t>(fifo_.size());
    case doorbell::kRingCountOffset:
      return rings_;
    case doorbell::kStrayCountOffset:
      return strays_;
    case doorbell::kStrayIdOffset:
      return stray_id_;
    case doorbell::kUnmappedCountOffset:
      return unmapped_;
    case doorbell::kQueryOffset:
      return query_id_;
    case doorbell::kQueryResultOffset: {
      const Binding& binding = bindings_[query_id_];
      return doorbell::MakeQueryResultId(query_id_) | doorbell::MakeQueryResultKind(binding.kind) |
             doorbell::MakeQueryResultSlot(binding.slot) |
             doorbell::MakeQueryResultPending(binding.pending);
    }
    default:
      return std::nullopt;
  }
}

bool DoorbellModel::WriteRegister(uint32_t offset, uint32_t value, Side side) {
  if (side != Side::kFirmware) return false;
  if (offset == doorbell::kQueryOffset) {
    query_id_ = doorbell::GetQueryId(value);
    return true;
  }
  const uint32_t kind = doorbell::GetBindKind(value);
  if (offset != doorbell::kBindOffset || kind > doorbell::kBindKindMapped) return false;
  Binding& binding = bindings_[doorbell::GetBindId(value)];
  binding.kind = static_cast<uint8_t>(kind);
  binding.slot = static_cast<uint8_t>(doorbell::GetBindSlot(value));
  return true;
}

}  // namespace ringside::model
