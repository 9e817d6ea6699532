// The options that say which part of a run its waves show.
#ifndef RINGSIDE_TOOLS_RINGSIDE_WAVES_OPTIONS_H_
#define RINGSIDE_TOOLS_RINGSIDE_WAVES_OPTIONS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tools/run/wave_window.h"

namespace ringside {

struct WavesOptions {
  run::WaveWindow window;
  bool has_window = false;
  bool has_margin = false;
};

// Takes `argument` if it is one of them. Is it? INVALID_ARGUMENT: one line that names it.
absl::StatusOr<bool> ParseWavesOption(absl::string_view argument, WavesOptions* options);

// Whether they go together, and with a file for waves or without.
absl::Status CheckWavesOptions(const WavesOptions& options, bool has_file);

}  // namespace ringside

#endif  // RINGSIDE_TOOLS_RINGSIDE_WAVES_OPTIONS_H_
