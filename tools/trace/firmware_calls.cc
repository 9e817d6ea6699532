#include "tools/trace/firmware_calls.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace ringside::trace {

void FirmwareCalls::Step(uint64_t cycle, FirmwareStep step, uint32_t pc, uint32_t next_pc) {
  switch (step) {
    case FirmwareStep::kCall:
      Align(cycle, pc);
      Push(cycle, next_pc, false);
      break;
    case FirmwareStep::kReturn:
      // Never out of a trap: that is left by its own instruction. Where the function on top made a
      // tail call, it ends together with what it called.
      if (!frames_.empty() && !frames_.back().trap) Pop(cycle);
      Align(cycle, next_pc);
      break;
    case FirmwareStep::kTrapEntry:
      // An exception is told twice: by what trapped, and by the handler's first instruction.
      if (pc == next_pc && !frames_.empty() && frames_.back().trap &&
          frames_.back().start == symbols_.StartOf(pc)) {
        break;
      }
      Push(cycle, next_pc, true);
      break;
    case FirmwareStep::kTrapReturn: {
      const auto is_trap = [](const Frame& frame) { return frame.trap; };
      if (std::any_of(frames_.begin(), frames_.end(), is_trap)) {
        while (!frames_.back().trap) Pop(cycle);
        Pop(cycle);
      }
      Align(cycle, next_pc);
      break;
    }
  }
}

void FirmwareCalls::Finish(uint64_t cycle) {
  while (!frames_.empty()) Pop(cycle);
}

void FirmwareCalls::Push(uint64_t cycle, uint32_t address, bool trap) {
  frames_.push_back({.start = symbols_.StartOf(address), .trap = trap});
  file_->Begin(track_, absl::StrCat(trap ? "trap: " : "", symbols_.At(address)), cycle);
}

void FirmwareCalls::Pop(uint64_t cycle) {
  frames_.pop_back();
  file_->End(track_, cycle);
}

void FirmwareCalls::Align(uint64_t cycle, uint32_t address) {
  const uint32_t start = symbols_.StartOf(address);
  // Frames below a trap are not its to end.
  size_t depth = frames_.size();
  while (depth > 0 && frames_[depth - 1].start != start && !frames_[depth - 1].trap) --depth;
  if (depth > 0 && frames_[depth - 1].start == start) {
    while (frames_.size() > depth) Pop(cycle);
    return;
  }
  if (!frames_.empty() && !frames_.back().trap) Pop(cycle);
  Push(cycle, address, false);
}

}  // namespace ringside::trace
