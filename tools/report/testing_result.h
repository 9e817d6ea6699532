// A small result made by hand, whose every number is known; for the report's tests.
#ifndef RINGSIDE_TOOLS_REPORT_TESTING_RESULT_H_
#define RINGSIDE_TOOLS_REPORT_TESTING_RESULT_H_

#include <cstdint>
#include <vector>

#include "tools/run/result.h"

namespace ringside::report {

// Two queues and the kernel's: "paint/blit" was preempted once, inside a copy; "paint/logs" never.
inline run::Result HandMadeResult() {
  run::Result result;
  result.scenario = "hand";
  result.seed = 7;
  result.cycles = 1'200;
  result.first_cycle = 200;
  result.verified = true;
  result.bytes_verified = 1'048'576;
  run::QueueResult blit;
  blit.process = "paint";
  blit.name = "blit";
  blit.doorbell = 516;
  blit.state = "MAPPED";
  blit.submissions = 3;
  blit.bytes_moved = 786'432;
  blit.doorbells_rung = 3;
  blit.preempts = 1;
  blit.restores = 1;
  blit.counts.rings = 3;
  blit.counts.rings_to_slot = 2;
  blit.counts.rings_pending = 1;
  blit.counts.packets = 6;
  blit.counts.maps = 2;
  blit.counts.slot_cycles = 400;
  blit.counts.ring_to_packet.Add(std::vector<uint64_t>{30, 40, 12'345});
  blit.counts.ring_to_fetch_mapped.Add(std::vector<uint64_t>{7, 9});
  blit.counts.ring_to_fetch_unmapped.Add(std::vector<uint64_t>{300});
  blit.submission_cycles.Add(std::vector<uint64_t>{500, 600, 700});
  blit.preempt_cycles.Add(std::vector<uint64_t>{250});
  blit.restore_cycles.Add(std::vector<uint64_t>{80});
  run::QueueResult logs;
  logs.process = "paint";
  logs.name = "logs";
  logs.doorbell = 517;
  logs.state = "MAPPED";
  logs.submissions = 1;
  logs.bytes_moved = 8;
  logs.doorbells_rung = 1;
  logs.counts.rings = 1;
  logs.counts.packets = 2;
  logs.counts.maps = 1;
  logs.counts.slot_cycles = 500;
  result.queues = {blit, logs};
  result.stays = {{.slot = 0, .queue = -1, .begin = 100, .end = 1'200},
                  {.slot = 1, .queue = 0, .begin = 200, .end = 500},
                  {.slot = 1, .queue = 1, .begin = 500, .end = 1'000},
                  {.slot = 1, .queue = 0, .begin = 1'060, .end = 1'160}};
  result.cut_copies = {
      {.queue = "blit", .cycle = 490, .copy_bytes = 262'144, .bytes_left = 131'072}};
  result.evictions = 1;
  result.migrated_bytes = 4'096;
  result.tlb_invalidations = 2;
  result.firmware_commands = 9;
  result.interrupts = 12;
  result.engine_busy_cycles = 700;
  result.core_awake_cycles = 650;
  result.bus_bytes_read = 900'000;
  result.bus_bytes_written = 800'000;
  return result;
}

// The same run gone wrong: a stray ring, a lost doorbell, a fault and a wrong byte.
inline run::Result FailedResult() {
  run::Result result = HandMadeResult();
  result.verified = false;
  result.stray_rings = 1;
  result.queues[1].doorbells_lost = 1;
  result.queues[1].state = "HUNG";
  result.faults = {"process 'paint' queue 'logs': bad opcode"};
  result.problems = {"process 'paint', buffer 'b', offset 0x10: found 0x00, expected 0x01",
                     "queue 'logs' was stopped by a fault"};
  return result;
}

}  // namespace ringside::report

#endif  // RINGSIDE_TOOLS_REPORT_TESTING_RESULT_H_
