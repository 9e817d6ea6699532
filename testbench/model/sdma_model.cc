#include "testbench/model/sdma_model.h"

#include <algorithm>

#include "testbench/model/costs.h"
#include "uapi/limits.h"
#include "uapi/regs/sdma_regs.h"

namespace ringside::model {

namespace sdma = ::ringside::regs::sdma;

SdmaModel::SdmaModel(const Clock* clock, HqdModel* hqd, MmuModel* mmu, IhModel* ih, Bus* bus,
                     const Listeners* listeners)
    : clock_(*clock),
      hqd_(*hqd),
      ih_(*ih),
      listeners_(*listeners),
      memory_(mmu, bus),
      exec_(&memory_, mmu, ih),
      slice_(sdma::kSliceReset) {}

uint32_t SdmaModel::eligible() const {
  const uint32_t kernel = hqd_.runnable_kernel();
  return kernel != 0 ? kernel : hqd_.runnable();
}

bool SdmaModel::MustPause() const {
  // Something must have been done, however small the slice, or two queues would only hand over.
  if (used_ == 0) return false;
  const bool kernel_waits = hqd_.runnable_kernel() != 0;
  if (kernel_waits && !slot_is_kernel_) return true;
  return eligible() != 0 && (kernel_waits || !slot_is_kernel_) && used_ >= slice_;
}

uint64_t SdmaModel::next_due() const {
  // A full interrupt ring holds the engine.
  if (ih_.waiting() || (!held_ && eligible() == 0)) return kNever;
  return std::max(next_step_, clock_.cycle);
}

void SdmaModel::RunDue() {
  if (next_due() > clock_.cycle) return;
  if (held_) {
    RunHeld();
  } else {
    TakeNext();
  }
}

void SdmaModel::TakeNext() {
  const uint32_t slots = eligible();
  // The slot after the last one is looked at first.
  for (uint32_t i = 1; i <= RS_NUM_SLOTS; ++i) {
    const uint32_t slot = (slot_ + i) % RS_NUM_SLOTS;
    if ((slots >> slot & 1) == 0) continue;
    slot_ = slot;
    break;
  }
  slot_is_kernel_ = (hqd_.runnable_kernel() >> slot_ & 1) != 0;
  exec_.Begin(hqd_.Take(slot_));
  held_ = true;
  fetched_ = false;
  used_ = 0;
  ++switches_;
  busy_since_ = clock_.cycle;
  next_step_ = clock_.cycle + kTakeCycles;
  listeners_.Engine(/*busy=*/true, slot_);
}

void SdmaModel::RunHeld() {
  const SdmaExec::Step step = exec_.Run(hqd_.wptr(slot_), hqd_.stop(slot_) || MustPause());
  used_ += step.bytes_read + step.bytes_moved;
  bytes_moved_ += step.bytes_moved;
  next_step_ = clock_.cycle + step.cycles;
  if (step.begun) {
    ++packets_;
    if (!fetched_) listeners_.Fetch(slot_);
    fetched_ = true;
    listeners_.Packet(slot_, step.header, step.rptr);
  }
  if (step.released) GiveBack();
}

void SdmaModel::GiveBack() {
  held_ = false;
  busy_cycles_ += clock_.cycle - busy_since_;
  if (exec_.fault().valid()) ++faults_;
  listeners_.Engine(/*busy=*/false, slot_);
  hqd_.Release(slot_, exec_.fault());
}

std::optional<uint32_t> SdmaModel::ReadRegister(uint32_t offset, Side /*side*/) {
  switch (offset) {
    case sdma::kStatusOffset:
      return sdma::MakeStatusBusy(held_) | sdma::MakeStatusSlot(slot_);
    case sdma::kPacketsOffset:
      return packets_;
    case sdma::kBytesMovedLoOffset:
      return Low(bytes_moved_);
    case sdma::kBytesMovedHiOffset:
      return High(bytes_moved_);
    case sdma::kBusyCyclesOffset:
      return Low(busy_cycles_ + (held_ ? clock_.cycle - busy_since_ : 0));
    case sdma::kSwitchesOffset:
      return switches_;
    case sdma::kSliceOffset:
      return slice_;
    case sdma::kFaultsOffset:
      return faults_;
    default:
      return std::nullopt;
  }
}

bool SdmaModel::WriteRegister(uint32_t offset, uint32_t value, Side /*side*/) {
  if (offset != sdma::kSliceOffset) return false;
  slice_ = value;
  return true;
}

}  // namespace ringside::model
