#include "testbench/jtag/debugger_socket.h"

#include <memory>
#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "testbench/jtag/testing_client.h"

namespace ringside {
namespace {

class DebuggerSocketTest : public testing::Test {
 protected:
  // Polls, asleep between, until so many bytes have come.
  std::string Collect(size_t count) {
    std::string bytes;
    while (bytes.size() < count) bytes += socket_->Poll(/*wait=*/true);
    return bytes;
  }
  void PollUntilConnected(bool connected) {
    while (socket_->connected() != connected) socket_->Poll(/*wait=*/true);
  }

  std::unique_ptr<DebuggerSocket> socket_ = *DebuggerSocket::Listen(0);
};

TEST_F(DebuggerSocketTest, AFreePortIsChosen) {
  EXPECT_NE(socket_->port(), 0);
  EXPECT_FALSE(socket_->connected());
  EXPECT_EQ(socket_->Poll(/*wait=*/false), "");
}

TEST_F(DebuggerSocketTest, ATakenPortIsNamed) {
  const auto second = DebuggerSocket::Listen(socket_->port());
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_NE(second.status().message().find("cannot listen on port " +
                                           std::to_string(socket_->port()) + ": Address already"),
            absl::string_view::npos)
      << second.status();
}

TEST_F(DebuggerSocketTest, BytesGoBothWays) {
  TestingClient client(socket_->port());
  client.Send("0123");
  EXPECT_EQ(Collect(4), "0123");
  socket_->Send("1");
  socket_->Send("01");
  EXPECT_EQ(client.Receive(3), "101");
}

TEST_F(DebuggerSocketTest, AClientMayComeAfterAnother) {
  for (uint64_t i = 1; i <= 3; ++i) {
    TestingClient client(socket_->port());
    PollUntilConnected(true);
    EXPECT_EQ(socket_->clients(), i);
    client.Send("R");
    EXPECT_EQ(Collect(1), "R");
    client.Close();
    PollUntilConnected(false);
  }
}

TEST_F(DebuggerSocketTest, ASecondClientWaitsForItsTurn) {
  std::optional<TestingClient> first(socket_->port());
  PollUntilConnected(true);
  TestingClient second(socket_->port());
  second.Send("2");
  first->Send("1");
  EXPECT_EQ(Collect(1), "1");
  EXPECT_EQ(socket_->Poll(/*wait=*/false), "");
  first.reset();
  EXPECT_EQ(Collect(1), "2");
  EXPECT_EQ(socket_->clients(), 2u);
}

TEST_F(DebuggerSocketTest, DroppedClientsSeeTheEnd) {
  TestingClient client(socket_->port());
  PollUntilConnected(true);
  socket_->Drop();
  EXPECT_EQ(client.Receive(1), "");
  socket_->Send("lost");
  EXPECT_FALSE(socket_->connected());
}

// Answers that the client does not fetch must not block the machine, and arrive all the same.
TEST_F(DebuggerSocketTest, AnswersWaitForASlowClient) {
  TestingClient client(socket_->port());
  PollUntilConnected(true);
  const std::string much(8 << 20, '1');
  socket_->Send(much);
  socket_->Send("0");
  std::string received;
  while (received.size() <= much.size()) {
    socket_->Poll(/*wait=*/false);
    received += client.Receive(1 << 10);
    if (received.size() == much.size()) received += client.Receive(1);
  }
  EXPECT_EQ(received, much + "0");
}

}  // namespace
}  // namespace ringside
