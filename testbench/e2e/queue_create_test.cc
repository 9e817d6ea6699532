// A queue that cannot be is refused by name of the field, and leaves nothing behind.
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testbench/e2e/machine_fixture.h"
#include "uapi/limits.h"

namespace ringside::e2e {
namespace {

using ::testing::HasSubstr;

constexpr uint64_t kHoleVa = 0x7000'0000;
constexpr uint64_t kReadOnlyVa = 0x7100'0000;
constexpr uint64_t kWriteOnlyVa = 0x7200'0000;

struct BadSpec {
  const char* field;
  const char* what;
  std::function<void(QueueSpec&)> spoil;
};

const std::vector<BadSpec>& BadSpecs() {
  static const auto& specs = *new std::vector<BadSpec>{
      {"ring_bytes", "zero", [](QueueSpec& s) { s.ring_bytes = 0; }},
      {"ring_bytes", "no power of two", [](QueueSpec& s) { s.ring_bytes = 4096 + 1024; }},
      {"ring_bytes", "under a page", [](QueueSpec& s) { s.ring_bytes = 2048; }},
      {"ring_bytes", "above 16 MiB", [](QueueSpec& s) { s.ring_bytes = 32 << 20; }},
      {"ring_va", "longer than its mapping", [](QueueSpec& s) { s.ring_bytes = 16384; }},
      {"ring_va", "not aligned", [](QueueSpec& s) { s.ring_va += 8; }},
      {"ring_va", "not mapped", [](QueueSpec& s) { s.ring_va = kHoleVa; }},
      {"ring_va", "not readable", [](QueueSpec& s) { s.ring_va = kWriteOnlyVa; }},
      {"ring_va", "the driver's own", [](QueueSpec& s) { s.ring_va = kFencePageVa; }},
      {"rptr_va", "not aligned", [](QueueSpec& s) { s.rptr_va += 4; }},
      {"rptr_va", "not mapped", [](QueueSpec& s) { s.rptr_va = kHoleVa; }},
      {"rptr_va", "not writeable", [](QueueSpec& s) { s.rptr_va = kReadOnlyVa; }},
      {"rptr_va", "the fence page", [](QueueSpec& s) { s.rptr_va = kFencePageVa; }},
      {"wptr_va", "not aligned", [](QueueSpec& s) { s.wptr_va += 1; }},
      {"wptr_va", "not mapped", [](QueueSpec& s) { s.wptr_va = kHoleVa; }},
      {"wptr_va", "at the end of the address space", [](QueueSpec& s) { s.wptr_va = ~7ull; }},
      {"doorbell_index", "outside the page",
       [](QueueSpec& s) { s.doorbell_index = RS_DOORBELLS_PER_PAGE; }},
      {"doorbell_index", "a sibling's", [](QueueSpec& s) { s.doorbell_index = 0; }},
  };
  return specs;
}

class QueueCreateTest : public MachineFixture {
 protected:
  void SetUp() override {
    Boot();
    process_ = NewProcess("p");
    data_ = NewBuffer(process_, kDataVa, 4096, Placement::kVram);
    NewBuffer(process_, kReadOnlyVa, 4096, Placement::kSystem, MapFlags{.write = false});
    NewBuffer(process_, kWriteOnlyVa, 4096, Placement::kSystem, MapFlags{.read = false});
  }

  Process* process_ = nullptr;
  Buffer* data_ = nullptr;
};

TEST_P(QueueCreateTest, BadFieldsAreRefusedAndLeaveNothing) {
  Client sibling = NewClient(process_, 0);
  Client client = PrepareClient(process_, 1);
  const uint64_t vram = driver_->vram_used();
  const uint64_t system = driver_->system_memory_used();
  const uint64_t commands = driver_->stats().commands;
  for (const BadSpec& bad : BadSpecs()) {
    SCOPED_TRACE(std::string(bad.field) + ": " + bad.what);
    QueueSpec spec = client.spec;
    bad.spoil(spec);
    const absl::StatusOr<UserQueue*> queue = process_->CreateQueue(spec);
    ASSERT_FALSE(queue.ok());
    EXPECT_THAT(std::string(queue.status().message()), HasSubstr(std::string(bad.field) + ":"));
    EXPECT_THAT(std::string(queue.status().message()), HasSubstr(spec.name));
    EXPECT_EQ(process_->queues().size(), 1u);
    EXPECT_EQ(driver_->vram_used(), vram);
    EXPECT_EQ(driver_->system_memory_used(), system);
  }
  EXPECT_EQ(driver_->stats().commands, commands) << "the firmware was troubled with a bad queue";
  // A ring on the doorbell of a queue that was refused is a stray one.
  ASSERT_TRUE(device_->RingDoorbell(sibling.queue->doorbell_id() + 1, RS_DOORBELLS_PER_PAGE).ok());
  // The good one is taken, and both work.
  StartQueue(&client);
  ASSERT_TRUE(Execute(client, PacketBuilder().Fill(kDataVa, 0x01010101, 2048)));
  ASSERT_TRUE(Execute(sibling, PacketBuilder().Fill(kDataVa + 2048, 0x02020202, 2048)));
  std::vector<uint8_t> expected(4096, 1);
  std::fill(expected.begin() + 2048, expected.end(), 2);
  EXPECT_EQ(Contents(*data_), expected);
}

// The firmware's table is full: its refusal comes back as such, and the queue is gone without
// trace.
TEST_P(QueueCreateTest, MoreQueuesThanTheFirmwareHolds) {
  std::vector<Client> clients;
  // One is the kernel's.
  for (uint32_t i = 0; i + 1 < RS_MAX_QUEUES; ++i) {
    clients.push_back(NewClient(process_, i));
    ASSERT_FALSE(HasFatalFailure());
  }
  Client client = PrepareClient(process_, 300);
  const uint64_t system = driver_->system_memory_used();
  const absl::StatusOr<UserQueue*> queue = process_->CreateQueue(client.spec);
  EXPECT_FALSE(queue.ok());
  EXPECT_EQ(process_->queues().size(), RS_MAX_QUEUES - 1u);
  EXPECT_EQ(driver_->system_memory_used(), system);
  // One goes, and there is room.
  ASSERT_TRUE(process_->DestroyQueue(clients.back().queue).ok());
  StartQueue(&client);
  ASSERT_TRUE(Execute(client, PacketBuilder().Fill(kDataVa, 0x03030303, 4096)));
  EXPECT_EQ(Contents(*data_), std::vector<uint8_t>(4096, 3));
  ASSERT_TRUE(Execute(clients.front(), PacketBuilder().Fill(kDataVa, 0x04040404, 4096)));
  EXPECT_EQ(Contents(*data_), std::vector<uint8_t>(4096, 4));
}

TEST_P(QueueCreateTest, DestroyedProcessesGiveEverythingBack) {
  const uint64_t vram = driver_->vram_used();
  const uint64_t system = driver_->system_memory_used();
  for (int round = 0; round < 3; ++round) {
    Process* process = NewProcess("short-lived");
    NewBuffer(process, kDataVa, 64 << 10, Placement::kVram);
    Client client = NewClient(process, 3);
    Client busy = NewClient(process, 4);
    ASSERT_TRUE(Execute(client, PacketBuilder().Fill(kDataVa, 1, 4096)));
    // Dies in the midst of its work.
    Submit(busy, PacketBuilder().Fill(kDataVa, 1, 64 << 10));
    const absl::Status destroyed = driver_->DestroyProcess(process);
    ASSERT_TRUE(destroyed.ok()) << destroyed;
    EXPECT_EQ(driver_->vram_used(), vram);
    EXPECT_EQ(driver_->system_memory_used(), system);
  }
  EXPECT_TRUE(driver_->faults().empty());
}

INSTANTIATE_TEST_SUITE_P(Backends, QueueCreateTest, testing::ValuesIn(kBackends),
                         BackendTestName());

}  // namespace
}  // namespace ringside::e2e
