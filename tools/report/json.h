// A run's result for programs.
#ifndef RINGSIDE_TOOLS_REPORT_JSON_H_
#define RINGSIDE_TOOLS_REPORT_JSON_H_

#include <string>

#include "tools/run/result.h"

namespace ringside::report {

// All counters and latencies: the same bytes for the same scenario and seed. Units are in the
// names.
std::string Json(const run::Result& result);

// What depends on the host: wall-clock time and simulation rate. Never part of Json().
std::string HostJson(const run::Result& result);

}  // namespace ringside::report

#endif  // RINGSIDE_TOOLS_REPORT_JSON_H_
