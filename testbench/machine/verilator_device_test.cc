#include "testbench/machine/verilator_device.h"

#include "gtest/gtest.h"

namespace ringside {
namespace {

TEST(VerilatorDevice, WavesThatCannotBeWrittenAreRefused) {
  EXPECT_EQ(VerilatorDevice::Create({.waves_path = "/nonexistent/x.fst"}).status().code(),
            absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace ringside
