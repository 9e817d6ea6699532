// A JTAG TAP in C++, for tests: the 16 states of IEEE 1149.1 with IDCODE and BYPASS.
//
// It answers at once, which a debugger cannot tell from the RTL's answer after the hold time.
#ifndef RINGSIDE_TESTBENCH_JTAG_TESTING_TAP_H_
#define RINGSIDE_TESTBENCH_JTAG_TESTING_TAP_H_

#include <cstdint>

#include "testbench/jtag/jtag_port.h"

namespace ringside {

class TestingTap {
 public:
  static constexpr int kIrBits = 5;
  static constexpr uint32_t kIdcode = 0x1234'5a5b;
  static constexpr uint32_t kIrIdcode = 1;

  void Drive(const JtagPins& pins) {
    if (!pins.trst_n) Reset();
    if (pins.trst_n && pins.tck && !tck_) RisingEdge(pins.tms, pins.tdi);
    if (!pins.tck && tck_) FallingEdge();
    tck_ = pins.tck;
  }
  bool tdo() const { return tdo_; }

 private:
  enum State {
    kTestLogicReset,
    kRunTestIdle,
    kSelectDr,
    kCaptureDr,
    kShiftDr,
    kExit1Dr,
    kPauseDr,
    kExit2Dr,
    kUpdateDr,
    kSelectIr,
    kCaptureIr,
    kShiftIr,
    kExit1Ir,
    kPauseIr,
    kExit2Ir,
    kUpdateIr,
  };

  void Reset() {
    state_ = kTestLogicReset;
    ir_ = kIrIdcode;
  }

  void RisingEdge(bool tms, bool tdi) {
    // By state, the next one for TMS low and high.
    static constexpr State kNext[16][2] = {{kRunTestIdle, kTestLogicReset},
                                           {kRunTestIdle, kSelectDr},
                                           {kCaptureDr, kSelectIr},
                                           {kShiftDr, kExit1Dr},
                                           {kShiftDr, kExit1Dr},
                                           {kPauseDr, kUpdateDr},
                                           {kPauseDr, kExit2Dr},
                                           {kShiftDr, kUpdateDr},
                                           {kRunTestIdle, kSelectDr},
                                           {kCaptureIr, kTestLogicReset},
                                           {kShiftIr, kExit1Ir},
                                           {kShiftIr, kExit1Ir},
                                           {kPauseIr, kUpdateIr},
                                           {kPauseIr, kExit2Ir},
                                           {kShiftIr, kUpdateIr},
                                           {kRunTestIdle, kSelectDr}};
    const bool shifts = state_ == kShiftDr || state_ == kShiftIr;
    if (shifts) shift_ = shift_ >> 1 | (tdi ? 1u << (length_ - 1) : 0);
    if (state_ == kCaptureDr) {
      shift_ = ir_ == kIrIdcode ? kIdcode : 0;
      length_ = ir_ == kIrIdcode ? 32 : 1;
    } else if (state_ == kCaptureIr) {
      shift_ = 1;
      length_ = kIrBits;
    }
    state_ = kNext[state_][tms ? 1 : 0];
    if (state_ == kTestLogicReset) Reset();
    if (state_ == kUpdateIr) ir_ = shift_;
  }

  void FallingEdge() { tdo_ = (shift_ & 1) != 0; }

  State state_ = kTestLogicReset;
  uint32_t ir_ = kIrIdcode;
  uint32_t shift_ = 0;
  int length_ = 1;
  bool tck_ = false;
  bool tdo_ = false;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_JTAG_TESTING_TAP_H_
