#include "tools/report/json.h"

#include "nlohmann/json.hpp"

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

}  // namespace

std::string Json(const Result& result) {
  Samples exec, preempt, restore;
  Object queues = Object::array();
  for (const QueueResult& queue : result.queues) {
    exec.Add(queue.counts.ring_to_packet);
    preempt.Add(queue.preempt_cycles);
    restore.Add(queue.restore_cycles);
    queues.push_back(Queue(queue));
  }
  Object cuts = Object::array();
  for (const run::CutCopy& cut : result.cut_copies) {
    cuts.push_back({{"queue", cut.queue},
                    {"cycle", cut.cycle},
                    {"copy_bytes", cut.copy_bytes},
                    {"bytes_left", cut.bytes_left}});
  }
  Object stays = Object::array();
  for (const run::SlotStay& stay : result.stays) {
    stays.push_back({{"slot", stay.slot},
                     {"queue", stay.queue < 0 ? "kernel" : result.queues[stay.queue].name},
                     {"begin_cycle", stay.begin},
                     {"end_cycle", stay.end}});
  }
  const Object json = {
      {"scenario", result.scenario},
      {"seed", result.seed},
      {"verified", result.verified},
      {"problems", result.problems},
      {"bytes_verified", result.bytes_verified},
      {"cycles", result.cycles},
      {"first_submission_cycle", result.first_cycle},
      {"bytes_moved", Total(result, &QueueResult::bytes_moved)},
      {"doorbells_rung", Total(result, &QueueResult::doorbells_rung)},
      {"doorbells_lost", Total(result, &QueueResult::doorbells_lost) + result.stray_rings},
      {"preempts", Total(result, &QueueResult::preempts)},
      {"restores", Total(result, &QueueResult::restores)},
      {"evictions", result.evictions},
      {"migrated_bytes", result.migrated_bytes},
      {"tlb_invalidations", result.tlb_invalidations},
      {"firmware_commands", result.firmware_commands},
      {"interrupts", result.interrupts},
      {"engine_busy_cycles", result.engine_busy_cycles},
      {"core_awake_cycles", result.core_awake_cycles},
      {"bus_bytes_read", result.bus_bytes_read},
      {"bus_bytes_written", result.bus_bytes_written},
      {"doorbell_to_execution_cycles", Latency(exec)},
      {"preempt_cycles", Latency(preempt)},
      {"restore_cycles", Latency(restore)},
      {"copies_cut", cuts},
      {"faults", result.faults},
      {"queues", queues},
      {"slot_stays", stays}};
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
