// Compares a core's retired instructions, one by one, with the instruction-set simulator's.
//
// Feed it every instruction of the retire port in order, those of debug mode too. Interrupts and
// time-dependent CSRs are taken over from the core, after checking that the architecture allowed
// the interrupt there.
#ifndef RINGSIDE_TESTBENCH_ISS_LOCKSTEP_H_
#define RINGSIDE_TESTBENCH_ISS_LOCKSTEP_H_

#include <cstdint>

#include "absl/status/status.h"
#include "testbench/iss/iss.h"

namespace ringside {

class Lockstep {
 public:
  // `memory` is the simulator's own copy, as it was before the first instruction; it must outlive
  // this.
  Lockstep(IssMemory* memory, uint32_t reset_pc) : iss_(memory, reset_pc) {}

  // `mip` is rvfi_ext_mip. The error, if they differ, names every field that does.
  absl::Status Check(const Retired& core, uint32_t mip);

  const Iss& iss() const { return iss_; }

 private:
  Iss iss_;
  bool nmi_taken_ = false;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_ISS_LOCKSTEP_H_
