// Copies of this process that stand still, to go back to: a copy that is woken runs on from where
// it was taken, and sees the same happen again.
//
// The one rule: a copy shares nothing with the process but its order and its report. Its output
// goes nowhere, and it ends with Report(), or with the process, whichever is first.
#ifndef RINGSIDE_TOOLS_RUN_SNAPSHOTS_H_
#define RINGSIDE_TOOLS_RUN_SNAPSHOTS_H_

#include <sys/types.h>

#include <cstdint>
#include <deque>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace ringside::run {

class Snapshots {
 public:
  // Cycles, both included: what a copy is woken for, and what it has recorded when it ends.
  struct Span {
    uint64_t from;
    uint64_t to;
  };

  Snapshots() = default;
  Snapshots(const Snapshots&) = delete;
  Snapshots& operator=(const Snapshots&) = delete;
  // Ends all copies.
  ~Snapshots();

  // Takes a copy and keeps it with the one before; older ones end. Returns nullopt in the process,
  // and in a copy, once it is woken, what for. UNAVAILABLE: the system has no room for it.
  absl::StatusOr<std::optional<Span>> Take(uint64_t cycle);
  // No copy was taken yet, or the cycle of the newest.
  std::optional<uint64_t> newest_cycle() const;

  // Wakes the newest copy that was taken before `order.from`, or else the oldest; the other one
  // ends. Does not wait.
  absl::Status Wake(Span order);
  // Waits until the woken copy ends and returns its report. ABORTED: it ended without one.
  absl::StatusOr<Span> Await();

  // In a woken copy: reports and ends it.
  [[noreturn]] void Report(Span recorded);

 private:
  struct Copy {
    uint64_t cycle;
    pid_t pid;
    // Ends of pipes: orders to it, its report.
    int order;
    int report;
  };

  static void End(const Copy& copy);
  // The life of a copy until it is woken.
  Span SleepUntilWoken(pid_t parent, int order, int report);

  // Oldest first; after Wake() the woken one alone.
  std::deque<Copy> copies_;
  // In a copy: where its report goes.
  int report_ = -1;
};

}  // namespace ringside::run

#endif  // RINGSIDE_TOOLS_RUN_SNAPSHOTS_H_
