// Keeps the spans that the driver tells.
#ifndef RINGSIDE_TOOLS_BENCH_SPAN_LOG_H_
#define RINGSIDE_TOOLS_BENCH_SPAN_LOG_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "host/trace/driver_trace.h"

namespace ringside::bench {

class SpanLog final : public DriverTrace {
 public:
  struct Entry {
    std::string action;
    uint64_t begin;
    uint64_t end;
    uint64_t cycles() const { return end - begin; }
  };

  void Span(absl::string_view action, absl::string_view /*subject*/, uint64_t begin_cycle,
            uint64_t end_cycle) override {
    entries_.push_back({std::string(action), begin_cycle, end_cycle});
  }

  // The last span of `action`.
  absl::StatusOr<Entry> Last(absl::string_view action) const {
    for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
      if (entry->action == action) return *entry;
    }
    return absl::InternalError(absl::StrCat("the driver told of no ", action));
  }

 private:
  std::vector<Entry> entries_;
};

}  // namespace ringside::bench

#endif  // RINGSIDE_TOOLS_BENCH_SPAN_LOG_H_
