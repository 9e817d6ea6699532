// The doorbell block: what each doorbell is bound to, and which unmapped ones have rung.
//
// An id is pending at most once; a ring's value is kept nowhere but in the slot it goes to.
#ifndef RINGSIDE_TESTBENCH_MODEL_DOORBELL_MODEL_H_
#define RINGSIDE_TESTBENCH_MODEL_DOORBELL_MODEL_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "testbench/model/listeners.h"
#include "testbench/model/register_block.h"
#include "uapi/limits.h"

namespace ringside::model {

class DoorbellModel final : public RegisterBlock {
 public:
  static constexpr uint32_t kDoorbells = RS_NUM_DOORBELL_PAGES * RS_DOORBELLS_PER_PAGE;

  // `listeners` must outlive it.
  explicit DoorbellModel(const Listeners* listeners)
      : listeners_(*listeners), bindings_(kDoorbells) {}

  // A ring of `id`, below kDoorbells. Returns the slot that must be told its value, if any.
  std::optional<uint32_t> Ring(uint32_t id);

  std::optional<uint32_t> ReadRegister(uint32_t offset, Side side) override;
  bool WriteRegister(uint32_t offset, uint32_t value, Side side) override;

  bool irq() const { return !fifo_.empty(); }

 private:
  struct Binding {
    uint8_t kind = 0;
    uint8_t slot = 0;
    bool pending = false;
  };

  uint32_t Pop();

  const Listeners& listeners_;
  std::vector<Binding> bindings_;
  std::deque<uint32_t> fifo_;
  uint32_t query_id_ = 0;
  uint32_t rings_ = 0;
  uint32_t strays_ = 0;
  uint32_t stray_id_ = 0;
  uint32_t unmapped_ = 0;
};

}  // namespace ringside::model

#endif  // RINGSIDE_TESTBENCH_MODEL_DOORBELL_MODEL_H_
