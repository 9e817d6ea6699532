#include "testbench/jtag/remote_bitbang.h"

namespace ringside {

RemoteBitbang::Action RemoteBitbang::Take(char byte) {
  if (byte >= '0' && byte <= '7') {
    const int pins = byte - '0';
    pins_.tck = (pins & 4) != 0;
    pins_.tms = (pins & 2) != 0;
    pins_.tdi = (pins & 1) != 0;
    return Action::kPins;
  }
  switch (byte) {
    // TRST and SRST: none, SRST, TRST, both. There is no SRST: the driver above would not survive a
    // reset of the machine below it.
    case 'r':
    case 's':
      pins_.trst_n = true;
      return Action::kPins;
    case 't':
    case 'u':
      pins_.trst_n = false;
      return Action::kPins;
    case 'R':
      return Action::kSampleTdo;
    case 'Q':
      return Action::kQuit;
    case 'B':
    case 'b':
      return Action::kNone;
    default:
      return Action::kUnknown;
  }
}

}  // namespace ringside
