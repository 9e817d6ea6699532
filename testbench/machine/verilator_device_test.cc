#include "testbench/machine/verilator_device.h"

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "testbench/jtag/halt_core.h"
#include "testbench/jtag/jtag_port.h"

namespace ringside {
namespace {

TEST(VerilatorDevice, WavesThatCannotBeWrittenAreRefused) {
  EXPECT_EQ(VerilatorDevice::Create({.waves_path = "/nonexistent/x.fst"}).status().code(),
            absl::StatusCode::kUnavailable);
}

// First and last time in an FST file's header, in cycles.
std::pair<uint64_t, uint64_t> WaveSpan(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string header{std::istreambuf_iterator<char>(file), {}};
  EXPECT_GT(header.size(), 25u) << path;
  const auto time = [&](size_t at) {
    uint64_t ps = 0;
    for (size_t i = at; i < at + 8; ++i) ps = ps << 8 | static_cast<uint8_t>(header.at(i));
    return ps / 1000;
  };
  return {time(9), time(17)};
}

// Also where the span begins and ends in idle time.
TEST(VerilatorDevice, WavesAreOfTheCyclesAskedFor) {
  for (bool skip_idle : {false, true}) {
    const std::string path = testing::TempDir() + "/span.fst";
    auto device = *VerilatorDevice::Create(
        {.waves_path = path, .waves_from = 2000, .waves_to = 2345, .skip_idle = skip_idle});
    ASSERT_TRUE(device->Advance(5000).ok());
    // Closed by its end: the machine still lives.
    EXPECT_EQ(WaveSpan(path), (std::pair<uint64_t, uint64_t>(2000, 2345)));
    ASSERT_TRUE(device->RecordWaves(path, 0, 6000).ok());
    ASSERT_TRUE(device->Advance(5500).ok());
    device->CloseWaves();
    // What was asked for late begins now.
    EXPECT_EQ(WaveSpan(path), (std::pair<uint64_t, uint64_t>(5001, 5500)));
  }
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
