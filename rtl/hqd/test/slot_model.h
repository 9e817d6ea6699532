// What one HQD slot must do, cycle by cycle: the reference that the random test compares the RTL
// with.
//
// Step is given all that reaches the slot in a cycle and moves on to the next; accessors tell the
// state between.
#ifndef RINGSIDE_RTL_HQD_TEST_SLOT_MODEL_H_
#define RINGSIDE_RTL_HQD_TEST_SLOT_MODEL_H_

#include <cstdint>
#include <optional>

#include "rtl/hqd/test/hqd_bench.h"
#include "uapi/mqd.h"

namespace ringside {

class SlotModel {
 public:
  // An end of the slot's load, save or poll.
  struct End {
    bool error = false;
    uint64_t wptr = 0;  // Poll: the word read.
  };

  // What happens in one cycle.
  struct Cycle {
    std::optional<Command> command;  // Legal ones only.
    std::optional<uint64_t> ring;
    bool take = false;
    bool release = false;
    Progress progress;           // With release.
    std::optional<Fault> fault;  // With release.
    std::optional<End> job;      // Load or save.
    std::optional<End> poll;
  };

  // Firmware has set MQD_ADDR to an MQD with these contents.
  void Assign(const rs_sdma_mqd& mqd) { mqd_ = mqd; }

  bool Legal(Command command) const;

  // Bits of the events that the cycle raises, as Event(bit, 0) gives them.
  uint32_t Step(const Cycle& cycle);

  SlotState state() const { return state_; }
  bool held() const { return held_; }
  uint64_t wptr() const { return wptr_; }
  const Progress& progress() const { return progress_; }
  bool has_work() const;
  bool runnable() const { return state_ == kActive && armed_ && !held_ && has_work(); }
  // The MQD as memory must have it: as assigned, until a save.
  const rs_sdma_mqd& mqd() const { return mqd_; }

 private:
  void SaveToMqd();

  rs_sdma_mqd mqd_ = {};
  SlotState state_ = kFree;
  Progress progress_;
  uint64_t wptr_ = 0;
  std::optional<Fault> fault_;
  bool armed_ = false;
  bool held_ = false;
  bool polling_ = false;
  bool rang_since_poll_ = false;
  bool drop_ = false;
  bool was_idle_ = false;
};

}  // namespace ringside

#endif  // RINGSIDE_RTL_HQD_TEST_SLOT_MODEL_H_
