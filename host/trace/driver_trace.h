// Hears what the driver does, as spans of simulated time; for traces.
#ifndef RINGSIDE_HOST_TRACE_DRIVER_TRACE_H_
#define RINGSIDE_HOST_TRACE_DRIVER_TRACE_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace ringside {

class DriverTrace {
 public:
  virtual ~DriverTrace() = default;
  // `action` took from `begin_cycle` to `end_cycle` and concerned `subject` (a process, a queue).
  // Spans of one batch overlap; otherwise an inner span is told before its outer one.
  virtual void Span(absl::string_view action, absl::string_view subject, uint64_t begin_cycle,
                    uint64_t end_cycle) = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_TRACE_DRIVER_TRACE_H_
