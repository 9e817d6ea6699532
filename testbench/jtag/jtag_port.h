// The JTAG pins of a machine, as whoever drives them sees them.
//
// The one rule: a pin's change takes time. What DriveJtag() puts on the pins reaches the TAP, and
// its answer tdo, when the machine has run for kJtagHoldCycles; change nothing and read nothing
// before.
#ifndef RINGSIDE_TESTBENCH_JTAG_JTAG_PORT_H_
#define RINGSIDE_TESTBENCH_JTAG_JTAG_PORT_H_

#include <cstdint>

namespace ringside {

// Cycles from a change of pins to a settled tdo. The TAP samples its pins with the machine's clock,
// of which TCK may be an eighth.
inline constexpr uint64_t kJtagHoldCycles = 4;

struct JtagPins {
  bool tck = false;
  bool tms = true;
  bool tdi = false;
  bool trst_n = true;  // Active low.
};

class JtagPort {
 public:
  virtual ~JtagPort() = default;

  // Puts `pins` on the TAP from the next cycle on. No time passes.
  virtual void DriveJtag(const JtagPins& pins) = 0;
  virtual bool jtag_tdo() const = 0;
  // The same, and lets the machine run for the hold time, whatever interrupts.
  virtual void SetJtagPins(const JtagPins& pins) = 0;

  // Whether the core is in debug mode now, where it executes nothing of the program.
  virtual bool core_halted() const = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_JTAG_JTAG_PORT_H_
