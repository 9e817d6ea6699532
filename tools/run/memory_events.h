// Makes a scenario's events happen: evictions, memory pressure, preemptions.
//
// The one rule: all that waits runs as driver work of the event loop; a failure ends the loop's run
// and names the event's line.
#ifndef RINGSIDE_TOOLS_RUN_MEMORY_EVENTS_H_
#define RINGSIDE_TOOLS_RUN_MEMORY_EVENTS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "host/driver/driver.h"
#include "host/event_loop/event_loop.h"
#include "tools/run/client.h"
#include "tools/run/result.h"
#include "tools/run/setup.h"
#include "tools/scenario/scenario.h"

namespace ringside::run {

class MemoryEvents {
 public:
  // `live` holds the scenario's processes in its order. All arguments outlive this.
  MemoryEvents(const scenario::Scenario& scenario, EventLoop* loop, Driver* driver,
               const std::vector<LiveProcess>& live)
      : scenario_(scenario), loop_(loop), driver_(driver), live_(live) {}

  // Posts all events; their cycles count from `first_cycle`.
  void Start(uint64_t first_cycle);
  // Tell of each packet begun: an event may wait for it.
  void OnPacket(uint64_t cycle, uint32_t doorbell, uint64_t rptr);

  // Have all events ended, but those whose copy has not begun?
  bool done() const { return running_ == waiting_for_copy_.size(); }
  // One line for each of those.
  std::vector<std::string> Unmet() const;
  const std::vector<CutCopy>& cut_copies() const { return cut_copies_; }

 private:
  using Step = absl::Status (MemoryEvents::*)(const scenario::EventSpec&);

  // Runs `step` as driver work.
  void PostStep(const scenario::EventSpec& event, Step step);
  void PostStepAt(uint64_t cycle, const scenario::EventSpec& event, Step step);
  absl::Status Evict(const scenario::EventSpec& event);
  absl::Status MigrateBack(const scenario::EventSpec& event);
  absl::Status TakeMemory(const scenario::EventSpec& event);
  absl::Status Preempt(const scenario::EventSpec& event);
  absl::Status Restore(const scenario::EventSpec& event);
  // Reads from the saved MQD how much of the copy is left.
  absl::Status RecordCut(const Client& client);
  std::string Where(const scenario::EventSpec& event) const;
  Process* process(const scenario::EventSpec& event) const { return live_[event.process].process; }
  Client& client(const scenario::EventSpec& event) const {
    return *live_[event.process].clients[event.queue];
  }

  const scenario::Scenario& scenario_;
  EventLoop* const loop_;
  Driver* const driver_;
  const std::vector<LiveProcess>& live_;
  // Holds what pressure events take; made by the first.
  Process* pressure_ = nullptr;
  size_t running_ = 0;
  std::vector<const scenario::EventSpec*> waiting_for_copy_;
  std::vector<CutCopy> cut_copies_;
};

}  // namespace ringside::run

#endif  // RINGSIDE_TOOLS_RUN_MEMORY_EVENTS_H_
