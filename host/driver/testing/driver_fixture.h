// A booted driver on the fake device, and clients with a queue each; for driver tests.
#ifndef RINGSIDE_HOST_DRIVER_TESTING_DRIVER_FIXTURE_H_
#define RINGSIDE_HOST_DRIVER_TESTING_DRIVER_FIXTURE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "host/device/testing/fake_device.h"
#include "host/device/testing/fake_elf.h"
#include "host/device/testing/fake_engine.h"
#include "host/device/testing/fake_firmware.h"
#include "host/driver/driver.h"
#include "host/event_loop/event_loop.h"
#include "host/usermode/packet_builder.h"
#include "host/usermode/user_ring.h"

namespace ringside {

// A queue of a process, with its own ring memory at a VA that the doorbell index decides.
struct Client {
  static constexpr uint64_t kRingBytes = 4096;

  Process* process = nullptr;
  Buffer* ring = nullptr;  // The ring, then wptr and rptr in a page of their own.
  QueueSpec spec;
  UserQueue* queue = nullptr;
  std::unique_ptr<UserRing> user;
};

class DriverFixture : public testing::Test {
 protected:
  static constexpr uint64_t kVramBytes = 1 << 20;
  static constexpr uint64_t kSystemBytes = 4 << 20;
  static constexpr uint64_t kDataVa = 0x40000000;

  void SetUp() override { Boot(DriverOptions{.command_timeout_cycles = 100'000}); }

  void Boot(const DriverOptions& options) {
    driver_.reset();
    absl::StatusOr<std::unique_ptr<Driver>> driver =
        Driver::Create(&device_, &loop_, FakeFirmwareElf(), options);
    ASSERT_TRUE(driver.ok()) << driver.status();
    driver_ = *std::move(driver);
  }

  Process* NewProcess(absl::string_view name) {
    absl::StatusOr<Process*> process = driver_->CreateProcess(name);
    EXPECT_TRUE(process.ok()) << process.status();
    return process.ok() ? *process : nullptr;
  }

  Buffer* NewBuffer(Process* process, uint64_t va, uint64_t bytes, Placement placement,
                    MapFlags flags = {}) {
    absl::StatusOr<Buffer*> buffer =
        process->CreateBuffer(absl::StrCat("at ", va), bytes, placement);
    EXPECT_TRUE(buffer.ok()) << buffer.status();
    if (!buffer.ok()) return nullptr;
    const absl::Status mapped = process->Map(va, *buffer, 0, (*buffer)->bytes(), flags);
    EXPECT_TRUE(mapped.ok()) << mapped;
    return *buffer;
  }

  // All that a queue needs but the queue.
  Client PrepareClient(Process* process, uint32_t doorbell_index,
                       Placement placement = Placement::kSystem) {
    Client client;
    client.process = process;
    const uint64_t va = 0x1000000 + uint64_t{doorbell_index} * 0x10000;
    client.ring = NewBuffer(process, va, 2 * Client::kRingBytes, placement);
    client.spec = QueueSpec{.name = absl::StrCat("q", doorbell_index),
                            .ring_va = va,
                            .ring_bytes = Client::kRingBytes,
                            .rptr_va = va + Client::kRingBytes + 64,
                            .wptr_va = va + Client::kRingBytes,
                            .doorbell_index = doorbell_index};
    return client;
  }

  void StartQueue(Client* client) {
    absl::StatusOr<UserQueue*> queue = client->process->CreateQueue(client->spec);
    ASSERT_TRUE(queue.ok()) << queue.status();
    client->queue = *queue;
    client->user =
        std::make_unique<UserRing>(&device_,
                                   RingMemory{.ring = {client->ring, 0},
                                              .ring_bytes = Client::kRingBytes,
                                              .wptr = {client->ring, Client::kRingBytes},
                                              .rptr = {client->ring, Client::kRingBytes + 64},
                                              .fence_page = &client->queue->fence_page(),
                                              .fence_offset = client->queue->fence_offset()},
                                   client->queue->doorbell_id());
  }

  Client NewClient(Process* process, uint32_t doorbell_index,
                   Placement placement = Placement::kSystem) {
    Client client = PrepareClient(process, doorbell_index, placement);
    StartQueue(&client);
    return client;
  }

  // Submits and waits for the protected fence at the end.
  absl::Status Execute(Client& client, PacketBuilder packets) {
    packets.ProtectedFence();
    absl::StatusOr<uint64_t> value = client.user->Submit(packets.dwords());
    if (!value.ok()) return value.status();
    return loop_.WaitUntil([&] { return *client.user->FenceReached(*value); },
                           loop_.now() + 1'000'000, "fence");
  }

  uint64_t MemoryUsed() const { return driver_->vram_used() + driver_->system_memory_used(); }

  std::vector<uint8_t> Contents(const Buffer& buffer) {
    std::vector<uint8_t> bytes(buffer.bytes());
    EXPECT_TRUE(buffer.Read(0, absl::MakeSpan(bytes)).ok());
    return bytes;
  }

  FakeDevice device_{kVramBytes, kSystemBytes};
  EventLoop loop_{&device_};
  std::unique_ptr<Driver> driver_;
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_DRIVER_TESTING_DRIVER_FIXTURE_H_
