// OpenOCD's remote_bitbang protocol, a byte at a time: what each byte asks of the JTAG pins.
//
// It knows no socket and no machine: whoever has both puts pins() on the TAP after kPins, answers
// kSampleTdo with TdoByte(), and ends the connection on kQuit. One decoder a connection.
#ifndef RINGSIDE_TESTBENCH_JTAG_REMOTE_BITBANG_H_
#define RINGSIDE_TESTBENCH_JTAG_REMOTE_BITBANG_H_

#include <cstdint>

#include "testbench/jtag/jtag_port.h"

namespace ringside {

class RemoteBitbang {
 public:
  enum class Action {
    kNone,       // Nothing to do: the blink of a lamp that is not there.
    kPins,       // pins() may have changed.
    kSampleTdo,  // Send TdoByte(tdo).
    kQuit,       // The client is done.
    kUnknown,    // Not of the protocol. Nothing has changed.
  };

  Action Take(char byte);

  const JtagPins& pins() const { return pins_; }

  static char TdoByte(bool tdo) { return tdo ? '1' : '0'; }

 private:
  JtagPins pins_;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_JTAG_REMOTE_BITBANG_H_
