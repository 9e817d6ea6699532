// Runs a bare-metal program on the RTL core alone, with flat memory, in lock-step with the
// instruction-set simulator.
//
// Create() checks that the program fits; Run() then runs it once. What was counted and the memory
// may be looked at afterwards, however the run ended.
#ifndef RINGSIDE_TESTBENCH_CORE_RUNNER_CORE_RUNNER_H_
#define RINGSIDE_TESTBENCH_CORE_RUNNER_CORE_RUNNER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "testbench/core_runner/core_model.h"
#include "testbench/core_runner/cycle_account.h"
#include "testbench/core_runner/elf_program.h"
#include "testbench/core_runner/htif.h"
#include "testbench/core_runner/program_memory.h"
#include "testbench/iss/iss.h"
#include "testbench/iss/lockstep.h"

namespace ringside {

struct CoreRunnerOptions {
  // Both multiples of 4; the memory ends at or below ProgramMemory::kBootBase.
  uint32_t memory_base = 0x8000'0000;
  uint64_t memory_bytes = 64 << 20;
  // Cycles from a request of the core to its answer, on both ports; at least 1.
  uint32_t latency = 1;
  // The run is given up after so many; 0: never.
  uint64_t max_cycles = 0;
  bool lockstep = true;
  // FST file; empty: none.
  std::string waves_path;
  // Sees every instruction that retires or traps.
  std::function<void(const Retired&)> on_retired;
  // Receives what the program prints.
  Htif::Output output = [](int, const std::string&) {};
};

class CoreRunner {
 public:
  // INVALID_ARGUMENT: no such memory; the program does not fit into it, or has no symbol tohost and
  // no limit of cycles. UNAVAILABLE: the waves cannot be written.
  static absl::StatusOr<std::unique_ptr<CoreRunner>> Create(const ElfProgram& program,
                                                            CoreRunnerOptions options);

  // Until the program ends: its exit code. INTERNAL: core and simulator differ, here is
  // how, or the core is stuck. DEADLINE_EXCEEDED: the cycles are used up. ABORTED: without such a
  // limit, the program can do nothing more. INVALID_ARGUMENT: it wrote nonsense to tohost.
  absl::StatusOr<uint32_t> Run();

  // Without the two instructions that lead from the reset address to the program.
  const CycleCounts& counts() const { return account_.counts(); }
  const ProgramMemory& memory() const { return memory_; }

 private:
  struct Loop {
    uint32_t pc;
    bool traps;
    std::string Text() const;
  };

  CoreRunner(const ElfProgram& program, CoreRunnerOptions options);

  // A core that no longer retires anything is an error, not an endless run.
  absl::Status CheckProgress();
  // One cycle; has the program ended?
  absl::StatusOr<bool> Cycle();
  // The same for what it retires.
  absl::StatusOr<bool> Retire(const Retired& r);

  const CoreRunnerOptions options_;
  ProgramMemory memory_;
  // The simulator's own copy.
  std::unique_ptr<ProgramMemory> iss_memory_;
  std::unique_ptr<Lockstep> lockstep_;
  std::unique_ptr<Htif> htif_;
  CoreModel core_;
  CycleAccount account_;
  bool booted_ = false;
  // The latest instruction, if it leads to itself.
  std::optional<Loop> loop_;
  uint64_t idle_cycles_ = 0;  // Since something retired.
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_CORE_RUNNER_CORE_RUNNER_H_
