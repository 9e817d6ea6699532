// All that a machine tells its listeners, as text with a line an event: for tests that compare
// runs.
#ifndef RINGSIDE_TESTBENCH_MACHINE_EVENT_TEXT_H_
#define RINGSIDE_TESTBENCH_MACHINE_EVENT_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "testbench/machine/machine_listener.h"

namespace ringside {

class EventText final : public MachineListener {
 public:
  const std::string& text() const { return text_; }

  void OnRing(uint64_t cycle, uint32_t doorbell, RingOutcome outcome, uint32_t slot) override {
    Add(cycle, "ring", doorbell, static_cast<uint32_t>(outcome), slot);
  }
  void OnSlotState(uint64_t cycle, uint32_t slot, SlotState state, uint32_t doorbell) override {
    Add(cycle, "slot", slot, static_cast<uint32_t>(state), doorbell);
  }
  void OnEngine(uint64_t cycle, bool busy, uint32_t slot) override {
    Add(cycle, "engine", busy, slot);
  }
  void OnFetch(uint64_t cycle, uint32_t slot) override { Add(cycle, "fetch", slot); }
  void OnPacket(uint64_t cycle, uint32_t slot, uint32_t header, uint64_t rptr) override {
    Add(cycle, "packet", slot, header, rptr);
  }
  void OnResume(uint64_t cycle, uint32_t slot, uint32_t header) override {
    Add(cycle, "resume", slot, header);
  }
  void OnFirmware(uint64_t cycle, FirmwareStep step, uint32_t pc, uint32_t next_pc) override {
    Add(cycle, "firmware", static_cast<uint32_t>(step), pc, next_pc);
  }
  void OnSleep(uint64_t cycle, bool asleep) override { Add(cycle, "sleep", asleep); }

 private:
  template <typename... Values>
  void Add(uint64_t cycle, const char* what, Values... values) {
    absl::StrAppend(&text_, cycle, " ", what);
    (absl::StrAppend(&text_, " ", values), ...);
    text_ += '\n';
  }

  std::string text_;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_MACHINE_EVENT_TEXT_H_
