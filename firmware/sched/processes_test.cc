#include "firmware/sched/processes.h"

#include "gtest/gtest.h"

namespace ringside::firmware {
namespace {

class ProcessesTest : public testing::Test {
 protected:
  ProcessesTest() { processes_.SetVmids(0b1100); }

  uint32_t Open(uint32_t context) {
    uint32_t process = kNoProcess;
    EXPECT_EQ(processes_.Open(context, context, context * uint64_t{0x1000}, &process), Error::kOk);
    return process;
  }

  Processes processes_;
};

TEST_F(ProcessesTest, KeepsItsVmidWhileOffTheHardware) {
  const uint32_t a = Open(1);
  const Processes::Lease first = processes_.Enter(a);
  EXPECT_TRUE(first.fresh);
  processes_.Leave(a);
  const Processes::Lease again = processes_.Enter(a);
  EXPECT_FALSE(again.fresh);
  EXPECT_EQ(again.vmid, first.vmid);
}

TEST_F(ProcessesTest, QueuesOfOneProcessShareItsVmid) {
  const uint32_t a = Open(1);
  EXPECT_EQ(Open(1), a);
  const uint32_t vmid = processes_.Enter(a).vmid;
  EXPECT_EQ(processes_.Enter(a).vmid, vmid);
  processes_.Leave(a);
  // Still on the hardware with one: must not lose its VMID.
  const uint32_t b = Open(2);
  const uint32_t c = Open(3);
  EXPECT_NE(processes_.Enter(b).vmid, vmid);
  processes_.Leave(b);
  EXPECT_NE(processes_.Enter(c).vmid, vmid);
}

TEST_F(ProcessesTest, TakesTheVmidThatWasLeftLongestAgo) {
  const uint32_t a = Open(1);
  const uint32_t b = Open(2);
  const uint32_t c = Open(3);
  const uint32_t vmid_a = processes_.Enter(a).vmid;
  const uint32_t vmid_b = processes_.Enter(b).vmid;
  EXPECT_NE(vmid_a, vmid_b);
  processes_.Leave(b);
  processes_.Leave(a);
  const Processes::Lease taken = processes_.Enter(c);
  EXPECT_TRUE(taken.fresh);
  EXPECT_EQ(taken.vmid, vmid_b);
  // And b needs another when it comes back.
  EXPECT_EQ(processes_[b].vmid, 0);
  const Processes::Lease back = processes_.Enter(b);
  EXPECT_TRUE(back.fresh);
  EXPECT_EQ(back.vmid, vmid_a);
}

TEST_F(ProcessesTest, ForgottenWithItsLastQueue) {
  const uint32_t a = Open(1);
  Open(1);
  const uint32_t vmid = processes_.Enter(a).vmid;
  processes_.Leave(a);
  EXPECT_EQ(processes_.Close(a), 0u);
  EXPECT_EQ(processes_.Close(a), vmid);
  // Never on the hardware: no VMID to take back.
  const uint32_t b = Open(2);
  EXPECT_EQ(processes_.Close(b), 0u);
}

TEST_F(ProcessesTest, RefusesOneNameForTwoAddressSpaces) {
  Open(1);
  uint32_t process = kNoProcess;
  EXPECT_EQ(processes_.Open(1, 1, 0x9000, &process), Error::kBadField);
  EXPECT_EQ(processes_.Open(1, 2, 0x1000, &process), Error::kBadField);
  EXPECT_EQ(process, kNoProcess);
}

TEST_F(ProcessesTest, FullTable) {
  for (uint32_t i = 1; i <= RS_MAX_PROCESSES; ++i) Open(i);
  uint32_t process = kNoProcess;
  EXPECT_EQ(processes_.Open(100, 100, 0, &process), Error::kProcessTableFull);
  EXPECT_EQ(processes_.Open(5, 5, 0x5000, &process), Error::kOk);
}

}  // namespace
}  // namespace ringside::firmware
