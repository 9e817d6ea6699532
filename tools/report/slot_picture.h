// Which queue held which slot over time, in characters.
#ifndef RINGSIDE_TOOLS_REPORT_SLOT_PICTURE_H_
#define RINGSIDE_TOOLS_REPORT_SLOT_PICTURE_H_

#include <cstddef>
#include <string>

#include "tools/run/result.h"

namespace ringside::report {

// One row of characters a slot; a column is an equal share of the run from the first submission on,
// and shows the letter of the queue that held the slot longest in it ('.': nobody, '#': the
// kernel's queue). The last line gives the scale.
std::string SlotPicture(const run::Result& result, unsigned columns);

// The letter of queue number `queue` in SlotPicture: A to Z, a to z, 0 to 9, then '?'.
char QueueLetter(size_t queue);

}  // namespace ringside::report

#endif  // RINGSIDE_TOOLS_REPORT_SLOT_PICTURE_H_
