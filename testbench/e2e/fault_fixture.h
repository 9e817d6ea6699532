// A process with a guilty queue among three neighbours, one of the same process and two of another,
// and what must hold of all four after a fault.
#ifndef RINGSIDE_TESTBENCH_E2E_FAULT_FIXTURE_H_
#define RINGSIDE_TESTBENCH_E2E_FAULT_FIXTURE_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "testbench/e2e/copy_worker.h"
#include "testbench/e2e/machine_fixture.h"

namespace ringside::e2e {

class FaultFixture : public MachineFixture {
 protected:
  static constexpr uint64_t kNeighbourBytes = 64 << 10;
  // Free for the guilty queue: a page that is mapped, with nothing behind it.
  static constexpr uint64_t kPageVa = 0x7000'0000;
  static constexpr uint64_t kHoleVa = kPageVa + 0x1000;

  struct Expected {
    uint32_t reason;
    uint32_t header;
    uint64_t address;
    bool write;
  };

  void SetUp() override;

  void StartNeighbours();
  // Has them do their work once more; only when they are done.
  void RestartNeighbours();
  // The three ran to their end, with the right bytes, in spite of all.
  void ExpectNeighboursUnharmed();

  // Submits `packets` to the guilty queue in the midst of its neighbours' work, and expects that it
  // alone is stopped and reported so, and that its doorbell serves a new queue afterwards.
  void ExpectFault(const PacketBuilder& packets, const Expected& expected);

  // Destroys the guilty queue and makes a new one with the same doorbell, which must work.
  void Replace();

  Process* bad_process_ = nullptr;
  Client guilty_;
  Buffer* page_ = nullptr;

 private:
  struct Neighbour {
    Client client;
    Buffer* destination;
    std::vector<uint8_t> expected;
    std::unique_ptr<CopyWorker> worker;
  };
  void AddNeighbour(Process* process, uint32_t doorbell_index);

  std::vector<std::unique_ptr<Neighbour>> neighbours_;
};

}  // namespace ringside::e2e

#endif  // RINGSIDE_TESTBENCH_E2E_FAULT_FIXTURE_H_
