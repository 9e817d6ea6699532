#include "testbench/machine/verilator_device.h"

#include "gtest/gtest.h"

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

}  // namespace
}  // namespace ringside
