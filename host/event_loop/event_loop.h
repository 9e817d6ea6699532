// The driver's one simulated thread: moves time on, and runs what falls due in a fixed order.
//
// The one rule: timed events (PostAt) and the interrupt handler run whenever time passes, also in
// the middle of a driver call that waits, so they stand for user mode and for interrupt context:
// they must not call what waits. Work (PostWork) runs only at the top level, one item after the
// other, and may wait.
//
// At one cycle the order is: timed events by cycle and then by order of posting; interrupts; the
// waiter's condition; work. A run is therefore a pure function of what was posted.
#ifndef RINGSIDE_HOST_EVENT_LOOP_EVENT_LOOP_H_
#define RINGSIDE_HOST_EVENT_LOOP_EVENT_LOOP_H_

#include <cstdint>
#include <deque>
#include <map>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "host/device/device.h"

namespace ringside {

class EventLoop {
 public:
  // A waiter's condition is looked at after every event and interrupt, and at least this often.
  static constexpr uint64_t kPollCycles = 64;

  explicit EventLoop(Device* device) : device_(device) {}
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  Device& device() { return *device_; }
  uint64_t now() const { return device_->cycle(); }

  // Runs `event` at `cycle`, or as soon as time passes when that is over already.
  void PostAt(uint64_t cycle, absl::AnyInvocable<void()> event);

  // Runs `work` at the top level, behind all work posted before.
  void PostWork(absl::AnyInvocable<void()> work);

  // Called while the interrupt line is high; must take what is pending, so that the line falls.
  void SetInterruptHandler(absl::AnyInvocable<absl::Status()> handler);

  // Makes the wait or run in progress (or else the next one) return `error`. For events and work,
  // which have no caller to return it to. The first error stays.
  void Fail(absl::Status error);

  // Runs what is due now, then moves time on until `done` is true. Runs no work, so driver calls
  // may use it anywhere but in an event or a handler (FAILED_PRECONDITION there).
  // DEADLINE_EXCEEDED, naming `what`: not done at `deadline_cycle`.
  absl::Status WaitUntil(absl::FunctionRef<bool()> done, uint64_t deadline_cycle,
                         absl::string_view what);

  // As WaitUntil, and runs work too: the top level of a program. FAILED_PRECONDITION inside any
  // other wait or run.
  absl::Status Run(absl::FunctionRef<bool()> done, uint64_t deadline_cycle, absl::string_view what);

  // Timed events and work not yet run.
  size_t pending() const { return events_.size() + work_.size(); }

 private:
  absl::Status Drive(absl::FunctionRef<bool()> done, uint64_t deadline_cycle,
                     absl::string_view what, bool run_work);
  void RunDueEvents();
  absl::Status DispatchInterrupts();
  uint64_t NextStop(uint64_t deadline_cycle) const;

  Device* const device_;
  // By cycle and order of posting.
  std::map<std::pair<uint64_t, uint64_t>, absl::AnyInvocable<void()>> events_;
  uint64_t posted_ = 0;
  std::deque<absl::AnyInvocable<void()>> work_;
  absl::AnyInvocable<absl::Status()> interrupt_handler_;
  absl::Status failure_;
  bool in_event_ = false;
  int depth_ = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_EVENT_LOOP_EVENT_LOOP_H_
