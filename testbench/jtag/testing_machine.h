// A machine of nothing but a clock, a TAP and a core that may be halted, for tests of what stands
// before it.
#ifndef RINGSIDE_TESTBENCH_JTAG_TESTING_MACHINE_H_
#define RINGSIDE_TESTBENCH_JTAG_TESTING_MACHINE_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "testbench/jtag/jtag_port.h"
#include "testbench/jtag/testing_tap.h"
#include "testbench/machine/simulated_device.h"

namespace ringside {

class TestingMachine final : public SimulatedDevice, public JtagPort {
 public:
  void AddListener(MachineListener*) override {}
  uint64_t bus_bytes_read() const override { return 0; }
  uint64_t bus_bytes_written() const override { return 0; }
  JtagPort* jtag() override { return this; }

  absl::StatusOr<uint32_t> ReadRegister(uint32_t) override { return 0; }
  absl::Status WriteRegister(uint32_t, uint32_t) override { return absl::OkStatus(); }
  absl::Status RingDoorbell(uint32_t, uint64_t) override { return absl::OkStatus(); }
  absl::Status ReadMemory(uint64_t, absl::Span<uint8_t>) override { return absl::OkStatus(); }
  absl::Status WriteMemory(uint64_t, absl::Span<const uint8_t>) override {
    return absl::OkStatus();
  }
  uint64_t vram_bytes() const override { return 0; }
  uint64_t system_memory_bytes() const override { return 0; }
  uint64_t cycle() const override { return cycle_; }
  bool interrupt() const override { return cycle_ >= interrupt_at && cycle_ < interrupt_end; }
  absl::Status Advance(uint64_t until) override {
    if (interrupt()) return absl::OkStatus();
    cycle_ = std::max(cycle_, cycle_ < interrupt_at ? std::min(until, interrupt_at) : until);
    return absl::OkStatus();
  }

  void DriveJtag(const JtagPins& pins) override {
    EXPECT_TRUE(Settled()) << "pins changed too early, at " << cycle_;
    changes.push_back(cycle_);
    last_pins = pins;
    tap_.Drive(pins);
  }
  void SetJtagPins(const JtagPins& pins) override {
    DriveJtag(pins);
    cycle_ += kJtagHoldCycles;
  }
  bool jtag_tdo() const override {
    EXPECT_TRUE(Settled()) << "tdo read too early, at " << cycle_;
    return tap_.tdo();
  }
  bool core_halted() const override { return halted; }

  // Cycles at which the pins were driven.
  std::vector<uint64_t> changes;
  JtagPins last_pins;
  bool halted = false;
  uint64_t interrupt_at = UINT64_MAX;
  uint64_t interrupt_end = UINT64_MAX;

 private:
  bool Settled() const { return changes.empty() || cycle_ >= changes.back() + kJtagHoldCycles; }

  TestingTap tap_;
  uint64_t cycle_ = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_JTAG_TESTING_MACHINE_H_
