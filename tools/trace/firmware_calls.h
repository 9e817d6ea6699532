// The firmware's calls as nested slices, rebuilt from the calls, returns and traps that the core
// retired.
//
// The one rule: what is drawn follows the program counter. A tail call is a jump, which nobody
// reports, so each report's own address is compared with the function on top, and the slices are
// put right before it is taken.
#ifndef RINGSIDE_TOOLS_TRACE_FIRMWARE_CALLS_H_
#define RINGSIDE_TOOLS_TRACE_FIRMWARE_CALLS_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "testbench/machine/machine_listener.h"
#include "tools/trace/symbols.h"
#include "tools/trace/trace_file.h"

namespace ringside::trace {

class FirmwareCalls {
 public:
  // Draws on `track` of `file`, which outlives this.
  FirmwareCalls(TraceFile* file, Track track, Symbols symbols)
      : file_(file), track_(track), symbols_(std::move(symbols)) {}

  void Step(uint64_t cycle, FirmwareStep step, uint32_t pc, uint32_t next_pc);
  // Ends all slices.
  void Finish(uint64_t cycle);

 private:
  struct Frame {
    // Of the function, or the address itself where no function is known.
    uint32_t start;
    bool trap;
  };

  void Push(uint64_t cycle, uint32_t address, bool trap);
  void Pop(uint64_t cycle);
  // Makes the function that holds `address` the top: ends what it must have returned from, or takes
  // the top's place by it.
  void Align(uint64_t cycle, uint32_t address);

  TraceFile* const file_;
  const Track track_;
  const Symbols symbols_;
  std::vector<Frame> frames_;
};

}  // namespace ringside::trace

#endif  // RINGSIDE_TOOLS_TRACE_FIRMWARE_CALLS_H_
