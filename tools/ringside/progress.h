// A progress bar on standard error, if that is a terminal.
#ifndef RINGSIDE_TOOLS_RINGSIDE_PROGRESS_H_
#define RINGSIDE_TOOLS_RINGSIDE_PROGRESS_H_

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>

namespace ringside {

class Progress {
 public:
  Progress() : shown_(isatty(STDERR_FILENO) != 0) {}
  ~Progress() { Clear(); }

  void Show(uint64_t cycle, uint64_t completed, uint64_t total) {
    if (!shown_) return;
    constexpr uint64_t kWidth = 40;
    const uint64_t full = completed * kWidth / std::max<uint64_t>(total, 1);
    std::string bar(full, '=');
    bar.resize(kWidth, ' ');
    std::fprintf(stderr, "\r[%s] %3llu%%  %llu of %llu submissions, %.2f million cycles",
                 bar.c_str(),
                 static_cast<unsigned long long>(completed * 100 / std::max<uint64_t>(total, 1)),
                 static_cast<unsigned long long>(completed), static_cast<unsigned long long>(total),
                 static_cast<double>(cycle) / 1e6);
  }

  void Clear() {
    if (shown_) std::fputs("\r\033[K", stderr);
  }

 private:
  const bool shown_;
};

}  // namespace ringside

#endif  // RINGSIDE_TOOLS_RINGSIDE_PROGRESS_H_
