#include "tools/run/wave_recorder.h"

#include <signal.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace ringside::run {
namespace {

// Evaluated cycles from one snapshot to the next: some tenths of a second, which is how long it
// takes at most, twice, until a woken snapshot is at the window.
constexpr uint64_t kSnapshotCycles = 400'000;

// Whom an abort concerns.
WaveRecorder* current = nullptr;

absl::string_view EventName(SlotState state) {
  switch (state) {
    case SlotState::kActive:
      return "active";
    case SlotState::kStopping:
      return "stopping";
    case SlotState::kSaving:
      return "saving";
    case SlotState::kFaulted:
      return "fault";
    default:
      return "";
  }
}

}  // namespace

WaveRecorder::WaveRecorder(SimulatedDevice* device, std::string path, WaveWindow window,
                           DriverTrace* next)
    : device_(device), path_(std::move(path)), window_(std::move(window)), next_(next) {
  current = this;
  signal(SIGABRT, &WaveRecorder::OnAbort);
}

WaveRecorder::~WaveRecorder() {
  signal(SIGABRT, SIG_DFL);
  current = nullptr;
}

void WaveRecorder::OnTime() {
  if (woken_) {
    if (device_->cycle() > span_.to) EndWaves();
    return;
  }
  if (!happened_.empty() || !status_.ok()) return;
  const uint64_t evaluated = device_->cycle() - device_->skipped_cycles();
  // So far apart that one of the two that are kept lies before a window that begins now.
  const uint64_t distance = std::max(kSnapshotCycles, window_.before);
  if (snapshots_.newest_cycle().has_value() && evaluated - snapshot_evaluated_ < distance) return;
  snapshot_evaluated_ = evaluated;
  const absl::StatusOr<std::optional<Snapshots::Span>> woken = snapshots_.Take(device_->cycle());
  if (!woken.ok())
    status_ = woken.status();
  else if (woken->has_value())
    BeginWaves(**woken);
}

void WaveRecorder::BeginWaves(Snapshots::Span span) {
  woken_ = true;
  span_ = {.from = std::max(span.from, device_->cycle() + 1), .to = span.to};
  // The process finds out that there is no report.
  if (!device_->RecordWaves(path_, span_.from, span_.to).ok()) std::_Exit(EXIT_FAILURE);
}

void WaveRecorder::EndWaves() {
  device_->CloseWaves();
  span_.to = std::min(span_.to, device_->cycle());
  snapshots_.Report(span_);
}

void WaveRecorder::OnFailure(absl::string_view why) {
  if (window_.around == WaveWindow::Around::kFailure) {
    Happened(device_->cycle(), std::string(why));
  }
}

bool WaveRecorder::IsFor(absl::string_view event, absl::string_view queue) const {
  return window_.around == WaveWindow::Around::kEvent && event == window_.event &&
         (window_.queue.empty() || queue == window_.queue ||
          absl::EndsWith(queue, absl::StrCat("/", window_.queue)));
}

void WaveRecorder::OnSlotState(uint64_t cycle, uint32_t /*slot*/, SlotState state,
                               uint32_t doorbell) {
  if (state == SlotState::kLoading) return;
  // The kernel's queue has no name.
  const auto queue = queues_.find(doorbell);
  if (queue == queues_.end() || !IsFor(EventName(state), queue->second)) return;
  Happened(cycle, absl::StrCat(window_.event, " of queue ", queue->second));
}

void WaveRecorder::Span(absl::string_view action, absl::string_view subject, uint64_t begin_cycle,
                        uint64_t end_cycle) {
  if (next_ != nullptr) next_->Span(action, subject, begin_cycle, end_cycle);
  if (IsFor(action, subject)) Happened(begin_cycle, absl::StrCat(action, " of ", subject));
}

void WaveRecorder::Happened(uint64_t cycle, std::string what) {
  if (woken_ || !happened_.empty()) return;
  happened_ = absl::StrCat(what, " at cycle ", cycle);
  const uint64_t from = cycle > window_.before ? cycle - window_.before : 0;
  const uint64_t to = cycle + std::min(window_.after, UINT64_MAX - cycle);
  status_.Update(snapshots_.Wake({.from = from, .to = to}));
}

std::string WaveRecorder::Finish() {
  if (woken_) EndWaves();
  if (happened_.empty()) {
    const bool failure = window_.around == WaveWindow::Around::kFailure;
    return absl::StrCat("no waves: there was no ", failure ? "failure" : window_.event,
                        window_.queue.empty() ? "" : " of ", window_.queue);
  }
  if (status_.ok()) {
    const absl::StatusOr<Snapshots::Span> recorded = snapshots_.Await();
    if (recorded.ok()) {
      return absl::StrCat("waves of cycles ", recorded->from, " to ", recorded->to, " are in ",
                          path_, ": ", happened_);
    }
    status_ = recorded.status();
  }
  return absl::StrCat("no waves of ", happened_, ": ", status_.message());
}

// Not what a handler of a signal may do in general; but an abort comes from the very code that
// runs, not from in between, and nothing is left to be harmed.
void WaveRecorder::OnAbort(int /*signal*/) {
  signal(SIGABRT, SIG_DFL);
  if (current == nullptr) return;
  current->OnFailure("abort");
  std::fprintf(stderr, "ringside: %s\n", current->Finish().c_str());
}

}  // namespace ringside::run
