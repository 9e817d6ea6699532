#include "host/event_loop/event_loop.h"

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"

namespace ringside {
namespace {

// Handler calls in a row after which a line that does not fall is taken for stuck. Far more than
// the entries that any interrupt ring holds.
constexpr int kMaxDispatches = 100'000;

}  // namespace

void EventLoop::PostAt(uint64_t cycle, absl::AnyInvocable<void()> event) {
  events_.emplace(std::make_pair(cycle, posted_++), std::move(event));
}

void EventLoop::PostWork(absl::AnyInvocable<void()> work) { work_.push_back(std::move(work)); }

void EventLoop::SetInterruptHandler(absl::AnyInvocable<absl::Status()> handler) {
  interrupt_handler_ = std::move(handler);
}

void EventLoop::Fail(absl::Status error) { failure_.Update(std::move(error)); }

absl::Status EventLoop::WaitUntil(absl::FunctionRef<bool()> done, uint64_t deadline_cycle,
                                  absl::string_view what) {
  return Drive(done, deadline_cycle, what, /*run_work=*/false);
}

absl::Status EventLoop::Run(absl::FunctionRef<bool()> done, uint64_t deadline_cycle,
                            absl::string_view what) {
  if (depth_ != 0) {
    return absl::FailedPreconditionError(absl::StrCat("top level is running already: ", what));
  }
  return Drive(done, deadline_cycle, what, /*run_work=*/true);
}

absl::Status EventLoop::Drive(absl::FunctionRef<bool()> done, uint64_t deadline_cycle,
                              absl::string_view what, bool run_work) {
  if (in_event_) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot wait inside an event or interrupt handler: ", what));
  }
  ++depth_;
  absl::Cleanup leave = [this] { --depth_; };
  for (;;) {
    RunDueEvents();
    if (absl::Status status = DispatchInterrupts(); !status.ok()) return status;
    if (!failure_.ok()) return std::exchange(failure_, absl::OkStatus());
    if (done()) return absl::OkStatus();
    if (run_work && !work_.empty()) {
      absl::AnyInvocable<void()> work = std::move(work_.front());
      work_.pop_front();
      work();
      continue;
    }
    if (now() >= deadline_cycle) {
      return absl::DeadlineExceededError(
          absl::StrCat(what, ": not done at cycle ", now(), ", the deadline was ", deadline_cycle));
    }
    if (absl::Status status = device_->Advance(NextStop(deadline_cycle)); !status.ok()) {
      return status;
    }
  }
}

void EventLoop::RunDueEvents() {
  in_event_ = true;
  absl::Cleanup leave = [this] { in_event_ = false; };
  // An event may post further events that are due at once; they follow in their order.
  while (!events_.empty() && events_.begin()->first.first <= now()) {
    absl::AnyInvocable<void()> event = std::move(events_.begin()->second);
    events_.erase(events_.begin());
    event();
  }
}

absl::Status EventLoop::DispatchInterrupts() {
  if (interrupt_handler_ == nullptr) return absl::OkStatus();
  in_event_ = true;
  absl::Cleanup leave = [this] { in_event_ = false; };
  for (int i = 0; device_->interrupt(); ++i) {
    if (i == kMaxDispatches) return absl::InternalError("the interrupt line is stuck");
    if (absl::Status status = interrupt_handler_(); !status.ok()) return status;
  }
  return absl::OkStatus();
}

uint64_t EventLoop::NextStop(uint64_t deadline_cycle) const {
  uint64_t stop = std::min(deadline_cycle, now() + kPollCycles);
  if (!events_.empty()) stop = std::min(stop, events_.begin()->first.first);
  return std::max(stop, now() + 1);
}

}  // namespace ringside
