#include "rtl/doorbell/doorbell_model.h"

#include "uapi/regs/doorbell_regs.h"

namespace ringside {

namespace reg = regs::doorbell;

DoorbellOutputs DoorbellModel::Step(const DoorbellInputs& in) {
  DoorbellOutputs out{.ring_ready = true, .irq = !queue_.empty(), .answer = {}, .outcome = {}};
  bool tables_busy = false;
  if (in.access) out.answer = Do(*in.access, &tables_busy);
  if (in_hand_ && tables_busy) {
    out.ring_ready = false;
    return out;
  }
  if (in_hand_) TakeEffect(*in_hand_, &out.outcome.emplace());
  in_hand_ = in.ring;
  return out;
}

void DoorbellModel::TakeEffect(const Ring& ring, RingOutcome* outcome) {
  const Binding& binding = bindings_[ring.id];
  *outcome = {.ring = ring, .kind = binding.kind, .slot = binding.slot};
  ++ring_count_;
  switch (binding.kind) {
    case Kind::kNone:
      ++stray_count_;
      stray_id_ = ring.id;
      break;
    case Kind::kUnmapped:
      ++unmapped_count_;
      if (pending_.insert(ring.id).second) queue_.push_back(ring.id);
      break;
    case Kind::kMapped:
      break;
  }
}

RegisterAnswer DoorbellModel::Write(const RegisterAccess& access, bool* uses_tables) {
  constexpr RegisterAnswer kRefused = {.rdata = 0, .error = true};
  if (access.side == Side::kHost) return kRefused;
  if (access.addr == reg::kQueryOffset) {
    query_id_ = reg::GetQueryId(access.wdata);
    return {};
  }
  if (access.addr != reg::kBindOffset || reg::GetBindKind(access.wdata) > 2) return kRefused;
  bindings_[reg::GetBindId(access.wdata)] = {
      .kind = static_cast<Kind>(reg::GetBindKind(access.wdata)),
      .slot = reg::GetBindSlot(access.wdata)};
  *uses_tables = true;
  return {};
}

RegisterAnswer DoorbellModel::Do(const RegisterAccess& access, bool* uses_tables) {
  if (access.write) return Write(access, uses_tables);
  switch (access.addr) {
    case reg::kPopOffset: {
      if (access.side == Side::kHost) return {.rdata = 0, .error = true};
      if (queue_.empty()) return {};
      *uses_tables = true;
      const uint32_t id = queue_.front();
      queue_.pop_front();
      pending_.erase(id);
      return {.rdata = reg::MakePopId(id) | reg::MakePopValid(1), .error = false};
    }
    case reg::kPeekCountOffset:
      return {.rdata = pending_count(), .error = false};
    case reg::kRingCountOffset:
      return {.rdata = ring_count_, .error = false};
    case reg::kStrayCountOffset:
      return {.rdata = stray_count_, .error = false};
    case reg::kStrayIdOffset:
      return {.rdata = stray_id_, .error = false};
    case reg::kUnmappedCountOffset:
      return {.rdata = unmapped_count_, .error = false};
    case reg::kQueryOffset:
      return {.rdata = query_id_, .error = false};
    case reg::kQueryResultOffset: {
      *uses_tables = true;
      const Binding& binding = bindings_[query_id_];
      return {.rdata = reg::MakeQueryResultId(query_id_) |
                       reg::MakeQueryResultKind(static_cast<uint32_t>(binding.kind)) |
                       reg::MakeQueryResultSlot(binding.slot) |
                       reg::MakeQueryResultPending(pending_.count(query_id_) != 0),
              .error = false};
    }
    default:
      return {.rdata = 0, .error = true};
  }
}

}  // namespace ringside
