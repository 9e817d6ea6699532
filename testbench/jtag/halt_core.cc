#include "testbench/jtag/halt_core.h"

#include <cstdint>

namespace ringside {
namespace {

// Debug specification 0.13.2: JTAG instruction, operation and register (6.1.5, 3.12.2).
constexpr uint64_t kIrDmi = 0x11;
constexpr int kIrBits = 5;
constexpr uint64_t kDmiWrite = 2;
constexpr uint64_t kDmcontrol = 0x10;
constexpr int kDmiBits = 41;
constexpr uint64_t kDmactive = 1;
constexpr uint64_t kHaltreq = uint64_t{1} << 31;
constexpr uint64_t kResumereq = uint64_t{1} << 30;

// More than any instruction, a load over the memory bus included, takes to end.
constexpr int kMaxClocks = 10'000;

void Clock(JtagPort* port, bool tms, bool tdi = false) {
  port->SetJtagPins({.tck = false, .tms = tms, .tdi = tdi});
  port->SetJtagPins({.tck = true, .tms = tms, .tdi = tdi});
}

// From Select-DR or Select-IR, through a scan of `length` bits, to Run-Test/Idle.
void Scan(JtagPort* port, uint64_t bits, int length) {
  Clock(port, false);
  Clock(port, false);
  for (int i = 0; i < length; ++i) Clock(port, i == length - 1, (bits >> i & 1) != 0);
  Clock(port, true);
  Clock(port, false);
}

void WriteDmcontrol(JtagPort* port, uint64_t value) {
  Clock(port, true);
  Scan(port, kDmcontrol << 34 | value << 2 | kDmiWrite, kDmiBits);
}

void ResetTap(JtagPort* port) {
  for (int i = 0; i < 5; ++i) Clock(port, true);
}

// Writes `request` to dmcontrol and waits until the core is `halted`; returns whether it is.
bool Request(JtagPort* port, uint64_t request, bool halted) {
  ResetTap(port);
  Clock(port, false);
  Clock(port, true);
  Clock(port, true);
  Scan(port, kIrDmi, kIrBits);
  WriteDmcontrol(port, kDmactive);
  WriteDmcontrol(port, request | kDmactive);
  for (int i = 0; i < kMaxClocks && port->core_halted() != halted; ++i) Clock(port, false);
  WriteDmcontrol(port, kDmactive);
  ResetTap(port);
  return port->core_halted() == halted;
}

}  // namespace

absl::Status HaltCore(JtagPort* port) {
  if (Request(port, kHaltreq, true)) return absl::OkStatus();
  return absl::InternalError("the core did not halt for the debugger");
}

absl::Status ResumeCore(JtagPort* port) {
  if (Request(port, kResumereq, false)) return absl::OkStatus();
  return absl::InternalError("the core did not go on for the debugger");
}

}  // namespace ringside
