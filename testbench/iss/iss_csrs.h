// The CSRs of the instruction-set simulator, the privilege mode, and trap entry and return.
#ifndef RINGSIDE_TESTBENCH_ISS_ISS_CSRS_H_
#define RINGSIDE_TESTBENCH_ISS_ISS_CSRS_H_

#include <array>
#include <cstdint>

#include "testbench/iss/iss_debug.h"
#include "testbench/iss/iss_pmp.h"

namespace ringside {

class IssCsrs {
 public:
  // Both return false, changing nothing, if there is no such CSR, or none for this mode; Write()
  // also if it is read-only.
  bool Read(uint32_t csr, uint32_t* value) const;
  bool Write(uint32_t csr, uint32_t value);

  // All four return the next pc.
  uint32_t EnterException(uint32_t cause, uint32_t epc, uint32_t tval);
  // Of what is pending in `mip` and enabled, of which there must be something, the first in order.
  uint32_t EnterInterrupt(uint32_t mip, uint32_t epc);
  uint32_t EnterNmi(uint32_t epc);
  uint32_t ReturnFromTrap();

  // User mode is always interruptible.
  bool WouldInterrupt(uint32_t mip) const {
    return (mstatus_mie_ || !machine_) && (mip & mie_) != 0;
  }

  // The mode is machine, not user.
  bool machine() const { return machine_; }
  // WFI is illegal in this mode.
  bool wfi_is_illegal() const { return !machine_ && mstatus_tw_; }

  // Whether memory protection allows it in this mode. Addresses of words, or in them.
  bool MayExecute(uint32_t address) const { return pmp_.Allows(address, IssPmp::kX, machine_); }
  bool MayLoad(uint32_t address) const { return pmp_.Allows(address, IssPmp::kR, DataMachine()); }
  bool MayStore(uint32_t address) const { return pmp_.Allows(address, IssPmp::kW, DataMachine()); }

  // An instruction retired without a trap. One that wrote minstret is not counted.
  void CountRetired();

  // In debug mode nothing is counted.
  void ForgetCountWrite() { minstret_written_ = false; }

  // Debug mode begins before the instruction at `pc`; it ends at the pc that is returned.
  bool debug_mode() const { return debug_.mode(); }
  void EnterDebug(uint32_t pc);
  uint32_t LeaveDebug() { return debug_.Leave(&machine_); }
  // Whether a trigger fires; see IssDebug.
  bool FiresAt(uint32_t pc) const { return debug_.FiresAt(pc, machine_); }
  bool FiresOn(uint32_t address, int bytes, bool load, bool store) const {
    return debug_.FiresOn(address, bytes, load, store, machine_);
  }

  // What reads of mcycle(h), event counters, mip, data0 and the cause in dcsr give: they depend on
  // time, or on the debug module, which the simulator has not.
  void set_volatile_value(uint32_t value) { volatile_value_ = value; }
  static bool IsVolatile(uint32_t csr);

 private:
  void Enter(uint32_t cause, uint32_t epc, uint32_t tval);
  bool IsAllowed(uint32_t csr) const;
  bool DataMachine() const {
    return mstatus_mprv_ && debug_.honours_mprv() ? mstatus_mpp_machine_ : machine_;
  }

  bool machine_ = true;
  bool mstatus_mpp_machine_ = true;
  bool mstatus_mprv_ = false;
  bool mstatus_tw_ = false;
  uint32_t mcounteren_ = 0;
  uint32_t mcountinhibit_ = 0;
  std::array<uint32_t, 3> mhpmevent_{};
  IssPmp pmp_;
  IssDebug debug_;
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
