// A TCP client on this computer, for tests: connects, sends and receives, and waits for as long as
// that takes.
#ifndef RINGSIDE_TESTBENCH_JTAG_TESTING_CLIENT_H_
#define RINGSIDE_TESTBENCH_JTAG_TESTING_CLIENT_H_

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <string>

#include "gtest/gtest.h"

namespace ringside {

class TestingClient {
 public:
  explicit TestingClient(uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    EXPECT_EQ(connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0)
        << "port " << port;
  }
  ~TestingClient() { Close(); }
  TestingClient(const TestingClient&) = delete;
  TestingClient& operator=(const TestingClient&) = delete;

  void Send(const std::string& bytes) {
    EXPECT_EQ(send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }

  // Exactly `count` bytes, or fewer if the other side ends the connection.
  std::string Receive(size_t count) {
    std::string bytes(count, '\0');
    const ssize_t received = recv(socket_, bytes.data(), count, MSG_WAITALL);
    bytes.resize(received < 0 ? 0 : static_cast<size_t>(received));
    return bytes;
  }

  std::string ReceiveWhatIsThere() {
    char bytes[4096];
    const ssize_t received = recv(socket_, bytes, sizeof(bytes), MSG_DONTWAIT);
    return std::string(bytes, received < 0 ? 0 : static_cast<size_t>(received));
  }

  void Close() {
    if (socket_ >= 0) close(socket_);
    socket_ = -1;
  }

 private:
  int socket_;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_JTAG_TESTING_CLIENT_H_
