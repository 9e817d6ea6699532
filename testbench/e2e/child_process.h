// A program that a test starts, talks past, and waits for.
//
// What it prints, to either output, comes line by line; waiting for a line or for the end takes as
// long as it takes, so a hang ends by the test's own time-out. A child does not outlive its test.
#ifndef RINGSIDE_TESTBENCH_E2E_CHILD_PROCESS_H_
#define RINGSIDE_TESTBENCH_E2E_CHILD_PROCESS_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace ringside::e2e {

class ChildProcess {
 public:
  // `arguments[0]` is the program's path.
  explicit ChildProcess(const std::vector<std::string>& arguments);
  // Kills it if it still runs.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // The next line that holds `text`; empty, and a failure of the test, if none comes.
  std::string WaitForLine(const std::string& text);

  // Waits for the end. Returns the exit code, -1 if a signal was the end.
  int Wait();

  // Ends it at once, as SIGKILL does.
  void Kill();

  // All that it has printed, as far as it was waited for.
  const std::string& output() const { return output_; }

 private:
  // False at the end of the output.
  bool Read();

  pid_t pid_ = -1;
  int pipe_ = -1;
  std::string output_;
  size_t looked_at_ = 0;  // Characters of output_ that WaitForLine() has passed.
};

}  // namespace ringside::e2e

#endif  // RINGSIDE_TESTBENCH_E2E_CHILD_PROCESS_H_
