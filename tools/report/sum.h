// One row for all queues of a run.
#ifndef RINGSIDE_TOOLS_REPORT_SUM_H_
#define RINGSIDE_TOOLS_REPORT_SUM_H_

#include "tools/run/result.h"

namespace ringside::report {

// Counters added up and samples put together; names and state stay empty. Rings that reached no
// queue at all count as lost.
inline run::QueueResult Sum(const run::Result& result) {
  run::QueueResult sum;
  sum.doorbells_lost = result.stray_rings;
  for (const run::QueueResult& queue : result.queues) {
    sum.submissions += queue.submissions;
    sum.bytes_moved += queue.bytes_moved;
    sum.doorbells_rung += queue.doorbells_rung;
    sum.doorbells_lost += queue.doorbells_lost;
    sum.preempts += queue.preempts;
    sum.restores += queue.restores;
    sum.counts.packets += queue.counts.packets;
    sum.counts.maps += queue.counts.maps;
    sum.counts.slot_cycles += queue.counts.slot_cycles;
    sum.counts.ring_to_packet.Add(queue.counts.ring_to_packet);
    sum.preempt_cycles.Add(queue.preempt_cycles);
    sum.restore_cycles.Add(queue.restore_cycles);
  }
  return sum;
}

}  // namespace ringside::report

#endif  // RINGSIDE_TOOLS_REPORT_SUM_H_
