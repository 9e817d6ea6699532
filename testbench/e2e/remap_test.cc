// Address spaces change under queues: no translation outlives its mapping or its process.
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "testbench/e2e/machine_fixture.h"
#include "uapi/interrupt.h"
#include "uapi/limits.h"

namespace ringside::e2e {
namespace {

constexpr uint64_t kBytes = 16 << 10;
constexpr uint64_t kPattern = 0x0101'0101;

class RemapTest : public MachineFixture {
 protected:
  void SetUp() override { Boot(); }
};

TEST_P(RemapTest, AVaThatIsMappedToAnotherBufferLeadsThere) {
  Process* process = NewProcess("p");
  Client client = NewClient(process, 0);
  Buffer* before = NewBuffer(process, kDataVa, kBytes, Placement::kVram);
  for (uint32_t round = 1; round <= 6; ++round) {
    ASSERT_TRUE(Execute(client, PacketBuilder().Fill(kDataVa, round * kPattern, kBytes)));
    EXPECT_EQ(Contents(*before), std::vector<uint8_t>(kBytes, round));
    ASSERT_TRUE(process->Unmap(kDataVa).ok());
    Buffer* after =
        NewBuffer(process, kDataVa, kBytes, round % 2 == 0 ? Placement::kVram : Placement::kSystem);
    ASSERT_TRUE(Execute(client, PacketBuilder().Fill(kDataVa, 0xffffffff, kBytes / 2)));
    EXPECT_EQ(Contents(*before), std::vector<uint8_t>(kBytes, round)) << "by a stale translation";
    EXPECT_EQ((*after->ReadWord64(0)), ~0ull);
    before = after;
  }
}

TEST_P(RemapTest, AnUnmappedVaFaultsAtOnce) {
  Process* process = NewProcess("p");
  Client client = NewClient(process, 0);
  Buffer* data = NewBuffer(process, kDataVa, kBytes, Placement::kVram);
  ASSERT_TRUE(Execute(client, PacketBuilder().Fill(kDataVa, kPattern, kBytes)));
  ASSERT_TRUE(process->Unmap(kDataVa).ok());
  Submit(client, PacketBuilder().Fill(kDataVa, 2 * kPattern, kBytes));
  ASSERT_TRUE(Wait([&] { return client.queue->state() == QueueState::kHung; }, "the fault"));
  EXPECT_EQ(client.queue->fault()->reason, RS_FAULT_NOT_PRESENT);
  EXPECT_EQ(client.queue->fault()->address, kDataVa);
  EXPECT_EQ(Contents(*data), std::vector<uint8_t>(kBytes, 1));
}

// The driver does not let a queue's own memory go.
TEST_P(RemapTest, AQueuesRingCannotBeUnmapped) {
  Process* process = NewProcess("p");
  Client client = NewClient(process, 0);
  NewBuffer(process, kDataVa, kBytes, Placement::kVram);
  EXPECT_EQ(process->Unmap(client.spec.ring_va).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(process->DestroyBuffer(client.memory).code(), absl::StatusCode::kFailedPrecondition);
  ASSERT_TRUE(Execute(client, PacketBuilder().Fill(kDataVa, kPattern, kBytes)));
}

// As many processes as there are doorbell pages, all with the same addresses; some die and others
// take their VMIDs and pages over.
TEST_P(RemapTest, ProcessesWithTheSameAddressesDoNotMeet) {
  constexpr uint32_t kProcesses = RS_NUM_DOORBELL_PAGES - 1;
  struct One {
    Process* process;
    Client client;
    Buffer* data;
    uint8_t value;
  };
  std::vector<One> all;
  uint8_t next = 1;
  const auto add = [&] {
    One one;
    one.process = NewProcess(std::string("p") + std::to_string(next));
    one.data = NewBuffer(one.process, kDataVa, 4096, Placement::kSystem);
    one.client = NewClient(one.process, RS_DOORBELLS_PER_PAGE - 1);
    one.value = next++;
    all.push_back(std::move(one));
  };
  for (uint32_t i = 0; i < kProcesses; ++i) {
    add();
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_EQ(driver_->CreateProcess("one too many").status().code(),
            absl::StatusCode::kResourceExhausted);
  for (int round = 0; round < 3; ++round) {
    SCOPED_TRACE(round);
    std::vector<uint64_t> fences;
    for (One& one : all) {
      fences.push_back(
          Submit(one.client, PacketBuilder().Fill(kDataVa, one.value * kPattern, 4096)));
    }
    for (size_t i = 0; i < all.size(); ++i) ASSERT_TRUE(WaitFence(all[i].client, fences[i]));
    for (One& one : all) {
      EXPECT_EQ(Contents(*one.data), std::vector<uint8_t>(4096, one.value)) << one.process->name();
    }
    for (int i = 0; i < 4; ++i) {
      ASSERT_TRUE(driver_->DestroyProcess(all[i * 3].process).ok());
      all.erase(all.begin() + i * 3);
      add();
    }
  }
  EXPECT_TRUE(driver_->faults().empty());
}

INSTANTIATE_TEST_SUITE_P(Backends, RemapTest, testing::ValuesIn(kBackends), BackendTestName());

}  // namespace
}  // namespace ringside::e2e
