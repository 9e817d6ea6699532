// A run's result for a person: a table a queue, totals, and which queue held which slot over time.
#ifndef RINGSIDE_TOOLS_REPORT_TABLE_H_
#define RINGSIDE_TOOLS_REPORT_TABLE_H_

#include <string>

#include "tools/run/result.h"

namespace ringside::report {

// Many lines. `colour`: escape sequences for the verdict, for a terminal.
std::string Table(const run::Result& result, bool colour);

// One row of characters a slot; a column is an equal share of the run, and shows the letter of the
// queue that held the slot longest in it ('.': nobody, '#': the kernel's queue).
std::string SlotPicture(const run::Result& result, unsigned columns);

// The letter of queue number `queue` in SlotPicture.
char QueueLetter(size_t queue);

}  // namespace ringside::report

#endif  // RINGSIDE_TOOLS_REPORT_TABLE_H_
