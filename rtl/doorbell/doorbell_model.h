// What the doorbell block must do, cycle by cycle: the reference of its tests.
//
// Written from the README, not from the RTL: a table, a set and a queue, and one ring in hand.
#ifndef RINGSIDE_RTL_DOORBELL_DOORBELL_MODEL_H_
#define RINGSIDE_RTL_DOORBELL_DOORBELL_MODEL_H_

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>

#include "rtl/interconnect/regbus_bench.h"

namespace ringside {

// The numbers are those of the BIND register.
enum class Kind : uint8_t { kNone = 0, kUnmapped = 1, kMapped = 2 };

struct Ring {
  uint32_t id;
  uint64_t wptr;
};

// What became of a ring.
struct RingOutcome {
  Ring ring;
  Kind kind;
  uint32_t slot;  // Of a mapped doorbell.
};

struct DoorbellInputs {
  std::optional<Ring> ring;
  std::optional<RegisterAccess> access;
};

// Outputs in the cycle of the inputs.
struct DoorbellOutputs {
  bool ring_ready;
  bool irq;
  RegisterAnswer answer;
  std::optional<RingOutcome> outcome;
};

class DoorbellModel {
 public:
  // One cycle.
  DoorbellOutputs Step(const DoorbellInputs& in);

  uint32_t pending_count() const { return static_cast<uint32_t>(queue_.size()); }

 private:
  struct Binding {
    Kind kind = Kind::kNone;
    uint32_t slot = 0;
  };

  // Does firmware's or the host's access; `uses_tables` tells that the ring in hand must wait.
  RegisterAnswer Do(const RegisterAccess& access, bool* uses_tables);
  RegisterAnswer Write(const RegisterAccess& access, bool* uses_tables);
  void TakeEffect(const Ring& ring, RingOutcome* outcome);

  std::map<uint32_t, Binding> bindings_;
  std::deque<uint32_t> queue_;
  std::set<uint32_t> pending_;
  std::optional<Ring> in_hand_;
  uint32_t query_id_ = 0;
  uint32_t ring_count_ = 0;
  uint32_t stray_count_ = 0;
  uint32_t stray_id_ = 0;
  uint32_t unmapped_count_ = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_RTL_DOORBELL_DOORBELL_MODEL_H_
