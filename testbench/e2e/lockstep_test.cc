// The firmware core in lock-step with the instruction-set simulator, from reset through real work.
// It is so in every test of the machine; this one sees that it really was.
#include <cstdint>
#include <cstdio>

#include "gtest/gtest.h"
#include "testbench/e2e/copy_worker.h"
#include "testbench/e2e/machine_fixture.h"

namespace ringside::e2e {
namespace {

class LockstepTest : public MachineFixture {};

TEST_P(LockstepTest, BootSchedulingPreemptionAndEviction) {
  auto device = CreateMachine(GetParam(), {.vram_bytes = 2 << 20, .system_memory_bytes = 16 << 20});
  ASSERT_TRUE(device.ok()) << device.status();
  device_ = *std::move(device);
  loop_ = std::make_unique<EventLoop>(device_.get());
  auto driver = Driver::Create(device_.get(), loop_.get(), FirmwareElf(),
                               DriverOptions{.gang_quantum_ticks = 50});
  ASSERT_TRUE(driver.ok()) << driver.status();
  driver_ = *std::move(driver);

  // More queues than slots, a fault, a preempt and an eviction: most of the firmware runs.
  constexpr uint64_t kBytes = 16 << 10;
  constexpr uint32_t kQueues = 5;
  Process* process = NewProcess("p");
  NewRandomBuffer(process, kDataVa, kBytes, Placement::kVram, 1);
  std::vector<Client> clients;
  std::vector<Buffer*> destinations;
  for (uint32_t i = 0; i < kQueues; ++i) {
    destinations.push_back(NewBuffer(process, 0x5000'0000 + i * 0x10'0000, kBytes,
                                     i % 2 == 0 ? Placement::kVram : Placement::kSystem));
    clients.push_back(NewClient(process, i));
  }
  std::vector<std::unique_ptr<CopyWorker>> workers;
  for (uint32_t i = 0; i < kQueues; ++i) {
    workers.push_back(std::make_unique<CopyWorker>(loop_.get(), &clients[i], kDataVa,
                                                   0x5000'0000 + i * 0x10'0000, kBytes, 2048));
    workers.back()->Start();
  }
  Client bad = NewClient(process, kQueues);
  Submit(bad, PacketBuilder().Raw(0xee));
  Pass(4000);
  ASSERT_TRUE(process->PreemptQueue(clients[0].queue).ok());
  ASSERT_TRUE(process->RestoreQueue(clients[0].queue).ok());
  ASSERT_TRUE(driver_->EvictProcess(process).ok());
  for (uint32_t i = 0; i < kQueues; ++i) {
    ASSERT_TRUE(Wait([&] { return workers[i]->done(); }, clients[i].spec.name));
    EXPECT_TRUE(Contents(*destinations[i]) == RandomBytes(kBytes, 1));
  }
  ASSERT_TRUE(process->DestroyQueue(bad.queue).ok());

  EXPECT_GT(device_->lockstep_instructions(), 10'000u);
  std::printf("%lu instructions in lock-step\n", device_->lockstep_instructions());
}

TEST_P(LockstepTest, CanBeLeftOut) {
  auto device = CreateMachine(
      GetParam(), {.vram_bytes = 2 << 20, .system_memory_bytes = 16 << 20, .lockstep = false});
  ASSERT_TRUE(device.ok()) << device.status();
  device_ = *std::move(device);
  loop_ = std::make_unique<EventLoop>(device_.get());
  auto driver = Driver::Create(device_.get(), loop_.get(), FirmwareElf(), DriverOptions{});
  ASSERT_TRUE(driver.ok()) << driver.status();
  driver_ = *std::move(driver);
  EXPECT_EQ(device_->lockstep_instructions(), 0u);
}

INSTANTIATE_TEST_SUITE_P(Backends, LockstepTest, testing::Values(Backend::kVerilator),
                         BackendTestName());

}  // namespace
}  // namespace ringside::e2e
