// The doorbell block: bind table, pending bits and their FIFO.
#ifndef RINGSIDE_FIRMWARE_TEST_DOORBELL_MODEL_H_
#define RINGSIDE_FIRMWARE_TEST_DOORBELL_MODEL_H_

#include <array>
#include <cstdint>
#include <deque>

#include "uapi/limits.h"
#include "uapi/regs/doorbell_regs.h"

namespace ringside::firmware::test {

class DoorbellModel {
 public:
  struct Binding {
    uint32_t kind = regs::doorbell::kBindKindNone;
    uint32_t slot = 0;
    bool pending = false;
  };

  // What a ring does; kind mapped is the caller's to deliver.
  Binding Ring(uint32_t id) {
    Binding& binding = bindings_[id];
    if (binding.kind == regs::doorbell::kBindKindNone) ++strays_;
    if (binding.kind == regs::doorbell::kBindKindUnmapped && !binding.pending) {
      binding.pending = true;
      fifo_.push_back(id);
    }
    return binding;
  }

  void Bind(uint32_t word) {
    Binding& binding = bindings_[regs::doorbell::GetBindId(word)];
    binding.kind = regs::doorbell::GetBindKind(word);
    binding.slot = regs::doorbell::GetBindSlot(word);
  }

  uint32_t Pop() {
    if (fifo_.empty()) return 0;
    const uint32_t id = fifo_.front();
    fifo_.pop_front();
    bindings_[id].pending = false;
    return regs::doorbell::MakePopId(id) | regs::doorbell::kPopValidMask;
  }

  bool irq() const { return !fifo_.empty(); }
  const Binding& binding(uint32_t id) const { return bindings_[id]; }
  uint32_t strays() const { return strays_; }

 private:
  std::array<Binding, RS_NUM_DOORBELL_PAGES * RS_DOORBELLS_PER_PAGE> bindings_;
  std::deque<uint32_t> fifo_;
  uint32_t strays_ = 0;
};

}  // namespace ringside::firmware::test

#endif  // RINGSIDE_FIRMWARE_TEST_DOORBELL_MODEL_H_
