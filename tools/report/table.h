// A run's result for a person: tables of work and of latencies, a row a queue; what the driver and
// the memory did; which queue held which slot over time; the verdict, last.
#ifndef RINGSIDE_TOOLS_REPORT_TABLE_H_
#define RINGSIDE_TOOLS_REPORT_TABLE_H_

#include <string>

#include "tools/run/result.h"

namespace ringside::report {

// Many lines, at most 140 columns wide while queue names are short. `colour`: escape sequences for
// the verdict, for a terminal.
std::string Table(const run::Result& result, bool colour);

}  // namespace ringside::report

#endif  // RINGSIDE_TOOLS_REPORT_TABLE_H_
