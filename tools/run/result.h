// What a run found out; the table and the JSON file are printed from this and nothing else.
//
// The one rule: everything here but `host_seconds` is a function of the scenario and the seed.
#ifndef RINGSIDE_TOOLS_RUN_RESULT_H_
#define RINGSIDE_TOOLS_RUN_RESULT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tools/run/machine_stats.h"
#include "tools/run/samples.h"

namespace ringside::run {

struct QueueResult {
  std::string process;
  std::string name;
  uint32_t doorbell = 0;
  std::string state;
  uint32_t submissions = 0;
  uint64_t bytes_moved = 0;
  // Rung by user mode; of them, those that led to nothing.
  uint64_t doorbells_rung = 0;
  uint64_t doorbells_lost = 0;
  uint64_t preempts = 0;
  uint64_t restores = 0;
  QueueCounts counts;
  Samples submission_cycles;
  // Command to answer, as the driver saw it.
  Samples preempt_cycles;
  Samples restore_cycles;
};

// A copy that was cut in its middle by a preempt event.
struct CutCopy {
  std::string queue;
  uint64_t cycle = 0;
  uint64_t copy_bytes = 0;
  uint64_t bytes_left = 0;
};

// A stay of queue number `queue` (in Result::queues) in a slot; -1: the kernel's queue.
struct SlotStay {
  uint32_t slot;
  int queue;
  uint64_t begin;
  uint64_t end;
};

struct Result {
  std::string scenario;
  uint64_t seed = 0;
  uint64_t cycles = 0;
  // From the first submission on: boot and set-up left out.
  uint64_t first_cycle = 0;
  bool verified = false;
  // Why not, one line each: wrong bytes first.
  std::vector<std::string> problems;
  // Bytes compared at the end.
  uint64_t bytes_verified = 0;
  std::vector<QueueResult> queues;
  std::vector<SlotStay> stays;
  std::vector<CutCopy> cut_copies;
  std::vector<std::string> faults;
  uint64_t evictions = 0;
  uint64_t migrated_bytes = 0;
  uint64_t tlb_invalidations = 0;
  uint64_t firmware_commands = 0;
  uint64_t interrupts = 0;
  uint64_t stray_rings = 0;
  uint64_t engine_busy_cycles = 0;
  uint64_t core_awake_cycles = 0;
  uint64_t bus_bytes_read = 0;
  uint64_t bus_bytes_written = 0;
  // Wall-clock time of the simulation; kept apart in every output.
  double host_seconds = 0;
};

}  // namespace ringside::run

#endif  // RINGSIDE_TOOLS_RUN_RESULT_H_
