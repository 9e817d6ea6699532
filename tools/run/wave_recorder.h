// Waves around what is known only once it has happened: keeps snapshots of the process while it
// runs without waves, and has the right one run into it again, with waves.
//
// The one rule: whatever ends the run calls Finish() before anything is written or freed, because
// in a snapshot that was woken it does not return. An abort counts as a failure of the run.
#ifndef RINGSIDE_TOOLS_RUN_WAVE_RECORDER_H_
#define RINGSIDE_TOOLS_RUN_WAVE_RECORDER_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "host/trace/driver_trace.h"
#include "testbench/machine/machine_listener.h"
#include "testbench/machine/simulated_device.h"
#include "tools/run/snapshots.h"
#include "tools/run/wave_window.h"

namespace ringside::run {

class WaveRecorder final : public MachineListener, public DriverTrace {
 public:
  // For a window around a failure or an event. `device` must outlive it. What the driver tells goes
  // on to `next`, which may be null. One at a time in a process.
  WaveRecorder(SimulatedDevice* device, std::string path, WaveWindow window, DriverTrace* next);
  ~WaveRecorder() override;
  WaveRecorder(const WaveRecorder&) = delete;
  WaveRecorder& operator=(const WaveRecorder&) = delete;

  void NameQueue(const std::string& name, uint32_t doorbell) { queues_[doorbell] = name; }
  // Call now and then, from where the machine is not at work: here snapshots are taken, and here
  // those that are woken begin.
  void OnTime();
  // The run is known now to fail, for the first time or again.
  void OnFailure(absl::string_view why);
  // Waits for the waves. Returns what became of them, in a line.
  std::string Finish();

  void OnSlotState(uint64_t cycle, uint32_t slot, SlotState state, uint32_t doorbell) override;
  void Span(absl::string_view action, absl::string_view subject, uint64_t begin_cycle,
            uint64_t end_cycle) override;

 private:
  static void OnAbort(int signal);

  bool IsFor(absl::string_view event, absl::string_view queue) const;
  void Happened(uint64_t cycle, std::string what);
  void BeginWaves(Snapshots::Span span);
  // In a woken snapshot: ends it.
  [[noreturn]] void EndWaves();

  SimulatedDevice* const device_;
  const std::string path_;
  const WaveWindow window_;
  DriverTrace* const next_;
  std::map<uint32_t, std::string> queues_;
  Snapshots snapshots_;
  // Cycles evaluated when the newest snapshot was taken.
  uint64_t snapshot_evaluated_ = 0;
  // What the window is around, once it has happened; and why there are no waves of it.
  std::string happened_;
  absl::Status status_;
  // This is a woken snapshot, which writes these cycles.
  bool woken_ = false;
  Snapshots::Span span_{};
};

}  // namespace ringside::run

#endif  // RINGSIDE_TOOLS_RUN_WAVE_RECORDER_H_
