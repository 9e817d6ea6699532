#include "tools/trace/span_lanes.h"

#include <algorithm>

namespace ringside::trace {

size_t AssignLanes(std::vector<Span>* spans) {
  std::stable_sort(spans->begin(), spans->end(), [](const Span& a, const Span& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  // Ends of the spans open in each lane, the innermost last.
  std::vector<std::vector<uint64_t>> open;
  for (Span& span : *spans) {
    for (span.lane = 0; span.lane < open.size(); ++span.lane) {
      std::vector<uint64_t>& ends = open[span.lane];
      while (!ends.empty() && ends.back() <= span.begin) ends.pop_back();
      if (ends.empty() || span.end <= ends.back()) break;
    }
    if (span.lane == open.size()) open.emplace_back();
    open[span.lane].push_back(span.end);
  }
  return open.size();
}

}  // namespace ringside::trace
