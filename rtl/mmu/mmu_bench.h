// Drives the Verilated MMU for tests: a client, a register master and a memory with latency.
//
// Everything a test sets before Step() is seen by the MMU in that cycle; what it did in the cycle
// is read after.
#ifndef RINGSIDE_RTL_MMU_MMU_BENCH_H_
#define RINGSIDE_RTL_MMU_MMU_BENCH_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <vector>

#include "Vmmu_testbench.h"

namespace ringside {

struct MmuRequest {
  uint32_t vmid = 0;
  uint64_t va = 0;
  bool write = false;
};

// `pa` holds when `ok`; `reason` is one of RS_FAULT_*, `cycle` when the answer came.
struct MmuAnswer {
  bool ok = false;
  uint64_t pa = 0;
  uint32_t reason = 0;
  uint64_t cycle = 0;
};

struct RegisterAccess {
  bool write = false;
  bool from_host = false;
  uint32_t address = 0;
  uint32_t data = 0;  // Written, or read by the access.
  bool error = false;
};

class MmuBench {
 public:
  // Bytes of memory at bus address 0; reads beyond answer DECERR.
  static constexpr uint64_t kMemoryBytes = uint64_t{1} << 20;

  // Comes out of reset. `seed` drives random latencies.
  explicit MmuBench(uint32_t seed = 1);

  // Cycles from a read's address to its data, at least 1, drawn evenly for each read.
  void SetLatency(int min, int max) {
    min_latency_ = min;
    max_latency_ = max;
  }
  // Makes the bus refuse an address for a cycle, one time in two.
  void SetRandomAddressReady(bool on) { random_ready_ = on; }

  // One clock cycle with this request, or none, on the client port. Returns whether it was taken.
  bool Step(const std::optional<MmuRequest>& request = std::nullopt);
  // One clock cycle with a register access, and a request like Step().
  bool StepWithRegister(RegisterAccess* access,
                        const std::optional<MmuRequest>& request = std::nullopt);

  // The answer given in the last cycle, if any.
  const std::optional<MmuAnswer>& answer() const { return answer_; }
  // Cycles stepped since reset.
  uint64_t cycle() const { return cycle_; }

  // Asks and steps until the answer has come.
  MmuAnswer Translate(const MmuRequest& request);
  // Cycles from the cycle that took the last Translate() request to the cycle of its answer.
  uint64_t last_latency() const { return last_latency_; }

  // Register accesses by firmware; an error answer ends the test program.
  uint32_t ReadRegister(uint32_t address);
  void WriteRegister(uint32_t address, uint32_t data);
  // Points a VMID at a root table.
  void SetContext(uint32_t vmid, uint64_t root, uint32_t pasid, bool valid = true);
  // Writes INV_REQ and steps until INV_STATUS is not busy.
  void Invalidate(uint32_t inv_req);

  // Memory as 8-byte words; word i is at bus address 8 * i.
  std::vector<uint64_t>& memory() { return memory_; }
  // Page-table reads taken by the memory since reset.
  uint64_t reads() const { return reads_; }
  // The model's ports. Combinational outputs are those of the cycle to come only after Settle().
  Vmmu_testbench& model() { return *model_; }
  void Settle();

 private:
  void DriveMemory();
  void UpdateMemory();

  std::unique_ptr<VerilatedContext> context_ = std::make_unique<VerilatedContext>();
  std::unique_ptr<Vmmu_testbench> model_;
  std::mt19937 random_;
  int min_latency_ = 1;
  int max_latency_ = 1;
  bool random_ready_ = false;
  std::vector<uint64_t> memory_ = std::vector<uint64_t>(kMemoryBytes / 8);
  std::optional<MmuAnswer> answer_;
  std::optional<uint64_t> read_address_;  // The read in flight,
  int read_cycles_left_ = 0;              // and when its data is due.
  uint64_t cycle_ = 0;
  uint64_t reads_ = 0;
  uint64_t last_latency_ = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_RTL_MMU_MMU_BENCH_H_
