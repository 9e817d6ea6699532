// Which part of a run its waves show.
#ifndef RINGSIDE_TOOLS_RUN_WAVE_WINDOW_H_
#define RINGSIDE_TOOLS_RUN_WAVE_WINDOW_H_

#include <cstdint>
#include <string>

namespace ringside::run {

struct WaveWindow {
  // What the window lies around. Cycles are known beforehand; for the others the run is recorded
  // again, from a snapshot before it, once they have happened for the first time.
  enum class Around { kWholeRun, kCycles, kFailure, kEvent };
  Around around = Around::kWholeRun;

  // kCycles: both included.
  uint64_t from = 0;
  uint64_t to = UINT64_MAX;

  // kEvent: a queue's slot is `active`, `stopping`, `saving` or has a `fault`, or an action of the
  // driver (host/trace) begins. Of the queue so named, or of any if empty.
  std::string event;
  std::string queue;

  // kFailure, kEvent: cycles before and after.
  uint64_t before = 2000;
  uint64_t after = 500;
};

}  // namespace ringside::run

#endif  // RINGSIDE_TOOLS_RUN_WAVE_WINDOW_H_
