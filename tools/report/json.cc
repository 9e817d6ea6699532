#include "tools/report/json.h"

#include "nlohmann/json.hpp"
#include "tools/report/sum.h"

namespace ringside::report {
namespace {

using Object = nlohmann::ordered_json;
using run::QueueResult;
using run::Result;
using run::Samples;

Object Latency(const Samples& samples) {
  return {{"count", samples.count()},
          {"p50", samples.Percentile(50)},
          {"p99", samples.Percentile(99)},
          {"max", samples.max()}};
}

Object Queue(const QueueResult& queue) {
  return {{"process", queue.process},
          {"queue", queue.name},
          {"doorbell", queue.doorbell},
          {"state", queue.state},
          {"submissions", queue.submissions},
          {"packets", queue.counts.packets},
          {"bytes_moved", queue.bytes_moved},
          {"slot_cycles", queue.counts.slot_cycles},
          {"maps", queue.counts.maps},
          {"preempts", queue.preempts},
          {"restores", queue.restores},
          {"doorbells_rung", queue.doorbells_rung},
          {"doorbells_rung_mapped", queue.counts.rings_to_slot},
          {"doorbells_rung_unmapped", queue.counts.rings_pending},
          {"doorbells_lost", queue.doorbells_lost},
          {"doorbell_to_fetch_mapped_cycles", Latency(queue.counts.ring_to_fetch_mapped)},
          {"doorbell_to_fetch_unmapped_cycles", Latency(queue.counts.ring_to_fetch_unmapped)},
          {"doorbell_to_execution_cycles", Latency(queue.counts.ring_to_packet)},
          {"submission_cycles", Latency(queue.submission_cycles)},
          {"preempt_cycles", Latency(queue.preempt_cycles)},
          {"restore_cycles", Latency(queue.restore_cycles)}};
}

Object CopiesCut(const Result& result) {
  Object cuts = Object::array();
  for (const run::CutCopy& cut : result.cut_copies) {
    cuts.push_back({{"queue", cut.queue},
                    {"cycle", cut.cycle},
                    {"copy_bytes", cut.copy_bytes},
                    {"bytes_left", cut.bytes_left}});
  }
  return cuts;
}

Object SlotStays(const Result& result) {
  Object stays = Object::array();
  for (const run::SlotStay& stay : result.stays) {
    stays.push_back({{"slot", stay.slot},
                     {"queue", stay.queue < 0 ? "kernel" : result.queues[stay.queue].name},
                     {"begin_cycle", stay.begin},
                     {"end_cycle", stay.end}});
  }
  return stays;
}

}  // namespace

std::string Json(const Result& result) {
  const QueueResult sum = Sum(result);
  Object queues = Object::array();
  for (const QueueResult& queue : result.queues) queues.push_back(Queue(queue));
  const Object json = {{"scenario", result.scenario},
                       {"seed", result.seed},
                       {"verified", result.verified},
                       {"problems", result.problems},
                       {"bytes_verified", result.bytes_verified},
                       {"cycles", result.cycles},
                       {"first_submission_cycle", result.first_cycle},
                       {"packets", sum.counts.packets},
                       {"bytes_moved", sum.bytes_moved},
                       {"doorbells_rung", sum.doorbells_rung},
                       {"doorbells_lost", sum.doorbells_lost},
                       {"preempts", sum.preempts},
                       {"restores", sum.restores},
                       {"evictions", result.evictions},
                       {"migrated_bytes", result.migrated_bytes},
                       {"tlb_invalidations", result.tlb_invalidations},
                       {"firmware_commands", result.firmware_commands},
                       {"interrupts", result.interrupts},
                       {"engine_busy_cycles", result.engine_busy_cycles},
                       {"core_awake_cycles", result.core_awake_cycles},
                       {"bus_bytes_read", result.bus_bytes_read},
                       {"bus_bytes_written", result.bus_bytes_written},
                       {"doorbell_to_execution_cycles", Latency(sum.counts.ring_to_packet)},
                       {"preempt_cycles", Latency(sum.preempt_cycles)},
                       {"restore_cycles", Latency(sum.restore_cycles)},
                       {"copies_cut", CopiesCut(result)},
                       {"faults", result.faults},
                       {"queues", queues},
                       {"slot_stays", SlotStays(result)}};
  return json.dump(2) + "\n";
}

std::string HostJson(const Result& result) {
  const Object json = {
      {"host_seconds", result.host_seconds},
      {"simulated_cycles_per_host_second",
       result.host_seconds > 0 ? static_cast<double>(result.cycles) / result.host_seconds : 0}};
  return json.dump(2) + "\n";
}

}  // namespace ringside::report
