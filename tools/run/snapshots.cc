#include "tools/run/snapshots.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace ringside::run {
namespace {

constexpr size_t kKept = 2;

absl::Status Unavailable(const char* what) {
  return absl::UnavailableError(
      absl::StrCat("cannot take a snapshot: ", what, ": ", std::strerror(errno)));
}

template <typename T>
bool ReadAll(int fd, T* value) {
  ssize_t got = 0;
  do {
    got = read(fd, value, sizeof(*value));
  } while (got < 0 && errno == EINTR);
  return got == static_cast<ssize_t>(sizeof(*value));
}

// Files that this process holds open, but for `keep`, become the null device: what a copy still has
// in its buffers, or goes on to write, must not meet what the process itself writes.
void SilenceFiles(int keep_a, int keep_b) {
  const int null = open("/dev/null", O_RDWR);
  if (null < 0) _exit(EXIT_FAILURE);
  std::vector<int> files;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    files.push_back(std::atoi(entry.path().filename().c_str()));
  }
  for (int file : files) {
    // The folder's own is closed by now.
    if (file != keep_a && file != keep_b && file != null && fcntl(file, F_GETFD) >= 0) {
      dup2(null, file);
    }
  }
  if (null > STDERR_FILENO) close(null);
}

}  // namespace

Snapshots::~Snapshots() {
  for (const Copy& copy : copies_) End(copy);
}

void Snapshots::End(const Copy& copy) {
  kill(copy.pid, SIGKILL);
  while (waitpid(copy.pid, nullptr, 0) < 0 && errno == EINTR) {
  }
  close(copy.order);
  close(copy.report);
}

absl::StatusOr<std::optional<Snapshots::Span>> Snapshots::Take(uint64_t cycle) {
  if (copies_.size() == kKept) {
    End(copies_.front());
    copies_.pop_front();
  }
  int order[2];
  int report[2];
  if (pipe2(order, O_CLOEXEC) != 0) return Unavailable("pipe");
  if (pipe2(report, O_CLOEXEC) != 0) {
    const absl::Status status = Unavailable("pipe");
    close(order[0]);
    close(order[1]);
    return status;
  }
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) {
    close(order[1]);
    close(report[0]);
    return SleepUntilWoken(parent, order[0], report[1]);
  }
  const absl::Status status = pid < 0 ? Unavailable("fork") : absl::OkStatus();
  close(order[0]);
  close(report[1]);
  if (!status.ok()) {
    close(order[1]);
    close(report[0]);
    return status;
  }
  copies_.push_back({.cycle = cycle, .pid = pid, .order = order[1], .report = report[0]});
  return std::nullopt;
}

Snapshots::Span Snapshots::SleepUntilWoken(pid_t parent, int order, int report) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // It may have died before that.
  if (getppid() != parent) _exit(EXIT_FAILURE);
  // They are the process's children, not this one's.
  for (const Copy& copy : copies_) {
    close(copy.order);
    close(copy.report);
  }
  copies_.clear();
  report_ = report;
  SilenceFiles(order, report);
  Span span;
  // The process ends a copy that it does not need.
  if (!ReadAll(order, &span)) _exit(EXIT_SUCCESS);
  close(order);
  return span;
}

std::optional<uint64_t> Snapshots::newest_cycle() const {
  if (copies_.empty()) return std::nullopt;
  return copies_.back().cycle;
}

absl::Status Snapshots::Wake(Span order) {
  if (copies_.empty()) return absl::FailedPreconditionError("no snapshot was taken");
  if (copies_.size() == kKept) {
    const bool newest = copies_.back().cycle < order.from;
    End(newest ? copies_.front() : copies_.back());
    if (newest)
      copies_.pop_front();
    else
      copies_.pop_back();
  }
  // A copy that has died meanwhile is found out when its report is awaited, not by a signal.
  const auto old = signal(SIGPIPE, SIG_IGN);
  const bool told = write(copies_.front().order, &order, sizeof(order)) == sizeof(order);
  signal(SIGPIPE, old);
  return told ? absl::OkStatus() : absl::AbortedError("the snapshot has ended");
}

absl::StatusOr<Snapshots::Span> Snapshots::Await() {
  if (copies_.empty()) return absl::FailedPreconditionError("no snapshot was woken");
  Span span;
  const bool reported = ReadAll(copies_.front().report, &span);
  End(copies_.front());
  copies_.clear();
  if (!reported) return absl::AbortedError("the snapshot ended before it was done");
  return span;
}

void Snapshots::Report(Span recorded) {
  const bool told = write(report_, &recorded, sizeof(recorded)) == sizeof(recorded);
  // Destructors and buffers are the process's own matter.
  _exit(told ? EXIT_SUCCESS : EXIT_FAILURE);
}

}  // namespace ringside::run
