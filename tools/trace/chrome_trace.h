// Writes what a run does as a Chrome trace (JSON), for Perfetto or chrome://tracing.
//
// Tracks, all in one time base (1 cycle = 1 ns): one a slot, one a queue, one for the firmware, one
// for the driver. The one rule: events are written as they come, so that a run of any length needs
// little memory; call Finish() last.
#ifndef RINGSIDE_TOOLS_TRACE_CHROME_TRACE_H_
#define RINGSIDE_TOOLS_TRACE_CHROME_TRACE_H_

#include <array>
#include <cstdint>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "host/driver/driver.h"
#include "testbench/machine/machine_listener.h"
#include "tools/trace/symbols.h"
#include "uapi/limits.h"

namespace ringside::trace {

class ChromeTrace final : public MachineListener, public DriverTrace {
 public:
  // `symbols` name the firmware's functions. UNAVAILABLE: the file cannot be written.
  static absl::StatusOr<std::unique_ptr<ChromeTrace>> Create(const std::string& path,
                                                             Symbols symbols);

  // Gives a queue its track. Queues that were never named appear under their doorbell's number.
  void NameQueue(uint32_t doorbell, const std::string& name);

  // Closes what is open and the file. UNAVAILABLE: not all of it could be written.
  absl::Status Finish(uint64_t cycle);

  void OnRing(uint64_t cycle, uint32_t doorbell, RingOutcome outcome, uint32_t slot) override;
  void OnSlotState(uint64_t cycle, uint32_t slot, SlotState state, uint32_t doorbell) override;
  void OnEngine(uint64_t cycle, bool busy, uint32_t slot) override;
  void OnPacket(uint64_t cycle, uint32_t slot, uint32_t header, uint64_t rptr) override;
  void OnFirmware(uint64_t cycle, FirmwareStep step, uint32_t pc, uint32_t next_pc) override;
  void OnSleep(uint64_t cycle, bool asleep) override;
  void Span(absl::string_view action, absl::string_view subject, uint64_t begin_cycle,
            uint64_t end_cycle) override;

 private:
  // Groups of tracks, as "processes" of the trace.
  enum class Group { kSlots = 1, kQueues = 2, kFirmware = 3, kDriver = 4 };

  explicit ChromeTrace(Symbols symbols) : symbols_(std::move(symbols)) {}

  void Header();
  void Name(Group group, uint32_t track, const std::string& name);
  void Complete(Group group, uint32_t track, const std::string& name, uint64_t begin, uint64_t end);
  void Instant(Group group, uint32_t track, const std::string& name, uint64_t cycle);
  void Edge(char phase, const std::string& name, uint64_t cycle);
  void Write(const std::string& event);
  const std::string& QueueName(uint32_t doorbell);
  void EndState(uint32_t slot, uint64_t cycle);
  void EndPacket(uint32_t slot, uint64_t cycle);

  struct Slot {
    SlotState state = SlotState::kFree;
    uint64_t state_begin = 0;
    uint64_t stay_begin = 0;
    std::optional<uint32_t> doorbell;
    // Packet in progress.
    bool in_packet = false;
    uint32_t header = 0;
    uint64_t packet_begin = 0;
  };

  std::ofstream file_;
  bool first_ = true;
  Symbols symbols_;
  std::map<uint32_t, std::string> queue_names_;
  std::array<Slot, RS_NUM_SLOTS> slots_;
  // Names of the firmware's calls that have not returned.
  std::vector<std::string> calls_;
  std::optional<uint64_t> asleep_since_;
};

}  // namespace ringside::trace

#endif  // RINGSIDE_TOOLS_TRACE_CHROME_TRACE_H_
