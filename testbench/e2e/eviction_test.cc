// Memory moves under busy queues. What stood in the old place is overwritten with poison at once,
// so whoever still looks there is found out.
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testbench/e2e/copy_worker.h"
#include "testbench/e2e/machine_fixture.h"

namespace ringside::e2e {
namespace {

using ::testing::HasSubstr;

constexpr uint64_t kSourceVa = 0x5000'0000;
constexpr uint64_t kDestinationVa = 0x6000'0000;
constexpr uint64_t kStride = 0x100'0000;
constexpr uint64_t kBytes = 64 << 10;

class EvictionTest : public MachineFixture {
 protected:
  void SetUp() override { Boot(); }

  // Everything of it in VRAM: data, ring, wptr and rptr.
  struct Busy {
    Client client;
    uint32_t index;
    Buffer* destination;
    std::unique_ptr<CopyWorker> worker;
  };
  std::unique_ptr<Busy> NewBusy(Process* process, uint32_t index, uint64_t chunk_bytes) {
    auto busy = std::make_unique<Busy>();
    busy->index = index;
    NewRandomBuffer(process, kSourceVa + index * kStride, kBytes, Placement::kVram, index + 1);
    busy->destination =
        NewBuffer(process, kDestinationVa + index * kStride, kBytes, Placement::kVram);
    busy->client = NewClient(process, index, 4096, Placement::kVram);
    busy->worker =
        std::make_unique<CopyWorker>(loop_.get(), &busy->client, kSourceVa + index * kStride,
                                     kDestinationVa + index * kStride, kBytes, chunk_bytes);
    busy->worker->Start();
    return busy;
  }
  void ExpectDone(Busy& busy) {
    ASSERT_TRUE(Wait([&] { return busy.worker->done(); }, busy.client.spec.name));
    EXPECT_TRUE(Contents(*busy.destination) == RandomBytes(kBytes, busy.index + 1))
        << busy.client.spec.name << " has wrong bytes";
    EXPECT_EQ(busy.client.queue->state(), QueueState::kMapped);
  }

  // Where a process's buffers are on the bus.
  using Places = std::vector<std::pair<uint64_t, uint64_t>>;
  Places PlacesOf(const Process& process, Placement placement) {
    Places places;
    for (const auto& buffer : process.buffers()) {
      if (buffer->placement() == placement) {
        places.emplace_back(buffer->bus_address(), buffer->bytes());
      }
    }
    return places;
  }
  void Poison(const Places& places) {
    for (const auto& [address, bytes] : places) {
      ASSERT_TRUE(device_->WriteMemory(address, std::vector<uint8_t>(bytes, 0xdb)).ok());
    }
  }
  void ExpectStillPoison(const Places& places) {
    for (const auto& [address, bytes] : places) {
      std::vector<uint8_t> found(bytes);
      ASSERT_TRUE(device_->ReadMemory(address, absl::MakeSpan(found)).ok());
      EXPECT_TRUE(found == std::vector<uint8_t>(bytes, 0xdb)) << "written at its old place";
    }
  }
};

TEST_P(EvictionTest, OutAndBackAgainUnderBusyQueues) {
  Process* process = NewProcess("p");
  std::vector<std::unique_ptr<Busy>> all;
  for (uint32_t i = 0; i < 4; ++i) all.push_back(NewBusy(process, i, 2048));
  int rounds = 0;
  for (; rounds < 4; ++rounds) {
    SCOPED_TRACE(rounds);
    Pass(3001);
    const Places in_vram = PlacesOf(*process, Placement::kVram);
    EXPECT_EQ(in_vram.size(), 12u);
    ASSERT_TRUE(driver_->EvictProcess(process).ok());
    EXPECT_TRUE(PlacesOf(*process, Placement::kVram).empty());
    Poison(in_vram);
    const auto copied = [&] {
      uint64_t sum = 0;
      for (const auto& busy : all) sum += busy->worker->copied();
      return sum;
    };
    const uint64_t before = copied();
    Pass(12'007);
    EXPECT_GT(copied(), before) << "nobody worked between the moves";
    ExpectStillPoison(in_vram);
    const Places in_system = PlacesOf(*process, Placement::kSystem);
    ASSERT_TRUE(driver_->MigrateBack(process).ok());
    EXPECT_EQ(PlacesOf(*process, Placement::kVram).size(), 12u);
    Poison(in_system);
  }
  for (auto& busy : all) ExpectDone(*busy);
  EXPECT_EQ(process->stats().evictions, 4u);
  EXPECT_TRUE(driver_->faults().empty());
}

// The firmware polls wptr by bus address: after the move a ring must find it at the new one.
TEST_P(EvictionTest, WptrIsPolledWhereItIsNow) {
  Process* process = NewProcess("p");
  Buffer* data = NewBuffer(process, kDestinationVa, kBytes, Placement::kSystem);
  Client client = NewClient(process, 0, 4096, Placement::kVram);
  ASSERT_TRUE(Execute(client, PacketBuilder().Fill(kDestinationVa, 1, 256)));
  ASSERT_TRUE(process->PreemptQueue(client.queue).ok());
  const Places old = PlacesOf(*process, Placement::kVram);
  ASSERT_TRUE(driver_->EvictProcess(process).ok());
  EXPECT_EQ(client.queue->state(), QueueState::kPreempted) << "preempted by hand stays so";
  Poison(old);
  // Submitted without a ring: the wptr word alone tells of it when the queue comes back.
  PacketBuilder packets;
  packets.Fill(kDestinationVa, 0x02020202, kBytes).ProtectedFence();
  const absl::StatusOr<uint64_t> fence = client.user->Store(packets.dwords());
  ASSERT_TRUE(fence.ok());
  ASSERT_TRUE(client.memory->WriteWord64(client.spec.ring_bytes, *fence).ok());
  ASSERT_TRUE(process->RestoreQueue(client.queue).ok());
  ASSERT_TRUE(WaitFence(client, *fence));
  EXPECT_EQ(Contents(*data), std::vector<uint8_t>(kBytes, 2));
  EXPECT_TRUE(driver_->faults().empty());
  ExpectStillPoison(old);
}

TEST_P(EvictionTest, ProcessesPushEachOtherOut) {
  Process* first = NewProcess("first");
  Process* second = NewProcess("second");
  auto a = NewBusy(first, 0, 1024);
  auto b = NewBusy(second, 1, 1024);
  Pass(5000);
  // Each asks for nearly all of VRAM in turn.
  const uint64_t most = device_->vram_bytes() * 3 / 4;
  absl::StatusOr<Buffer*> big = first->CreateBuffer("big", most, Placement::kVram);
  ASSERT_TRUE(big.ok()) << big.status();
  EXPECT_EQ(second->stats().evictions, 0u) << "evicted without need";
  Pass(5000);
  absl::StatusOr<Buffer*> bigger = second->CreateBuffer("big", most, Placement::kVram);
  ASSERT_TRUE(bigger.ok()) << bigger.status();
  EXPECT_EQ(first->stats().evictions, 1u);
  EXPECT_EQ((*big)->placement(), Placement::kSystem);
  EXPECT_EQ(a->destination->placement(), Placement::kSystem);
  EXPECT_EQ(b->destination->placement(), Placement::kVram);
  ExpectDone(*a);
  ExpectDone(*b);
  // As far as it fits: the small ones come back, the big one cannot.
  ASSERT_TRUE(driver_->MigrateBack(first).ok());
  EXPECT_EQ(a->destination->placement(), Placement::kVram);
  EXPECT_EQ((*big)->placement(), Placement::kSystem);
  EXPECT_TRUE(Contents(*a->destination) == RandomBytes(kBytes, 1));
}

TEST_P(EvictionTest, WhatCannotFitChangesNothing) {
  Process* process = NewProcess("p");
  Process* other = NewProcess("other");
  auto a = NewBusy(process, 0, 1024);
  auto b = NewBusy(other, 1, 1024);
  const uint64_t vram = driver_->vram_used();
  const uint64_t system = driver_->system_memory_used();
  // More than there is, and more than there is beside the asker's own.
  for (const uint64_t bytes : {device_->vram_bytes() + 4096, device_->vram_bytes() - 4096}) {
    const absl::Status refused = process->CreateBuffer("too big", bytes, Placement::kVram).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted) << refused;
    EXPECT_THAT(std::string(refused.message()), HasSubstr("VRAM"));
  }
  EXPECT_EQ(
      process->CreateBuffer("too big", device_->system_memory_bytes() + 4096, Placement::kSystem)
          .status()
          .code(),
      absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(driver_->vram_used(), vram);
  EXPECT_EQ(driver_->system_memory_used(), system);
  EXPECT_EQ(driver_->stats().evictions, 0u) << "evicted in vain";
  EXPECT_EQ(driver_->stats().preempts, 0u);
  ExpectDone(*a);
  ExpectDone(*b);
}

// System memory is full: the eviction cannot be, and the queues go on where they were.
TEST_P(EvictionTest, NoRoomToEvictTo) {
  Process* process = NewProcess("p");
  auto busy = NewBusy(process, 0, 1024);
  const uint64_t left = device_->system_memory_bytes() - driver_->system_memory_used();
  ASSERT_TRUE(process->CreateBuffer("hoard", left, Placement::kSystem).ok());
  Pass(3000);
  EXPECT_EQ(driver_->EvictProcess(process).code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(busy->destination->placement(), Placement::kVram);
  EXPECT_EQ(driver_->stats().migrated_bytes, 0u);
  ExpectDone(*busy);
}

// A queue that faults just when its process is evicted stays HUNG; its siblings come through.
TEST_P(EvictionTest, FaultInTheMidstOfIt) {
  Process* process = NewProcess("p");
  auto busy = NewBusy(process, 1, 1024);
  Client bad = NewClient(process, 0);
  for (uint64_t delay = 0; delay < 1500; delay += 250) {
    SCOPED_TRACE(delay);
    loop_->PostAt(loop_->now() + delay, [&] { Submit(bad, PacketBuilder().Raw(0xee)); });
    ASSERT_TRUE(driver_->EvictProcess(process).ok());
    ASSERT_TRUE(Wait([&] { return bad.queue->state() == QueueState::kHung; }, "the fault"));
    ASSERT_TRUE(driver_->MigrateBack(process).ok());
    EXPECT_EQ(bad.queue->state(), QueueState::kHung);
    EXPECT_EQ(busy->client.queue->state(), QueueState::kMapped);
    ASSERT_TRUE(process->DestroyQueue(bad.queue).ok());
    StartQueue(&bad);
  }
  ExpectDone(*busy);
}

INSTANTIATE_TEST_SUITE_P(Backends, EvictionTest, testing::ValuesIn(kBackends), BackendTestName());

}  // namespace
}  // namespace ringside::e2e
