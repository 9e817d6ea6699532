// The whole machine for tests: a back end and the driver, with queues of test processes on it.
//
// Tests are parameterised by Backend; those that need the truth about cycles, or the RTL itself,
// are instantiated for the Verilated machine alone. The one rule: every wait has a deadline in
// cycles, and a test that misses one prints the driver's state. Call Boot() first.
#ifndef RINGSIDE_TESTBENCH_E2E_MACHINE_FIXTURE_H_
#define RINGSIDE_TESTBENCH_E2E_MACHINE_FIXTURE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "host/driver/driver.h"
#include "host/event_loop/event_loop.h"
#include "host/usermode/packet_builder.h"
#include "host/usermode/user_ring.h"
#include "testbench/backends/backends.h"
#include "testbench/machine/simulated_device.h"

namespace ringside::e2e {

// The firmware's ELF image, from the runfiles.
std::vector<uint8_t> FirmwareElf();

// `bytes` bytes that `seed` decides.
std::vector<uint8_t> RandomBytes(uint64_t bytes, uint32_t seed);

// A queue of a process, with ring, wptr and rptr in one buffer at a VA that its doorbell decides.
struct Client {
  Process* process = nullptr;
  Buffer* memory = nullptr;  // The ring, then a page with wptr and rptr.
  QueueSpec spec;
  UserQueue* queue = nullptr;
  std::unique_ptr<UserRing> user;

  RingMemory Ring() const;
};

class MachineFixture : public testing::TestWithParam<Backend> {
 protected:
  static constexpr uint64_t kDataVa = 0x4000'0000;
  static constexpr uint64_t kLongWait = 3'000'000;

  // 2 MiB of VRAM and 16 MiB of system memory, unless told otherwise.
  void Boot(const DriverOptions& driver_options = {}, MachineOptions machine = {
                                                          .vram_bytes = 2 << 20,
                                                          .system_memory_bytes = 16 << 20,
                                                      });

  Process* NewProcess(absl::string_view name);
  // A buffer that is mapped at `va`.
  Buffer* NewBuffer(Process* process, uint64_t va, uint64_t bytes, Placement placement,
                    MapFlags flags = {});
  // One that holds RandomBytes(bytes, seed).
  Buffer* NewRandomBuffer(Process* process, uint64_t va, uint64_t bytes, Placement placement,
                          uint32_t seed);

  // All that a queue needs but the queue.
  Client PrepareClient(Process* process, uint32_t doorbell_index, uint64_t ring_bytes = 4096,
                       Placement placement = Placement::kSystem);
  // Creates the queue and a user-mode ring that starts at 0.
  void StartQueue(Client* client);
  Client NewClient(Process* process, uint32_t doorbell_index, uint64_t ring_bytes = 4096,
                   Placement placement = Placement::kSystem);

  // Submits `packets` with a protected fence behind them; returns the fence's value.
  uint64_t Submit(Client& client, PacketBuilder packets);
  // Waits, moving time on but running no driver work.
  [[nodiscard]] bool Wait(std::function<bool()> done, absl::string_view what,
                          uint64_t cycles = kLongWait);
  [[nodiscard]] bool WaitFence(const Client& client, uint64_t value, uint64_t cycles = kLongWait);
  // Submits and waits.
  [[nodiscard]] bool Execute(Client& client, PacketBuilder packets);
  // Lets `cycles` pass.
  void Pass(uint64_t cycles);

  std::vector<uint8_t> Contents(const Buffer& buffer);

  std::unique_ptr<SimulatedDevice> device_;
  std::unique_ptr<EventLoop> loop_;
  std::unique_ptr<Driver> driver_;
};

}  // namespace ringside::e2e

#endif  // RINGSIDE_TESTBENCH_E2E_MACHINE_FIXTURE_H_
