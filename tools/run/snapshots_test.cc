// Copies run on from where they were taken, once and alone, and none is left over.
#include "tools/run/snapshots.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "gtest/gtest.h"

namespace ringside::run {
namespace {

bool HasChildren() { return waitpid(-1, nullptr, WNOHANG) >= 0 || errno != ECHILD; }

// Counts to `end` and takes a copy every tenth; a copy that is woken reports how far it had counted
// and whether that is what it was woken for.
void Count(Snapshots* snapshots, uint64_t end) {
  for (uint64_t n = 0; n < end; ++n) {
    if (n % 10 != 0) continue;
    const auto woken = snapshots->Take(n);
    ASSERT_TRUE(woken.ok()) << woken.status();
    if (woken->has_value()) snapshots->Report({.from = n, .to = (**woken).to + 1});
  }
}

TEST(SnapshotsTest, TheNewestBeforeTheSpanIsWoken) {
  Snapshots snapshots;
  EXPECT_FALSE(snapshots.newest_cycle().has_value());
  Count(&snapshots, 95);
  EXPECT_EQ(snapshots.newest_cycle(), 90u);
  ASSERT_TRUE(snapshots.Wake({.from = 91, .to = 200}).ok());
  const auto report = snapshots.Await();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->from, 90u);
  EXPECT_EQ(report->to, 201u);
  EXPECT_FALSE(HasChildren());
}

TEST(SnapshotsTest, TheOneBeforeIsWokenIfTheNewestIsTooLate) {
  for (uint64_t from : {90, 85, 3}) {
    Snapshots snapshots;
    Count(&snapshots, 95);
    ASSERT_TRUE(snapshots.Wake({.from = from, .to = from}).ok());
    EXPECT_EQ(snapshots.Await()->from, 80u) << from;
  }
  EXPECT_FALSE(HasChildren());
}

TEST(SnapshotsTest, NoneIsLeftWhenNoneIsWanted) {
  {
    Snapshots snapshots;
    Count(&snapshots, 95);
    EXPECT_TRUE(HasChildren());
  }
  EXPECT_FALSE(HasChildren());
}

TEST(SnapshotsTest, WithoutACopyNoneIsWoken) {
  Snapshots snapshots;
  EXPECT_FALSE(snapshots.Wake({}).ok());
  EXPECT_FALSE(snapshots.Await().ok());
}

TEST(SnapshotsTest, ACopyThatEndsWithoutAReportIsNoticed) {
  Snapshots snapshots;
  const auto woken = snapshots.Take(0);
  ASSERT_TRUE(woken.ok());
  if (woken->has_value()) _exit(1);
  ASSERT_TRUE(snapshots.Wake({.from = 1, .to = 2}).ok());
  EXPECT_EQ(snapshots.Await().status().code(), absl::StatusCode::kAborted);
  EXPECT_FALSE(HasChildren());
}

TEST(SnapshotsTest, WhatACopyWritesGoesNowhere) {
  const std::string path = testing::TempDir() + "/shared.txt";
  {
    std::ofstream file(path);
    file << "before ";
    Snapshots snapshots;
    const auto woken = snapshots.Take(0);
    ASSERT_TRUE(woken.ok());
    if (woken->has_value()) {
      file << "copy" << std::flush;
      std::printf("copy\n");
      std::fflush(stdout);
      snapshots.Report({});
    }
    ASSERT_TRUE(snapshots.Wake({}).ok());
    ASSERT_TRUE(snapshots.Await().ok());
    file << "after";
  }
  std::ifstream file(path);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "before after");
}

// This process adopts orphans, so that it sees how they end.
TEST(SnapshotsTest, CopiesEndWithTheProcess) {
  ASSERT_EQ(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
  const pid_t process = fork();
  if (process == 0) {
    Snapshots snapshots;
    for (uint64_t cycle : {0, 1}) {
      const auto woken = snapshots.Take(cycle);
      if (!woken.ok() || woken->has_value()) _exit(2);
    }
    // No destructor runs.
    kill(getpid(), SIGKILL);
  }
  int ended = 0;
  int status = 0;
  while (waitpid(-1, &status, 0) > 0) {
    ++ended;
    EXPECT_TRUE((WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) ||
                (WIFEXITED(status) && WEXITSTATUS(status) != 2));
  }
  EXPECT_EQ(ended, 3);
  ASSERT_EQ(prctl(PR_SET_CHILD_SUBREAPER, 0), 0);
}

}  // namespace
}  // namespace ringside::run
