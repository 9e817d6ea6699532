// The Verilated core with program memory on both its ports.
//
// A cycle is Settle(), after which outputs and retired() may be looked at, and then Clock(). No
// interrupt pin is ever raised.
#ifndef RINGSIDE_TESTBENCH_CORE_RUNNER_CORE_MODEL_H_
#define RINGSIDE_TESTBENCH_CORE_RUNNER_CORE_MODEL_H_

#include <cstdint>
#include <memory>
#include <string>

#include "Vcore_runner.h"
#include "testbench/core_runner/cycle_account.h"
#include "testbench/core_runner/program_memory.h"
#include "testbench/iss/iss.h"
#include "testbench/iss/rvfi.h"
#include "verilated.h"
#include "verilated_fst_c.h"

namespace ringside {

class CoreModel {
 public:
  // Comes out of reset. Answers follow `latency` cycles after the request, at least 1; `memory`
  // must outlive this. With `waves`, OpenWaves() may follow.
  CoreModel(ProgramMemory* memory, uint32_t latency, bool waves);
  ~CoreModel();

  // Records all signals from here on; false: the file cannot be written.
  bool OpenWaves(const std::string& path);

  void Settle();
  void Clock();

  // Of the settled cycle. An instruction retires, or traps:
  bool retires() const { return core_->rvfi_valid; }
  bool traps() const { return core_->rvfi_trap; }
  Retired retired() const { return ReadRvfi(*core_); }
  uint32_t mip() const { return core_->rvfi_ext_mip; }
  // Why none retires.
  Stall stall() const { return static_cast<Stall>(core_->stall_o); }
  // The core is in WFI.
  bool sleeps() const { return core_->sleep_o; }

  // Cycles since reset.
  uint64_t cycle() const { return cycle_; }

 private:
  // An access under way; its effect on memory has happened.
  struct Access {
    uint32_t wait = 0;  // Cycles until it is answered; 0: none is under way.
    uint32_t rdata = 0;
    // A bit for each half of a fetched instruction; bit 0 of data.
    uint32_t error = 0;
  };

  // Note what the core asks for, before the clock edge.
  void TakeFetch();
  void TakeData();
  // Drives the answers that are due, after it.
  void Answer();

  ProgramMemory* const memory_;
  const uint32_t latency_;
  VerilatedContext context_;
  std::unique_ptr<Vcore_runner> core_;
  std::unique_ptr<VerilatedFstC> waves_;
  Access fetch_;
  Access data_;
  uint64_t cycle_ = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_CORE_RUNNER_CORE_MODEL_H_
