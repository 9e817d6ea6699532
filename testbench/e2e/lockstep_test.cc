// The firmware core in lock-step with the instruction-set simulator, from reset through real work:
// every instruction that it retires in the machine, interrupts and all, is checked.
#include "testbench/iss/lockstep.h"

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "host/firmware_loader/firmware_loader.h"
#include "testbench/e2e/copy_worker.h"
#include "testbench/e2e/machine_fixture.h"
#include "testbench/iss/observed_memory.h"
#include "testbench/machine/machine_listener.h"
#include "uapi/memory_map.h"

namespace ringside::e2e {
namespace {

class LockstepListener : public MachineListener {
 public:
  // The tightly coupled memories as they are before the core runs.
  ObservedMemory& memory() { return memory_; }

  void OnRetire(uint64_t, const Retired& instruction, uint32_t mip) override {
    if (!status_.ok()) return;  // What follows a difference says nothing.
    ++instructions_;
    interrupts_ += instruction.intr;
    memory_.Observe(instruction);
    status_ = lockstep_.Check(instruction, mip);
  }

  const absl::Status& status() const { return status_; }
  uint64_t instructions() const { return instructions_; }
  uint64_t interrupts() const { return interrupts_; }

 private:
  ObservedMemory memory_;
  Lockstep lockstep_{&memory_, 0};
  absl::Status status_;
  uint64_t instructions_ = 0;
  uint64_t interrupts_ = 0;
};

class LockstepTest : public MachineFixture {};

TEST_P(LockstepTest, BootSchedulingPreemptionAndEviction) {
  auto device = CreateMachine(
      GetParam(), {.vram_bytes = 2 << 20, .system_memory_bytes = 16 << 20, .watch_retire = true});
  ASSERT_TRUE(device.ok()) << device.status();
  device_ = *std::move(device);
  // The driver loads the same image once more.
  const std::vector<uint8_t> elf = FirmwareElf();
  ASSERT_TRUE(LoadFirmware(device_.get(), elf).ok());
  LockstepListener lockstep;
  for (uint32_t i = 0; i < FlatMemory::kBytes / 4; ++i) {
    lockstep.memory().code()[i] = *device_->ReadRegister(RS_BAR_ITCM + 4 * i);
    lockstep.memory().data()[i] = *device_->ReadRegister(RS_BAR_DTCM + 4 * i);
  }
  device_->AddListener(&lockstep);
  loop_ = std::make_unique<EventLoop>(device_.get());
  auto driver =
      Driver::Create(device_.get(), loop_.get(), elf, DriverOptions{.gang_quantum_ticks = 50});
  ASSERT_TRUE(driver.ok()) << driver.status() << lockstep.status();
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

  EXPECT_TRUE(lockstep.status().ok()) << lockstep.status();
  EXPECT_GT(lockstep.instructions(), 10'000u);
  std::printf("%lu instructions, %lu interrupts in lock-step\n", lockstep.instructions(),
              lockstep.interrupts());
}

INSTANTIATE_TEST_SUITE_P(Backends, LockstepTest, testing::Values(Backend::kVerilator),
                         BackendTestName());

}  // namespace
}  // namespace ringside::e2e
