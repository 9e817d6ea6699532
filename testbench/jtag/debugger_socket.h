// A TCP port of this computer for one debugger at a time, without threads.
//
// Everything happens in Poll(): a client is taken, bytes are received and sent. A further client
// waits until the one before has left. Only loopback listens, because JTAG knows no password.
#ifndef RINGSIDE_TESTBENCH_JTAG_DEBUGGER_SOCKET_H_
#define RINGSIDE_TESTBENCH_JTAG_DEBUGGER_SOCKET_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace ringside {

class DebuggerSocket {
 public:
  // Port 0: any free one. UNAVAILABLE, naming the port: it is taken, or not ours to take.
  static absl::StatusOr<std::unique_ptr<DebuggerSocket>> Listen(uint16_t port);
  ~DebuggerSocket();
  DebuggerSocket(const DebuggerSocket&) = delete;
  DebuggerSocket& operator=(const DebuggerSocket&) = delete;

  uint16_t port() const { return port_; }
  bool connected() const { return client_ >= 0; }
  // Clients so far: another number, another client.
  uint64_t clients() const { return clients_; }

  // Takes a client or what it sent, sends it what is waiting. `wait`: sleeps until something
  // happens. Returns the bytes received; none is not yet the end, see connected().
  std::string Poll(bool wait);

  // Sends when the client is ready to take it; dropped if there is none.
  void Send(absl::string_view bytes);

  // Ends the connection.
  void Drop();

 private:
  DebuggerSocket(int listener, uint16_t port) : listener_(listener), port_(port) {}
  void Accept();
  std::string Receive();
  void Flush();

  const int listener_;
  const uint16_t port_;
  int client_ = -1;
  uint64_t clients_ = 0;
  std::string output_;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_JTAG_DEBUGGER_SOCKET_H_
