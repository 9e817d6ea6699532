#include "tools/ringside/waves_options.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace ringside {
namespace {

using run::WaveWindow;

constexpr absl::string_view kWindow = "--waves-window";
constexpr absl::string_view kMargin = "--waves-margin";
constexpr absl::string_view kEvents[] = {"fault",   "active",  "stopping", "saving",
                                         "preempt", "restore", "evict"};

bool IsNumber(absl::string_view text, uint64_t* number) {
  return text.find_first_not_of("0123456789") == absl::string_view::npos &&
         absl::SimpleAtoi(text, number);
}

// "A:B" into both; a side that is empty leaves its number as it is, where that is `allowed`.
bool ParsePair(absl::string_view text, bool empty_allowed, uint64_t* a, uint64_t* b) {
  const size_t colon = text.find(':');
  if (colon == absl::string_view::npos) return false;
  const auto side = [&](absl::string_view number, uint64_t* value) {
    return number.empty() ? empty_allowed : IsNumber(number, value);
  };
  return side(text.substr(0, colon), a) && side(text.substr(colon + 1), b);
}

absl::Status ParseWindow(absl::string_view text, WaveWindow* window) {
  window->from = 0;
  window->to = UINT64_MAX;
  if (text == "failure") {
    window->around = WaveWindow::Around::kFailure;
    return absl::OkStatus();
  }
  const absl::string_view event = text.substr(0, text.find('='));
  if (std::find(std::begin(kEvents), std::end(kEvents), event) != std::end(kEvents)) {
    window->around = WaveWindow::Around::kEvent;
    window->event = std::string(event);
    window->queue = std::string(text.substr(std::min(text.size(), event.size() + 1)));
    if (event.size() == text.size() || !window->queue.empty()) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrCat(kWindow, ": '", text, "' names no queue: ", event, "=QUEUE"));
  }
  window->around = WaveWindow::Around::kCycles;
  if (text == ":" || !ParsePair(text, /*empty_allowed=*/true, &window->from, &window->to)) {
    return absl::InvalidArgumentError(absl::StrCat(kWindow, ": '", text,
                                                   "' is neither FROM:TO nor failure nor one of ",
                                                   absl::StrJoin(kEvents, ", ")));
  }
  if (window->from > window->to) {
    return absl::InvalidArgumentError(
        absl::StrCat(kWindow, ": cycle ", window->from, " is after cycle ", window->to));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<bool> ParseWavesOption(absl::string_view argument, WavesOptions* options) {
  if (argument == kWindow) {
    return absl::InvalidArgumentError(
        absl::StrCat(kWindow, " needs a window: ", kWindow, "=FROM:TO, or failure, or an event"));
  }
  if (argument == kMargin) {
    return absl::InvalidArgumentError(
        absl::StrCat(kMargin, " needs cycles: ", kMargin, "=BEFORE:AFTER"));
  }
  if (absl::ConsumePrefix(&argument, absl::StrCat(kWindow, "="))) {
    options->has_window = true;
    if (absl::Status status = ParseWindow(argument, &options->window); !status.ok()) return status;
    return true;
  }
  if (absl::ConsumePrefix(&argument, absl::StrCat(kMargin, "="))) {
    options->has_margin = true;
    if (ParsePair(argument, /*empty_allowed=*/false, &options->window.before,
                  &options->window.after)) {
      return true;
    }
    return absl::InvalidArgumentError(
        absl::StrCat(kMargin, ": '", argument, "' is not BEFORE:AFTER, both in cycles"));
  }
  return false;
}

absl::Status CheckWavesOptions(const WavesOptions& options, bool has_file) {
  if (options.has_window && !has_file) {
    return absl::InvalidArgumentError(absl::StrCat(kWindow, " needs --waves=FILE"));
  }
  if (options.has_margin && options.window.around != WaveWindow::Around::kFailure &&
      options.window.around != WaveWindow::Around::kEvent) {
    return absl::InvalidArgumentError(
        absl::StrCat(kMargin, " needs a ", kWindow, " around a failure or an event"));
  }
  return absl::OkStatus();
}

}  // namespace ringside
