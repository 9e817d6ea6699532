// Writes what a run does as a Chrome trace (JSON), for Perfetto or chrome://tracing.
//
// Tracks, all in one time base (1 cycle = 1 ns): one a slot, one a queue, two for the firmware
// (calls and sleep), one for the driver and as many more as its spans overlap. The one rule: call
// Finish() last, also when the run failed, or the file is no JSON.
#ifndef RINGSIDE_TOOLS_TRACE_CHROME_TRACE_H_
#define RINGSIDE_TOOLS_TRACE_CHROME_TRACE_H_

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "host/trace/driver_trace.h"
#include "testbench/machine/machine_listener.h"
#include "tools/trace/firmware_calls.h"
#include "tools/trace/span_lanes.h"
#include "tools/trace/symbols.h"
#include "tools/trace/trace_file.h"
#include "uapi/limits.h"

namespace ringside::trace {

class ChromeTrace final : public MachineListener, public DriverTrace {
 public:
  // `symbols` name the firmware's functions. UNAVAILABLE: the file cannot be written.
  static absl::StatusOr<std::unique_ptr<ChromeTrace>> Create(const std::string& path,
                                                             Symbols symbols);

  // Names a queue's track, at any time. Queues that were never named have their doorbell's number.
  void NameQueue(uint32_t doorbell, const std::string& name) { queue_names_[doorbell] = name; }

  // Ends what is open where the last event stood, and closes the file. UNAVAILABLE: not all of it
  // could be written.
  absl::Status Finish();

  void OnRing(uint64_t cycle, uint32_t doorbell, RingOutcome outcome, uint32_t slot) override;
  void OnSlotState(uint64_t cycle, uint32_t slot, SlotState state, uint32_t doorbell) override;
  void OnEngine(uint64_t cycle, bool busy, uint32_t slot) override;
  void OnPacket(uint64_t cycle, uint32_t slot, uint32_t header, uint64_t rptr) override;
  void OnResume(uint64_t cycle, uint32_t slot, uint32_t header) override;
  void OnFirmware(uint64_t cycle, FirmwareStep step, uint32_t pc, uint32_t next_pc) override;
  void OnSleep(uint64_t cycle, bool asleep) override;
  void Span(absl::string_view action, absl::string_view subject, uint64_t begin_cycle,
            uint64_t end_cycle) override;

 private:
  struct Slot {
    SlotState state = SlotState::kFree;
    uint64_t load_begin = 0;
    // Known from the end of the load on.
    std::optional<uint32_t> doorbell;
    bool in_packet = false;
  };

  ChromeTrace(std::unique_ptr<TraceFile> file, Symbols symbols);

  Track QueueTrack(uint32_t doorbell);
  void BeginStay(uint64_t cycle, uint32_t slot, uint32_t doorbell);
  void EndStay(uint64_t cycle, uint32_t slot);
  void BeginPacket(uint64_t cycle, uint32_t slot, const std::string& name);
  void EndPacket(uint64_t cycle, uint32_t slot);
  void WriteDriverSpans();

  std::unique_ptr<TraceFile> file_;
  FirmwareCalls calls_;
  std::map<uint32_t, std::string> queue_names_;
  std::array<Slot, RS_NUM_SLOTS> slots_;
  std::optional<uint64_t> asleep_since_;
  std::vector<trace::Span> driver_spans_;
  uint64_t last_cycle_ = 0;
};

}  // namespace ringside::trace

#endif  // RINGSIDE_TOOLS_TRACE_CHROME_TRACE_H_
