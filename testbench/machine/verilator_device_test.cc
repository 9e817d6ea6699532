#include "testbench/machine/verilator_device.h"

#include <cstdint>

#include "gtest/gtest.h"
#include "testbench/jtag/halt_core.h"
#include "testbench/jtag/jtag_port.h"

namespace ringside {
namespace {

TEST(VerilatorDevice, WavesThatCannotBeWrittenAreRefused) {
  EXPECT_EQ(VerilatorDevice::Create({.waves_path = "/nonexistent/x.fst"}).status().code(),
            absl::StatusCode::kUnavailable);
}

// The one built last goes first, then the oldest: neither is the one that the thread used last.
TEST(VerilatorDevice, SeveralMachinesLiveAndEndInAnyOrder) {
  auto first = *VerilatorDevice::Create({});
  auto second = *VerilatorDevice::Create({});
  auto third = *VerilatorDevice::Create({});
  ASSERT_TRUE(first->Advance(first->cycle() + 10).ok());
  ASSERT_TRUE(second->Advance(second->cycle() + 20).ok());
  third.reset();
  first.reset();
  const uint64_t before = second->cycle();
  ASSERT_TRUE(second->Advance(before + 10).ok());
  EXPECT_EQ(second->cycle(), before + 10);
}

// TMS bits from reset: Run-Test/Idle, Select-DR, Capture-DR, Shift-DR, where IDCODE is selected.
TEST(VerilatorDevice, JtagAnswersWithinTheHoldTime) {
  auto device = *VerilatorDevice::Create({});
  const uint64_t begin = device->cycle();
  const auto clock = [&](bool tms) {
    device->jtag()->SetJtagPins({.tck = false, .tms = tms});
    const bool tdo = device->jtag()->jtag_tdo();
    device->jtag()->SetJtagPins({.tck = true, .tms = tms});
    return tdo;
  };
  for (bool tms : {true, true, true, true, true, false, true, false, false}) clock(tms);
  uint32_t idcode = 0;
  for (int bit = 0; bit < 32; ++bit) idcode |= (clock(false) ? 1u : 0u) << bit;
  EXPECT_EQ(idcode, 0x1525'3001u);
  EXPECT_EQ(device->cycle() - begin, 2 * (9 + 32) * kJtagHoldCycles);
  EXPECT_FALSE(device->jtag()->core_halted());
}

// A core in reset halts for nobody.
TEST(VerilatorDevice, HaltingAStoppedCoreIsAnError) {
  auto device = *VerilatorDevice::Create({});
  EXPECT_EQ(HaltCore(device->jtag()).code(), absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace ringside
