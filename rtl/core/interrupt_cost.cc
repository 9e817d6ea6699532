#include "rtl/core/interrupt_cost.h"

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "rtl/core/core_harness.h"
#include "testbench/iss/assembler.h"
#include "testbench/iss/flat_memory.h"

namespace ringside {
namespace {

constexpr uint32_t kHandler = 0x400;
constexpr uint32_t kTimer = 1u << 7;
constexpr int kCyclesBefore = 20;
constexpr int kMostCycles = 100;

// Runs `body`, with the timer's interrupt enabled in mie, for a while; then cycles from that pin to
// the instruction at `place`.
absl::StatusOr<int> CyclesTo(uint32_t place, const std::vector<uint32_t>& body) {
  std::vector<uint32_t> program = {rv::Addi(1, 0, kHandler), rv::Csrrw(0, rv::kMtvec, 1),
                                   rv::Addi(1, 0, kTimer), rv::Csrrw(0, rv::kMie, 1)};
  program.insert(program.end(), body.begin(), body.end());
  program.resize(FlatMemory::kBytes / 4, rv::kNop);
  CoreHarness core({});
  core.LoadCode(0, program);
  for (int i = 0; i < kCyclesBefore; ++i) {
    if (absl::Status status = core.Cycle(); !status.ok()) return status;
  }
  core.set_interrupts(kTimer);
  for (int cycles = 1; cycles <= kMostCycles; ++cycles) {
    if (absl::Status status = core.Cycle(); !status.ok()) return status;
    // It retires one cycle after it executes.
    if (core.retired().has_value() && core.retired()->pc_rdata == place) return cycles - 1;
  }
  return absl::DeadlineExceededError("the interrupt leads nowhere");
}

}  // namespace

absl::StatusOr<InterruptCost> MeasureInterruptCost() {
  constexpr uint32_t kBehindWfi = 4 * 5;
  const uint32_t enable = rv::Csr(6, 0, rv::kMstatus, 8);
  const absl::StatusOr<int> entry = CyclesTo(kHandler, {enable});
  if (!entry.ok()) return entry.status();
  const absl::StatusOr<int> entry_from_wfi = CyclesTo(kHandler, {enable, rv::kWfi});
  if (!entry_from_wfi.ok()) return entry_from_wfi.status();
  const absl::StatusOr<int> wake = CyclesTo(kBehindWfi, {rv::kWfi});
  if (!wake.ok()) return wake.status();
  return InterruptCost{.entry = *entry, .entry_from_wfi = *entry_from_wfi, .wake = *wake};
}

}  // namespace ringside
