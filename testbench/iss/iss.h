// A RISC-V instruction-set simulator: RV32IMAC_Zicsr_Zifencei_Zba_Zbb_Zbs_Zbkb, machine and user
// mode, written to be read beside the specification.
//
// One call of Step() is one instruction as the core's retire port reports it. It knows nothing of
// cycles: interrupts come when TakeInterrupt() is called, and CSRs that depend on time read what
// set_volatile_csr() says.
#ifndef RINGSIDE_TESTBENCH_ISS_ISS_H_
#define RINGSIDE_TESTBENCH_ISS_ISS_H_

#include <array>
#include <cstdint>
#include <optional>

#include "testbench/iss/iss_csrs.h"

namespace ringside {

// What an instruction did; names and meaning of the RISC-V Formal Interface, without the prefix.
struct Retired {
  uint64_t order = 0;
  uint32_t insn = 0;
  // 3 machine, 0 user.
  uint32_t mode = 3;
  uint32_t pc_rdata = 0;
  uint32_t pc_wdata = 0;
  // An instruction of debug mode: of the debugger's, not of the program.
  bool debug = false;
  bool trap = false;
  bool intr = false;
  uint32_t rs1_addr = 0;
  uint32_t rs2_addr = 0;
  uint32_t rs1_rdata = 0;
  uint32_t rs2_rdata = 0;
  uint32_t rd_addr = 0;
  uint32_t rd_wdata = 0;
  uint32_t mem_addr = 0;
  uint32_t mem_rmask = 0;
  uint32_t mem_wmask = 0;
  uint32_t mem_rdata = 0;
  uint32_t mem_wdata = 0;

  friend bool operator==(const Retired&, const Retired&) = default;
};

// What the simulator reads and writes. Every function returns false for an access fault, having
// changed nothing. Fetches are of words; addresses are naturally aligned; `bytes` is 1, 2 or 4;
// values are in the low bits.
class IssMemory {
 public:
  virtual ~IssMemory() = default;
  virtual bool Fetch(uint32_t address, uint32_t* insn) = 0;
  virtual bool Load(uint32_t address, int bytes, uint32_t* value) = 0;
  virtual bool Store(uint32_t address, int bytes, uint32_t value) = 0;
  // Whether atomic instructions may use the word at `address`, as far as it can be accessed at all.
  virtual bool AllowsAtomics(uint32_t /*address*/) const { return true; }
};

class Iss {
 public:
  // `memory` must outlive the simulator.
  Iss(IssMemory* memory, uint32_t reset_pc) : memory_(memory), pc_(reset_pc) {}

  // Executes one instruction or takes its exception.
  Retired Step();

  // Executes an instruction that the core was given in debug mode, which the simulator enters if it
  // is not there yet. Takes over from `core` the instruction and where it stands.
  Retired StepDebug(const Retired& core);

  // Goes to the handler of the first interrupt of `mip` that is enabled; false, changing nothing,
  // if none is.
  bool TakeInterrupt(uint32_t mip);
  // Whether TakeInterrupt would.
  bool WouldInterrupt(uint32_t mip) const { return csrs_.WouldInterrupt(mip); }

  // Goes to the handler of the non-maskable interrupt, whatever is enabled.
  void TakeNmi();

  // What the next read of a CSR that depends on time gives; see IssCsrs.
  void set_volatile_csr(uint32_t value) { csrs_.set_volatile_value(value); }

  // The next instruction is the first of a handler.
  bool at_handler() const { return intr_; }
  // The instruction just done was kept from executing by a trigger: it has read no registers.
  bool stopped_before() const { return stopped_before_; }

  uint32_t pc() const { return pc_; }
  uint32_t reg(int index) const { return regs_[index]; }
  void set_reg(int index, uint32_t value) {
    if (index != 0) regs_[index] = value;
  }

 private:
  struct Trap {
    uint32_t cause;
    uint32_t tval;
  };

  // Reads the instruction at `pc_`; false if that raised its exception.
  bool Fetch(Retired* r);
  void Execute(Retired* r);
  void ExecuteOp(Retired* r, uint32_t operand, bool is_register_form);
  // No result: the encoding is reserved.
  void ExecuteBits(Retired* r, std::optional<uint32_t> result);
  void ExecuteBranch(Retired* r);
  void ExecuteLoad(Retired* r);
  void ExecuteStore(Retired* r);
  void ExecuteAtomic(Retired* r);
  void ExecuteLoadReserved(Retired* r);
  void ExecuteStoreConditional(Retired* r);
  // The accesses of an atomic, or its fault: then the first returns false. `misaligned` and `fault`
  // are its causes.
  bool AtomicLoad(Retired* r, uint32_t misaligned, uint32_t fault);
  void AtomicStore(Retired* r, uint32_t value);
  void ExecuteSystem(Retired* r);
  void ExecuteCsr(Retired* r);

  // The instruction in hand does not happen; Step() enters the handler instead.
  void Raise(uint32_t cause, uint32_t tval);

  void UseRs1(Retired* r) const;
  void UseRs2(Retired* r) const;

  IssMemory* memory_;
  std::array<uint32_t, 32> regs_{};
  uint32_t pc_;
  // The instruction in hand in 32 bits, whatever it takes in memory.
  uint32_t insn_ = 0;
  uint64_t order_ = 0;
  bool intr_ = false;
  bool trapped_ = false;
  bool stopped_before_ = false;
  Trap trap_{};
  // The word that LR.W has reserved. Every trap and return from one forgets it, as does SC.W.
  std::optional<uint32_t> reservation_;
  IssCsrs csrs_;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_ISS_ISS_H_
