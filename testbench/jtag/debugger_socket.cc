#include "testbench/jtag/debugger_socket.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace ringside {
namespace {

constexpr int kWaiting = 1;

// Whether a call only has to be made again later.
bool TryAgain(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

absl::Status Refused(uint16_t port, int error) {
  return absl::UnavailableError(
      absl::StrCat("cannot listen on port ", port, ": ", std::strerror(error)));
}

}  // namespace

absl::StatusOr<std::unique_ptr<DebuggerSocket>> DebuggerSocket::Listen(uint16_t port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (listener < 0) return Refused(port, errno);
  // Else a port stays taken for a minute after a session.
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  socklen_t size = sizeof(address);
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener, kWaiting) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    const int error = errno;
    close(listener);
    return Refused(port, error);
  }
  return std::unique_ptr<DebuggerSocket>(new DebuggerSocket(listener, ntohs(address.sin_port)));
}

DebuggerSocket::~DebuggerSocket() {
  Drop();
  close(listener_);
}

std::string DebuggerSocket::Poll(bool wait) {
  pollfd what{.fd = connected() ? client_ : listener_, .events = POLLIN, .revents = 0};
  if (!output_.empty()) what.events |= POLLOUT;
  if (poll(&what, 1, wait ? -1 : 0) <= 0) return "";
  if (!connected()) {
    Accept();
    return "";
  }
  if ((what.revents & POLLOUT) != 0) Flush();
  // A client that is gone shows as an end of file, or as an error, here.
  return (what.revents & ~POLLOUT) != 0 ? Receive() : "";
}

void DebuggerSocket::Accept() {
  client_ = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (!connected()) return;  // It has given up already.
  ++clients_;
  // Answers are small and the client waits for them.
  const int on = 1;
  setsockopt(client_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

std::string DebuggerSocket::Receive() {
  char bytes[4096];
  const ssize_t count = recv(client_, bytes, sizeof(bytes), 0);
  if (count > 0) return std::string(bytes, static_cast<size_t>(count));
  if (count == 0 || !TryAgain(errno)) Drop();
  return "";
}

void DebuggerSocket::Send(absl::string_view bytes) {
  if (!connected() || bytes.empty()) return;
  output_.append(bytes.data(), bytes.size());
  Flush();
}

void DebuggerSocket::Flush() {
  const ssize_t count = send(client_, output_.data(), output_.size(), MSG_NOSIGNAL);
  if (count >= 0) {
    output_.erase(0, static_cast<size_t>(count));
  } else if (!TryAgain(errno)) {
    Drop();
  }
}

void DebuggerSocket::Drop() {
  if (connected()) close(client_);
  client_ = -1;
  output_.clear();
}

}  // namespace ringside
