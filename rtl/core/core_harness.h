// The core alone with flat memories of chosen latency, checked in lock-step with the simulator.
//
// Load code and data first, then call Cycle(); every retired instruction is compared. Interrupt
// pins keep their level.
#ifndef RINGSIDE_RTL_CORE_CORE_HARNESS_H_
#define RINGSIDE_RTL_CORE_CORE_HARNESS_H_

#include <cstdint>
#include <optional>
#include <random>
#include <vector>

#include "Vcore.h"
#include "absl/status/status.h"
#include "rtl/core/core_debugger.h"
#include "testbench/iss/fetch_port.h"
#include "testbench/iss/flat_memory.h"
#include "testbench/iss/lockstep.h"
#include "verilated.h"

namespace ringside {

class CoreHarness {
 public:
  struct Options {
    uint64_t seed = 1;
    // Answers come 1 to this many cycles after the request.
    uint32_t max_fetch_latency = 1;
    uint32_t max_data_latency = 1;
  };
  explicit CoreHarness(Options options);
  ~CoreHarness() { core_.final(); }

  // `words` from byte address `address` of the code, or of the data, memory.
  void LoadCode(uint32_t address, const std::vector<uint32_t>& words);
  void LoadData(uint32_t address, const std::vector<uint32_t>& words);

  // Fetches of the word at byte address `address` fail.
  void BreakFetch(uint32_t address);
  // Stores to the word at byte address `address` fail, loads do not.
  void BreakStore(uint32_t address);

  // Bits as in mip; those that do not exist are ignored.
  void set_interrupts(uint32_t mip);
  uint32_t interrupts() const { return mip_; }
  // The pin of the non-maskable interrupt, which its rising edge raises.
  void set_nmi(bool level) { core_.nmi_i = level; }

  CoreDebugger& debugger() { return debugger_; }
  uint32_t* debug_pins() { return &core_.debug_i[0]; }

  // One clock cycle. An error tells how core and simulator differ.
  absl::Status Cycle();
  // Cycles until `count` more instructions have retired; an error too if none does for long.
  absl::Status Run(uint64_t count);

  // Breaks the data port's protocol: answers, in the next cycle, what nobody asked.
  void InjectStrayAnswer() { core_.dmem_rvalid_i = 1; }

  // What retired in the last cycle, of the program or, marked so, of the debugger.
  const std::optional<Retired>& retired() const { return retired_; }
  // It is the first of the non-maskable interrupt's handler.
  bool retired_after_nmi() const { return retired_after_nmi_; }
  uint64_t cycles() const { return cycles_; }
  uint64_t instructions() const { return instructions_; }
  bool sleeping() const { return core_.sleep_o; }
  const Iss& iss() const { return lockstep_.iss(); }

 private:
  // Note what the settled core asks for, before the clock edge.
  void TakeFetch();
  void TakeData();
  // Drives the answers that are due, after it.
  void Answer();
  uint32_t Latency(uint32_t maximum) {
    return maximum == 1 ? 1 : std::uniform_int_distribution<uint32_t>(1, maximum)(random_);
  }

  const Options options_;
  std::mt19937_64 random_;
  VerilatedContext context_;
  Vcore core_{&context_};
  FlatMemory memory_;
  FlatMemory iss_memory_;
  Lockstep lockstep_{&iss_memory_, 0};
  CoreDebugger debugger_;
  std::optional<Retired> retired_;
  bool retired_after_nmi_ = false;
  uint32_t mip_ = 0;
  uint64_t cycles_ = 0;
  uint64_t instructions_ = 0;
  // Cycles until the answer under way is given, 0 if none is; and that answer.
  uint32_t fetch_wait_ = 0;
  bool fetch_taken_ = false;
  FetchAnswer fetch_;
  uint32_t data_wait_ = 0;
  uint32_t data_rdata_ = 0;
  bool data_error_ = false;
};

}  // namespace ringside

#endif  // RINGSIDE_RTL_CORE_CORE_HARNESS_H_
