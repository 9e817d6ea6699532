// The machine-mode CSRs of the instruction-set simulator, and trap entry and return.
#ifndef RINGSIDE_TESTBENCH_ISS_ISS_CSRS_H_
#define RINGSIDE_TESTBENCH_ISS_ISS_CSRS_H_

#include <cstdint>

namespace ringside {

class IssCsrs {
 public:
  // Both return false, changing nothing, if there is no such CSR; Write() also if it is read-only.
  bool Read(uint32_t csr, uint32_t* value) const;
  bool Write(uint32_t csr, uint32_t value);

  // All three return the next pc.
  uint32_t EnterException(uint32_t cause, uint32_t epc, uint32_t tval);
  // Of what is pending in `mip` and enabled, of which there must be something, the first in order.
  uint32_t EnterInterrupt(uint32_t mip, uint32_t epc);
  uint32_t ReturnFromTrap();

  bool WouldInterrupt(uint32_t mip) const { return mstatus_mie_ && (mip & mie_) != 0; }

  // An instruction retired without a trap. One that wrote minstret is not counted.
  void CountRetired();

  // What reads of mcycle, mcycleh and mip give: they depend on time, which the simulator has not.
  void set_volatile_value(uint32_t value) { volatile_value_ = value; }
  static bool IsVolatile(uint32_t csr);

 private:
  void Enter(uint32_t cause, uint32_t epc, uint32_t tval);

  bool mstatus_mie_ = false;
  bool mstatus_mpie_ = false;
  uint32_t mie_ = 0;
  uint32_t mtvec_ = 0;
  uint32_t mscratch_ = 0;
  uint32_t mepc_ = 0;
  uint32_t mcause_ = 0;
  uint32_t mtval_ = 0;
  uint64_t minstret_ = 0;
  bool minstret_written_ = false;
  uint32_t volatile_value_ = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_ISS_ISS_CSRS_H_
