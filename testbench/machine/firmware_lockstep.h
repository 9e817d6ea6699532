// The machine's firmware core beside the instruction-set simulator, which does every instruction
// again.
//
// Fed by testbench/watch/lockstep_watch.sv in the order of the cycles. The simulator has the core's
// memories as the host wrote them; what the core reads elsewhere, registers and the memory window,
// it believes.
#ifndef RINGSIDE_TESTBENCH_MACHINE_FIRMWARE_LOCKSTEP_H_
#define RINGSIDE_TESTBENCH_MACHINE_FIRMWARE_LOCKSTEP_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "testbench/iss/iss.h"
#include "testbench/iss/lockstep.h"
#include "testbench/iss/observed_memory.h"

namespace ringside {

class FirmwareLockstep {
 public:
  FirmwareLockstep() { OnReset(); }
  // The simulator points into this.
  FirmwareLockstep(const FirmwareLockstep&) = delete;
  FirmwareLockstep& operator=(const FirmwareLockstep&) = delete;

  // The host wrote the word at byte `offset` of a memory of the core.
  void OnHostWrite(bool is_data, uint32_t offset, uint32_t value);
  // The core went into reset; its memories keep what they hold.
  void OnReset();
  // The error, if the simulator did something else, names every field that differs. `mip` is
  // rvfi_ext_mip.
  absl::Status OnRetire(const Retired& core, uint32_t mip);

  // Compared since the machine was made.
  uint64_t instructions() const { return instructions_; }
  uint64_t interrupts() const { return interrupts_; }

 private:
  ObservedMemory memory_;
  std::optional<Lockstep> lockstep_;
  uint64_t instructions_ = 0;
  uint64_t interrupts_ = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_MACHINE_FIRMWARE_LOCKSTEP_H_
