#include "testbench/iss/iss.h"

#include <optional>

#include "testbench/iss/iss_atomic.h"
#include "testbench/iss/iss_bits.h"
#include "testbench/iss/iss_compressed.h"

namespace ringside {
namespace {

enum Cause : uint32_t {
  kInsnAccess = 1,
  kIllegal = 2,
  kBreakpoint = 3,
  kLoadMisaligned = 4,
  kLoadAccess = 5,
  kStoreMisaligned = 6,
  kStoreAccess = 7,
  kEcallU = 8,
  kEcallM = 11,
};
uint32_t Bits(uint32_t word, int high, int low) {
  return (word >> low) & ((2u << (high - low)) - 1);
}
uint32_t SignExtend(uint32_t value, int bits) {
  return static_cast<uint32_t>(static_cast<int32_t>(value << (32 - bits)) >> (32 - bits));
}

uint32_t ImmI(uint32_t i) { return SignExtend(Bits(i, 31, 20), 12); }
uint32_t ImmS(uint32_t i) { return SignExtend(Bits(i, 31, 25) << 5 | Bits(i, 11, 7), 12); }
uint32_t ImmU(uint32_t i) { return i & 0xfffff000; }
uint32_t ImmB(uint32_t i) {
  return SignExtend(
      Bits(i, 31, 31) << 12 | Bits(i, 7, 7) << 11 | Bits(i, 30, 25) << 5 | Bits(i, 11, 8) << 1, 13);
}
uint32_t ImmJ(uint32_t i) {
  return SignExtend(
      Bits(i, 31, 31) << 20 | Bits(i, 19, 12) << 12 | Bits(i, 20, 20) << 11 | Bits(i, 30, 21) << 1,
      21);
}
uint32_t Funct3(uint32_t i) { return Bits(i, 14, 12); }
uint32_t Funct7(uint32_t i) { return Bits(i, 31, 25); }
uint32_t Rd(uint32_t i) { return Bits(i, 11, 7); }
uint32_t Mask(int bytes) { return (1u << bytes) - 1; }

uint32_t MulDiv(uint32_t funct3, uint32_t a, uint32_t b) {
  const int32_t sa = static_cast<int32_t>(a);
  const int32_t sb = static_cast<int32_t>(b);
  const bool overflow = a == 0x80000000 && b == 0xffffffff;
  switch (funct3) {
    case 0:
      return a * b;
    case 1:
      return static_cast<uint32_t>(int64_t{sa} * int64_t{sb} >> 32);
    case 2:
      return static_cast<uint32_t>(int64_t{sa} * static_cast<int64_t>(uint64_t{b}) >> 32);
    case 3:
      return static_cast<uint32_t>(uint64_t{a} * uint64_t{b} >> 32);
    case 4:
      return b == 0 ? 0xffffffff : overflow ? a : static_cast<uint32_t>(sa / sb);
    case 5:
      return b == 0 ? 0xffffffff : a / b;
    case 6:
      return b == 0 ? a : overflow ? 0 : static_cast<uint32_t>(sa % sb);
    default:
      return b == 0 ? a : a % b;
  }
}

// Memory, or its protection, refused the access.
bool IsRefusal(uint32_t cause) { return cause == kLoadAccess || cause == kStoreAccess; }

constexpr uint32_t kLoadReserved = 2;
constexpr uint32_t kStoreConditional = 3;

}  // namespace

Retired Iss::Step() {
  Retired r;
  r.order = order_++;
  r.intr = intr_;
  intr_ = false;
  r.mode = csrs_.machine() ? 3 : 0;
  r.pc_rdata = pc_;
  trapped_ = false;
  const bool fetched = Fetch(&r);
  stopped_before_ = csrs_.FiresAt(pc_);
  if (stopped_before_) {
    Raise(kBreakpoint, pc_);
  } else if (fetched) {
    Execute(&r);
  }

  if (trapped_) {
    reservation_.reset();
    r.trap = true;
    r.rd_addr = 0;
    r.mem_rmask = r.mem_wmask = r.mem_rdata = r.mem_wdata = 0;
    // Of what was refused at least the address is reported.
    r.mem_addr = IsRefusal(trap_.cause) ? trap_.tval : 0;
    pc_ = r.pc_wdata = csrs_.EnterException(trap_.cause, pc_, trap_.tval);
    intr_ = true;
  } else {
    pc_ = r.pc_wdata;
    csrs_.CountRetired();
    set_reg(r.rd_addr, r.rd_wdata);
  }
  if (r.rd_addr == 0) r.rd_wdata = 0;
  return r;
}

Retired Iss::StepDebug(const Retired& core) {
  if (!csrs_.debug_mode()) {
    csrs_.EnterDebug(pc_);
    reservation_.reset();
  }
  Retired r;
  r.debug = true;
  r.order = order_;
  r.intr = intr_;
  r.insn = core.insn;
  pc_ = r.pc_rdata = core.pc_rdata;
  const bool compressed = (core.insn & 3) != 3;
  insn_ = compressed ? ExpandCompressed(core.insn) : core.insn;
  r.pc_wdata = pc_ + (compressed ? 2 : 4);
  trapped_ = stopped_before_ = false;
  Execute(&r);
  csrs_.ForgetCountWrite();
  if (trapped_) {
    reservation_.reset();
    r.trap = true;
    r.rd_addr = 0;
    r.mem_rmask = r.mem_wmask = r.mem_rdata = r.mem_wdata = 0;
    r.mem_addr = IsRefusal(trap_.cause) ? trap_.tval : 0;
    r.pc_wdata = core.pc_wdata;
  } else {
    pc_ = r.pc_wdata;
    set_reg(r.rd_addr, r.rd_wdata);
  }
  if (r.rd_addr == 0) r.rd_wdata = 0;
  return r;
}

bool Iss::Fetch(Retired* r) {
  uint32_t word;
  if (!csrs_.MayExecute(pc_) || !memory_->Fetch(pc_ & ~3u, &word)) {
    Raise(kInsnAccess, pc_);
    return false;
  }
  const bool in_upper_half = pc_ & 2;
  uint32_t insn = in_upper_half ? word >> 16 : word;
  if ((insn & 3) != 3) {
    r->insn = insn & 0xffff;
    r->pc_wdata = pc_ + 2;
    insn_ = ExpandCompressed(r->insn);
    return true;
  }
  if (in_upper_half) {
    if (!csrs_.MayExecute(pc_ + 2) || !memory_->Fetch(pc_ + 2, &word)) {
      Raise(kInsnAccess, pc_ + 2);
      return false;
    }
    insn |= word << 16;
  }
  r->insn = insn_ = insn;
  r->pc_wdata = pc_ + 4;
  return true;
}

bool Iss::TakeInterrupt(uint32_t mip) {
  if (!WouldInterrupt(mip)) return false;
  reservation_.reset();
  pc_ = csrs_.EnterInterrupt(mip, pc_);
  intr_ = true;
  return true;
}

void Iss::TakeNmi() {
  reservation_.reset();
  pc_ = csrs_.EnterNmi(pc_);
  intr_ = true;
}

void Iss::Raise(uint32_t cause, uint32_t tval) {
  trapped_ = true;
  trap_ = {cause, tval};
}

void Iss::UseRs1(Retired* r) const {
  r->rs1_addr = Bits(insn_, 19, 15);
  r->rs1_rdata = regs_[r->rs1_addr];
}

void Iss::UseRs2(Retired* r) const {
  r->rs2_addr = Bits(insn_, 24, 20);
  r->rs2_rdata = regs_[r->rs2_addr];
}

void Iss::Execute(Retired* r) {
  const uint32_t insn = insn_;
  r->rd_addr = Rd(insn);
  switch (Bits(insn, 6, 0)) {
    case 0x37:
      r->rd_wdata = ImmU(insn);
      return;
    case 0x17:
      r->rd_wdata = pc_ + ImmU(insn);
      return;
    case 0x6f:
      r->rd_wdata = r->pc_wdata;
      r->pc_wdata = pc_ + ImmJ(insn);
      return;
    case 0x67:
      if (Funct3(insn) != 0) break;
      UseRs1(r);
      r->rd_wdata = r->pc_wdata;
      r->pc_wdata = (r->rs1_rdata + ImmI(insn)) & ~1u;
      return;
    case 0x63:
      if (Funct3(insn) == 2 || Funct3(insn) == 3) break;
      ExecuteBranch(r);
      return;
    case 0x03:
      if (Funct3(insn) == 3 || Funct3(insn) > 5) break;
      ExecuteLoad(r);
      return;
    case 0x23:
      if (Funct3(insn) > 2) break;
      ExecuteStore(r);
      return;
    case 0x2f:
      if (Funct3(insn) != 2) break;
      ExecuteAtomic(r);
      return;
    case 0x13:
      UseRs1(r);
      if (Funct3(insn) % 4 != 1 || Funct7(insn) == 0 ||
          (Funct3(insn) == 5 && Funct7(insn) == 0x20)) {
        ExecuteOp(r, ImmI(insn), false);
      } else {
        ExecuteBits(r, BitOperationImmediate(insn, r->rs1_rdata));
      }
      return;
    case 0x33:
      UseRs1(r);
      UseRs2(r);
      if (Funct7(insn) <= 1 || (Funct7(insn) == 0x20 && (Funct3(insn) == 0 || Funct3(insn) == 5))) {
        ExecuteOp(r, r->rs2_rdata, true);
      } else {
        ExecuteBits(r, BitOperation(insn, r->rs1_rdata, r->rs2_rdata));
      }
      return;
    case 0x0f:
      // FENCE and FENCE.I: nothing to do in a machine that does everything in order.
      if (Funct3(insn) > 1) break;
      r->rd_addr = 0;
      return;
    case 0x73:
      ExecuteSystem(r);
      return;
    default:
      break;
  }
  // Whatever was not recognised above.
  Raise(kIllegal, r->insn);
}

void Iss::ExecuteOp(Retired* r, uint32_t operand, bool is_register_form) {
  const uint32_t a = r->rs1_rdata;
  const uint32_t b = operand;
  const bool alternate = Funct7(insn_) == 0x20;
  if (is_register_form && Funct7(insn_) == 1) {
    r->rd_wdata = MulDiv(Funct3(insn_), a, b);
    return;
  }
  switch (Funct3(insn_)) {
    case 0:
      r->rd_wdata = is_register_form && alternate ? a - b : a + b;
      break;
    case 1:
      r->rd_wdata = a << (b & 31);
      break;
    case 2:
      r->rd_wdata = static_cast<int32_t>(a) < static_cast<int32_t>(b);
      break;
    case 3:
      r->rd_wdata = a < b;
      break;
    case 4:
      r->rd_wdata = a ^ b;
      break;
    case 5:
      r->rd_wdata =
          alternate ? static_cast<uint32_t>(static_cast<int32_t>(a) >> (b & 31)) : a >> (b & 31);
      break;
    case 6:
      r->rd_wdata = a | b;
      break;
    default:
      r->rd_wdata = a & b;
      break;
  }
}

void Iss::ExecuteBits(Retired* r, std::optional<uint32_t> result) {
  if (result.has_value()) {
    r->rd_wdata = *result;
    return;
  }
  r->rs1_addr = r->rs1_rdata = r->rs2_addr = r->rs2_rdata = 0;
  Raise(kIllegal, r->insn);
}

void Iss::ExecuteBranch(Retired* r) {
  UseRs1(r);
  UseRs2(r);
  r->rd_addr = 0;
  bool taken;
  switch (Funct3(insn_) >> 1) {
    case 0:
      taken = r->rs1_rdata == r->rs2_rdata;
      break;
    case 2:
      taken = static_cast<int32_t>(r->rs1_rdata) < static_cast<int32_t>(r->rs2_rdata);
      break;
    default:
      taken = r->rs1_rdata < r->rs2_rdata;
      break;
  }
  if (Funct3(insn_) & 1) taken = !taken;
  if (taken) r->pc_wdata = pc_ + ImmB(insn_);
}

void Iss::ExecuteLoad(Retired* r) {
  UseRs1(r);
  const int bytes = 1 << (Funct3(insn_) & 3);
  const bool is_signed = Funct3(insn_) < 4;
  const uint32_t address = r->rs1_rdata + ImmI(insn_);
  if (csrs_.FiresOn(address, bytes, true, false)) return Raise(kBreakpoint, address);
  if (address % bytes != 0) return Raise(kLoadMisaligned, address);
  uint32_t value;
  if (!csrs_.MayLoad(address) || !memory_->Load(address, bytes, &value)) {
    return Raise(kLoadAccess, address);
  }
  r->mem_addr = address;
  r->mem_rmask = Mask(bytes);
  r->mem_rdata = value;
  r->rd_wdata = is_signed ? SignExtend(value, 8 * bytes) : value;
}

void Iss::ExecuteStore(Retired* r) {
  UseRs1(r);
  UseRs2(r);
  r->rd_addr = 0;
  const int bytes = 1 << Funct3(insn_);
  const uint32_t address = r->rs1_rdata + ImmS(insn_);
  if (csrs_.FiresOn(address, bytes, false, true)) return Raise(kBreakpoint, address);
  const uint32_t value = bytes == 4 ? r->rs2_rdata : Bits(r->rs2_rdata, 8 * bytes - 1, 0);
  if (address % bytes != 0) return Raise(kStoreMisaligned, address);
  if (!csrs_.MayStore(address) || !memory_->Store(address, bytes, value)) {
    return Raise(kStoreAccess, address);
  }
  r->mem_addr = address;
  r->mem_wmask = Mask(bytes);
  r->mem_wdata = value;
}

void Iss::ExecuteAtomic(Retired* r) {
  const uint32_t funct5 = Bits(insn_, 31, 27);
  if (funct5 == kLoadReserved && Bits(insn_, 24, 20) == 0) return ExecuteLoadReserved(r);
  if (funct5 == kStoreConditional) return ExecuteStoreConditional(r);
  const uint32_t b = regs_[Bits(insn_, 24, 20)];
  // Tells whether the operation exists, and, once memory has been read, what it makes of it.
  if (!AtomicResult(funct5, 0, b).has_value()) return Raise(kIllegal, r->insn);
  UseRs1(r);
  UseRs2(r);
  if (!AtomicLoad(r, kStoreMisaligned, kStoreAccess)) return;
  AtomicStore(r, *AtomicResult(funct5, r->rd_wdata, b));
}

void Iss::ExecuteLoadReserved(Retired* r) {
  UseRs1(r);
  if (AtomicLoad(r, kLoadMisaligned, kLoadAccess)) reservation_ = r->rs1_rdata;
}

// One that fails does not access memory, so all that can be wrong with it is the address itself.
void Iss::ExecuteStoreConditional(Retired* r) {
  UseRs1(r);
  UseRs2(r);
  const uint32_t address = r->rs1_rdata;
  if (csrs_.FiresOn(address, 4, false, true)) return Raise(kBreakpoint, address);
  if (address % 4 != 0) return Raise(kStoreMisaligned, address);
  if (!csrs_.MayStore(address)) return Raise(kStoreAccess, address);
  const bool succeeds = reservation_ == address;
  reservation_.reset();
  r->rd_wdata = !succeeds;
  if (succeeds) AtomicStore(r, r->rs2_rdata);
}

bool Iss::AtomicLoad(Retired* r, uint32_t misaligned, uint32_t fault) {
  const uint32_t address = r->rs1_rdata;
  const bool also_stores = fault == kStoreAccess;
  uint32_t value;
  if (csrs_.FiresOn(address, 4, true, also_stores)) {
    Raise(kBreakpoint, address);
  } else if (address % 4 != 0) {
    Raise(misaligned, address);
  } else if (!csrs_.MayLoad(address) || (also_stores && !csrs_.MayStore(address)) ||
             !memory_->AllowsAtomics(address) || !memory_->Load(address, 4, &value)) {
    Raise(fault, address);
  } else {
    r->mem_addr = address;
    r->mem_rmask = Mask(4);
    r->mem_rdata = r->rd_wdata = value;
  }
  return !trapped_;
}

void Iss::AtomicStore(Retired* r, uint32_t value) {
  const uint32_t address = r->rs1_rdata;
  if (!memory_->AllowsAtomics(address) || !memory_->Store(address, 4, value)) {
    return Raise(kStoreAccess, address);
  }
  r->mem_addr = address;
  r->mem_wmask = Mask(4);
  r->mem_wdata = value;
}

void Iss::ExecuteSystem(Retired* r) {
  if (Funct3(insn_) % 4 != 0) return ExecuteCsr(r);
  r->rd_addr = 0;
  switch (insn_) {
    case 0x00000073:
      return Raise(csrs_.machine() ? kEcallM : kEcallU, 0);
    case 0x00100073:
      return Raise(kBreakpoint, pc_);
    case 0x30200073:  // MRET
      if (!csrs_.machine() || csrs_.debug_mode()) return Raise(kIllegal, r->insn);
      reservation_.reset();
      r->pc_wdata = csrs_.ReturnFromTrap();
      return;
    case 0x7b200073:  // DRET
      if (!csrs_.debug_mode()) return Raise(kIllegal, r->insn);
      r->pc_wdata = csrs_.LeaveDebug();
      return;
    case 0x10500073:  // WFI ends by itself.
      if (csrs_.wfi_is_illegal()) return Raise(kIllegal, r->insn);
      return;
    default:
      return Raise(kIllegal, r->insn);
  }
}

void Iss::ExecuteCsr(Retired* r) {
  const uint32_t csr = Bits(insn_, 31, 20);
  const uint32_t field = Bits(insn_, 19, 15);
  const uint32_t operation = Funct3(insn_) & 3;
  uint32_t operand = field;
  if (Funct3(insn_) < 4) {
    UseRs1(r);
    operand = r->rs1_rdata;
  }
  uint32_t old;
  if (!csrs_.Read(csr, &old)) return Raise(kIllegal, r->insn);
  r->rd_wdata = old;
  // Setting or clearing nothing is not a write.
  if (operation != 1 && field == 0) return;
  const uint32_t value = operation == 1 ? operand : operation == 2 ? old | operand : old & ~operand;
  if (!csrs_.Write(csr, value)) Raise(kIllegal, r->insn);
}

}  // namespace ringside
