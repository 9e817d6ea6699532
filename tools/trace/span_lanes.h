// Spreads spans of time over lanes, so that in each lane they nest or do not touch: what a trace
// viewer can draw.
#ifndef RINGSIDE_TOOLS_TRACE_SPAN_LANES_H_
#define RINGSIDE_TOOLS_TRACE_SPAN_LANES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ringside::trace {

// Cycles [begin, end).
struct Span {
  uint64_t begin;
  uint64_t end;
  std::string name;
  size_t lane = 0;
};

// Gives each span the first lane where it fits, and sorts all by beginning, an outer span before
// what it holds. Returns the number of lanes.
size_t AssignLanes(std::vector<Span>* spans);

}  // namespace ringside::trace

#endif  // RINGSIDE_TOOLS_TRACE_SPAN_LANES_H_
