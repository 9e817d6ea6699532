// A debugger's side of the JTAG pins of a Verilated module: scans, and accesses of the debug
// module.
//
// `Clock` runs the module for a cycle with the pins as they stand. TCK is as fast as is allowed.
#ifndef RINGSIDE_RTL_DEBUG_JTAG_DRIVER_H_
#define RINGSIDE_RTL_DEBUG_JTAG_DRIVER_H_

#include <cstdint>
#include <functional>
#include <utility>

namespace ringside {

template <typename Model>
class JtagDriver {
 public:
  static constexpr uint32_t kIdcode = 0x01;
  static constexpr uint32_t kDtmcs = 0x10;
  static constexpr uint32_t kDmi = 0x11;
  static constexpr uint32_t kBypass = 0x1f;
  // States of the register `dmi`.
  static constexpr uint32_t kOk = 0;
  static constexpr uint32_t kFailed = 2;
  static constexpr uint32_t kBusy = 3;

  JtagDriver(Model* model, std::function<void()> clock) : model_(model), clock_(std::move(clock)) {
    model_->jtag_trst_ni = 1;
  }

  // Test-Logic-Reset, then Run-Test/Idle.
  void Reset() {
    for (int i = 0; i < 5; ++i) Tick(true, false);
    Tick(false, false);
  }

  void SelectRegister(uint32_t ir) {
    Tick(true, false);
    Tick(true, false);
    Shift(ir, 5);
  }
  // Shifts `bits` through the selected register; returns what came out.
  uint64_t Scan(uint64_t value, int bits) {
    Tick(true, false);
    return Shift(value, bits);
  }

  // One access of the debug module by a scan of `dmi`, and a second to look; the state of both.
  uint32_t Access(uint32_t op, uint32_t address, uint32_t value, uint32_t* rdata) {
    SelectRegister(kDmi);
    Scan(uint64_t{address} << 34 | uint64_t{value} << 2 | op, 41);
    Tick(false, false);
    const uint64_t answer = Scan(0, 41);
    *rdata = static_cast<uint32_t>(answer >> 2);
    return answer & 3;
  }
  uint32_t Read(uint32_t address) {
    uint32_t rdata;
    Access(1, address, 0, &rdata);
    return rdata;
  }
  void Write(uint32_t address, uint32_t value) {
    uint32_t rdata;
    Access(2, address, value, &rdata);
  }

  // One period of TCK; returns TDO as it was at its rising edge.
  bool Tick(bool tms, bool tdi) {
    constexpr int kLevelCycles = 4;
    model_->jtag_tms_i = tms;
    model_->jtag_tdi_i = tdi;
    model_->jtag_tck_i = 0;
    for (int i = 0; i < kLevelCycles; ++i) clock_();
    const bool tdo = model_->jtag_tdo_o;
    model_->jtag_tck_i = 1;
    for (int i = 0; i < kLevelCycles; ++i) clock_();
    return tdo;
  }

 private:
  // From Select-xR-Scan through Update-xR to Run-Test/Idle.
  uint64_t Shift(uint64_t value, int bits) {
    Tick(false, false);
    Tick(false, false);
    uint64_t out = 0;
    for (int i = 0; i < bits; ++i) {
      out |= uint64_t{Tick(i == bits - 1, value >> i & 1)} << i;
    }
    Tick(true, false);
    Tick(false, false);
    return out;
  }

  Model* model_;
  std::function<void()> clock_;
};

}  // namespace ringside

#endif  // RINGSIDE_RTL_DEBUG_JTAG_DRIVER_H_
