// Rows as a table for people and as JSON for programs.
#ifndef RINGSIDE_TOOLS_BENCH_REPORT_H_
#define RINGSIDE_TOOLS_BENCH_REPORT_H_

#include <string>
#include <vector>

#include "tools/bench/row.h"

namespace ringside::bench {

// A head line and one line a row; "-" where a row has no goal.
std::string Table(const std::vector<Row>& rows);

// A list of {"name","value","unit","goal","reached"}; goal and reached are null without a goal. The
// goal's sense is told by the table only.
std::string Json(const std::vector<Row>& rows);

}  // namespace ringside::bench

#endif  // RINGSIDE_TOOLS_BENCH_REPORT_H_
