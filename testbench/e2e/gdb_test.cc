// Debian's OpenOCD and gdb on the firmware of the Verilated machine, while its queues run.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <regex>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "testbench/e2e/child_process.h"

namespace ringside::e2e {
namespace {

using ::testing::HasSubstr;

// Twenty-four queues share three slots: rings, loads and saves all the time.
constexpr char kScenario[] = "tools/scenarios/oversubscribed.toml";
constexpr int kQueues = 24;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The number that follows `before` in a line.
int NumberAfter(const std::string& line, const std::string& before) {
  const size_t at = line.find(before);
  if (at == std::string::npos) {
    ADD_FAILURE() << "no '" << before << "' in: " << line;
    return -1;
  }
  return std::atoi(line.c_str() + at + before.size());
}

class GdbTest : public testing::Test {
 protected:
  static std::string Temp(const std::string& name) { return testing::TempDir() + "/" + name; }

  // The scenario waits until it is debugged.
  void StartMachine() {
    ringside_ = std::make_unique<ChildProcess>(std::vector<std::string>{
        "tools/ringside/ringside", "gdb", "--wait", "--quiet", "--json=" + Temp("r.json"),
        "--openocd-config=" + Temp("openocd.cfg"), kScenario});
    ringside_->WaitForLine("until a debugger lets it go on");
  }

  // With more commands behind the configuration, but no gdb.
  std::unique_ptr<ChildProcess> OpenOcd(const std::string& commands) {
    return std::make_unique<ChildProcess>(
        std::vector<std::string>{std::getenv("OPENOCD"), "-f", Temp("openocd.cfg"), "-c",
                                 "telnet_port disabled; tcl_port disabled; " + commands});
  }

  // Runs gdb to its end; returns what it printed.
  std::string Gdb(const std::string& script) {
    openocd_ = OpenOcd("gdb_port 0; init");
    const std::string port = std::to_string(
        NumberAfter(openocd_->WaitForLine("for gdb connections"), "Listening on port "));
    std::ofstream(Temp("script.gdb")) << "set pagination off\nset width 0\n"
                                      << "set trust-readonly-sections on\nset remotetimeout 600\n"
                                      << "target extended-remote localhost:" << port << "\n"
                                      << script;
    ChildProcess gdb(
        {std::getenv("GDB"), "-nx", "-batch", "-x", Temp("script.gdb"), "firmware/firmware.elf"});
    EXPECT_EQ(gdb.Wait(), 0);
    return gdb.output();
  }

  // The scenario has ended as if nobody had looked.
  void ExpectVerified() {
    EXPECT_EQ(ringside_->Wait(), 0) << ringside_->output();
    EXPECT_THAT(ringside_->output(), HasSubstr("\nverified\n"));
    const auto json = nlohmann::json::parse(ReadFile(Temp("r.json")), nullptr, false);
    ASSERT_FALSE(json.is_discarded());
    EXPECT_EQ(json["verified"], true);
    EXPECT_EQ(json["doorbells_lost"], 0);
  }

  std::unique_ptr<ChildProcess> ringside_;
  std::unique_ptr<ChildProcess> openocd_;
};

TEST_F(GdbTest, BreaksLooksStepsAndLosesNothing) {
  StartMachine();
  const std::string out = Gdb(R"(
set $firmware = &'ringside::firmware::(anonymous namespace)::firmware'
set $queues = &$firmware->scheduler_.queues_
info symbol $pc
printf "attached: queues %d\n", $queues->count_

hbreak ringside::firmware::Scheduler::Rang
continue
backtrace
printf "rang: queues %d, used %d, doorbell finds it %d\n", $queues->count_, $queues->queues_.items[queue].used, $queues->by_doorbell_.items[$queues->queues_.items[queue].doorbell] == queue + 1
print $queues->queues_.items[queue]
printf "memory: %d\n", *(unsigned*)&$queues->count_ == $queues->count_
info registers
set $before = (unsigned)$pc
stepi
printf "stepi: %d\n", (unsigned)$pc - $before
step
finish
info symbol $pc
delete

watch -location $firmware->heartbeat_
continue
info symbol $pc
delete

set $t6_was = $t6
set $t6 = 0x12345678
set $beat_was = $firmware->heartbeat_
set var $firmware->heartbeat_ = $beat_was + 1000
maintenance flush register-cache
printf "written: t6 %x, heartbeat +%d\n", $t6, $firmware->heartbeat_ - $beat_was
set $t6 = $t6_was
set var $firmware->heartbeat_ = $beat_was

set $in_file = *(unsigned*)(unsigned)&firmware_main
set trust-readonly-sections off
set code-cache off
printf "code: %d\n", *(unsigned*)(unsigned)&firmware_main == $in_file
set trust-readonly-sections on

hbreak ringside::firmware::Scheduler::Started if slot == 2
continue
printf "started in slot %d, its queue is in it %d\n", slot, $queues->queues_.items[$firmware->scheduler_.owner_.items[slot]].slot == slot
delete
detach
)");
  SCOPED_TRACE(out);
  EXPECT_THAT(out, HasSubstr("firmware_main + "));
  EXPECT_THAT(out, HasSubstr("attached: queues 1\n"));
  // The break, and how it came to it.
  EXPECT_TRUE(std::regex_search(
      out, std::regex("#0  ringside::firmware::Scheduler::Rang \\(this=.*, "
                      "queue=[0-9]+\\) at firmware/sched/scheduler.cc:[0-9]+\n"
                      "#1  .*OnDoorbells.*\n(#.*\n)*#.*OnWake.*\n(#.*\n)*#.*firmware_main.*")));
  EXPECT_THAT(out, HasSubstr("rang: queues " + std::to_string(kQueues + 1) +
                             ", used 1, doorbell finds it 1\n"));
  EXPECT_THAT(out, HasSubstr("state = ringside::firmware::QueueState::k"));
  EXPECT_THAT(out, HasSubstr("memory: 1\n"));
  EXPECT_TRUE(std::regex_search(out, std::regex("\nsp +0x1000ff[0-9a-f]{2}")));
  EXPECT_TRUE(std::regex_search(out, std::regex("stepi: [24]\n")));
  EXPECT_THAT(out, HasSubstr("OnDoorbells() + "));
  EXPECT_TRUE(std::regex_search(
      out, std::regex("Hardware watchpoint [0-9]+: .*heartbeat_\n\nOld value = [0-9]+\n"
                      "New value = [0-9]+")));
  EXPECT_THAT(out, HasSubstr("OnWake(unsigned long) + "));
  EXPECT_THAT(out, HasSubstr("written: t6 12345678, heartbeat +1000\n"));
  // The core can load from its instruction memory in debug mode, though not else.
  EXPECT_THAT(out, HasSubstr("code: 1\n"));
  EXPECT_THAT(out, HasSubstr("started in slot 2, its queue is in it 1\n"));
  EXPECT_THAT(out, HasSubstr("(Remote target) detached]"));
  ExpectVerified();
}

// The core stays halted when its debugger dies; the next one lets it go on.
TEST_F(GdbTest, ADebuggerMayDieAndAnotherOneTakesOver) {
  StartMachine();
  auto first = OpenOcd("gdb_port disabled; init; halt; echo halted");
  first->WaitForLine("halted");
  first->Kill();
  ringside_->WaitForLine("left while it held the core");
  auto second = OpenOcd("gdb_port disabled; init; halt; resume; shutdown");
  EXPECT_EQ(second->Wait(), 0) << second->output();
  ExpectVerified();
}

}  // namespace
}  // namespace ringside::e2e
