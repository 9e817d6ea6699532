#include "testbench/jtag/debugged_device.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testbench/jtag/testing_client.h"
#include "testbench/jtag/testing_machine.h"

namespace ringside {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class DebuggedDeviceTest : public testing::Test {
 protected:
  DebuggedDeviceTest() {
    auto machine = std::make_unique<TestingMachine>();
    machine_ = machine.get();
    device_ = std::make_unique<DebuggedDevice>(
        std::move(machine), [this](absl::string_view notice) { notices_.emplace_back(notice); });
    device_->Open(socket_.get());
  }

  void Run(uint64_t cycles) { ASSERT_TRUE(device_->Advance(device_->cycle() + cycles).ok()); }
  // Until the debugger has changed pins so many times.
  void RunUntilChanges(size_t changes) {
    while (machine_->changes.size() < changes) Run(1);
  }

  std::unique_ptr<DebuggerSocket> socket_ = *DebuggerSocket::Listen(0);
  std::vector<std::string> notices_;
  TestingMachine* machine_;
  std::unique_ptr<DebuggedDevice> device_;
};

TEST_F(DebuggedDeviceTest, WithoutADebuggerTimeJustPasses) {
  Run(100'000);
  EXPECT_EQ(device_->cycle(), 100'000u);
  EXPECT_EQ(device_->held_cycles(), 0u);
  EXPECT_THAT(machine_->changes, IsEmpty());
}

TEST_F(DebuggedDeviceTest, InterruptsStopItAsTheyStopTheMachine) {
  machine_->interrupt_at = 777;
  Run(1000);
  EXPECT_EQ(device_->cycle(), 777u);
  Run(1000);
  EXPECT_EQ(device_->cycle(), 777u);
}

// The machine checks that no pin changes, and none is read, before its time.
TEST_F(DebuggedDeviceTest, PinsAreHeldAndTimeIsNotSpent) {
  TestingClient client(socket_->port());
  client.Send("4040404R");
  RunUntilChanges(7);
  Run(kJtagHoldCycles);
  Run(kJtagHoldCycles);
  EXPECT_EQ(client.Receive(1).size(), 1u);
  for (size_t i = 1; i < machine_->changes.size(); ++i) {
    EXPECT_EQ(machine_->changes[i], machine_->changes[i - 1] + kJtagHoldCycles);
  }
  const uint64_t now = device_->cycle();
  Run(3);
  EXPECT_EQ(device_->cycle(), now + 3);
}

// The reset state selects IDCODE: its bits come out of the data register, lowest first.
TEST_F(DebuggedDeviceTest, ReadsIdcode) {
  TestingClient client(socket_->port());
  // Test-Logic-Reset, then Run-Test/Idle, Select-DR, Capture-DR, Shift-DR.
  std::string bytes = "262626262604260404";
  for (int i = 0; i < 32; ++i) bytes += "0R4";
  client.Send(bytes);
  machine_->halted = true;  // Else it would have to be asked again and again.
  Run((18 + 64) * kJtagHoldCycles - 1);
  machine_->halted = false;
  Run(kJtagHoldCycles);
  const std::string answer = client.Receive(32);
  uint32_t idcode = 0;
  for (size_t i = 0; i < answer.size(); ++i) idcode |= (answer[i] == '1' ? 1u : 0u) << i;
  EXPECT_EQ(idcode, TestingTap::kIdcode);
}

// While the core is halted only the debugger's clocks move time, however long that takes.
TEST_F(DebuggedDeviceTest, TimeStandsStillWhileHalted) {
  machine_->halted = true;
  TestingClient client(socket_->port());
  std::thread user([&] {
    for (int i = 0; i < 10; ++i) {
      client.Send("04R");
      client.Receive(1);
    }
    client.Send("0");
  });
  Run(20 * kJtagHoldCycles + 1);
  user.join();
  EXPECT_EQ(machine_->changes.size(), 21u);
  EXPECT_EQ(machine_->changes.back(), 20 * kJtagHoldCycles);
  EXPECT_EQ(device_->held_cycles(), 20 * kJtagHoldCycles + 1);
}

TEST_F(DebuggedDeviceTest, ClientsWaitUntilItIsOpen) {
  TestingMachine* machine = nullptr;
  auto owned = std::make_unique<TestingMachine>();
  machine = owned.get();
  DebuggedDevice closed(std::move(owned), [](absl::string_view) {});
  const auto socket = *DebuggerSocket::Listen(0);
  TestingClient client(socket->port());
  client.Send("04");
  ASSERT_TRUE(closed.Advance(10'000).ok());
  EXPECT_EQ(closed.cycle(), 10'000u);
  EXPECT_FALSE(socket->connected());
  closed.Open(socket.get());
  while (machine->changes.size() < 2) ASSERT_TRUE(closed.Advance(closed.cycle() + 1).ok());
}

TEST_F(DebuggedDeviceTest, GarbageIsIgnoredWithOneMessage) {
  TestingClient client(socket_->port());
  client.Send("GET / HTTP/1.1\r\n\r\n\x80\xff");
  client.Send("4");
  // The digits are of the protocol by chance; of what is not, the first is named.
  while (!machine_->last_pins.tck) Run(1);
  EXPECT_THAT(notices_, ElementsAre(HasSubstr("ignored byte 0x47")));
}

TEST_F(DebuggedDeviceTest, AClientMayLeaveHalfWayAndComeBack) {
  for (int i = 0; i < 3; ++i) {
    TestingClient client(socket_->port());
    client.Send("t4");
    while (machine_->last_pins.trst_n || !machine_->last_pins.tck) Run(1);
    client.Close();
    while (socket_->connected()) Run(1);
    // A new one begins with TRST released, whatever the one before left.
    TestingClient next(socket_->port());
    next.Send("0Q");
    while (machine_->last_pins.tck) Run(1);
    EXPECT_TRUE(machine_->last_pins.trst_n);
    while (socket_->connected()) Run(1);
    EXPECT_EQ(next.Receive(1), "");
  }
  EXPECT_THAT(notices_, IsEmpty());
}

TEST_F(DebuggedDeviceTest, TellsThatTheDebuggerLeftWithTheCoreHalted) {
  machine_->halted = true;
  TestingClient client(socket_->port());
  client.Send("0");
  RunUntilChanges(1);
  client.Close();
  TestingClient next(socket_->port());
  next.Send("44");
  Run(2 * kJtagHoldCycles);
  EXPECT_THAT(notices_, ElementsAre(HasSubstr("left while it held the core")));
}

// Debian's OpenOCD finds the TAP behind the port and reads its IDCODE.
TEST_F(DebuggedDeviceTest, OpenOcdScansTheChain) {
  const std::string log = testing::TempDir() + "/openocd.log";
  const std::string command =
      std::string(std::getenv("OPENOCD")) +
      " -c 'adapter driver remote_bitbang; remote_bitbang host 127.0.0.1;"
      " remote_bitbang port " +
      std::to_string(socket_->port()) +
      "; gdb_port disabled; telnet_port disabled; tcl_port disabled;"
      " jtag newtap test tap -irlen 5 -expected-id 0x12345a5b; init; shutdown' >" +
      log + " 2>&1";
  bool done = false;
  int status = -1;
  std::thread openocd([&] { status = std::system(command.c_str()); });
  // It ends the connection when it is through.
  while (!done) {
    Run(1000);
    done = socket_->clients() == 1 && !socket_->connected();
  }
  openocd.join();
  std::ifstream file(log);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  EXPECT_EQ(status, 0) << text;
  EXPECT_THAT(text, HasSubstr("tap/device found: 0x12345a5b")) << text;
  EXPECT_THAT(notices_, IsEmpty());
}

}  // namespace
}  // namespace ringside
