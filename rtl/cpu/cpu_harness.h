// The firmware processor with random memory and 16 test registers, checked in lock-step with the
// simulator.
//
// Load() stops the core, fills its memories through the host's port and starts it; then Cycle().
#ifndef RINGSIDE_RTL_CPU_CPU_HARNESS_H_
#define RINGSIDE_RTL_CPU_CPU_HARNESS_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "Vcpu_testbench.h"
#include "absl/status/status.h"
#include "rtl/cpu/random_axi_memory.h"
#include "testbench/iss/lockstep.h"
#include "testbench/iss/observed_memory.h"
#include "verilated.h"

namespace ringside {

class CpuHarness {
 public:
  static constexpr uint32_t kMemoryBytes = 64 * 1024;
  // Registers answer at these offsets times 4; higher ones with an error.
  static constexpr uint32_t kRegisters = 16;

  // Every step of the bus takes 0 to `max_wait` cycles more, drawn from `seed`.
  CpuHarness(uint64_t seed, uint32_t max_wait);
  ~CpuHarness() { cpu_.final(); }

  void Load(const std::vector<uint32_t>& code, const std::vector<uint32_t>& data = {});

  // One clock cycle. An error tells how core and simulator differ.
  absl::Status Cycle();
  // Cycles until the core sleeps in WFI with nothing posted, or for `limit` cycles: then an error.
  absl::Status RunToSleep(uint64_t limit = 100'000);

  // Host's accesses; each takes a cycle or two.
  void WriteTcm(bool dtcm, uint32_t address, uint32_t value);
  uint32_t ReadTcm(bool dtcm, uint32_t address);

  void set_interrupts(uint16_t fast, bool timer) {
    cpu_.irq_i = fast;
    cpu_.irq_timer_i = timer;
  }

  bool sleeping() const { return cpu_.sleep_o; }
  RandomAxiMemory& memory() { return memory_; }
  std::array<uint32_t, kRegisters>& registers() { return registers_; }
  const std::optional<Retired>& retired() const { return retired_; }
  const Iss& iss() const { return lockstep_->iss(); }
  uint64_t cycles() const { return cycles_; }
  // Retired since Load().
  uint64_t instructions() const { return instructions_; }

 private:
  void DriveRegisters();
  void StepRegisters();

  VerilatedContext context_;
  Vcpu_testbench cpu_{&context_};
  RandomAxiMemory memory_;
  std::array<uint32_t, kRegisters> registers_{};
  std::mt19937_64 random_;
  const uint32_t max_wait_;
  uint32_t register_wait_ = 0;
  ObservedMemory iss_memory_;
  std::unique_ptr<Lockstep> lockstep_;
  std::optional<Retired> retired_;
  uint64_t cycles_ = 0;
  uint64_t instructions_ = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_RTL_CPU_CPU_HARNESS_H_
