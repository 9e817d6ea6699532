#include "testbench/iss/iss_csrs.h"

#include <bit>

namespace ringside {
namespace {

enum Csr : uint32_t {
  kMstatus = 0x300,
  kMisa = 0x301,
  kMie = 0x304,
  kMtvec = 0x305,
  kMcounteren = 0x306,
  kMenvcfg = 0x30a,
  kMstatush = 0x310,
  kMenvcfgh = 0x31a,
  kMcountinhibit = 0x320,
  kMhpmevent3 = 0x323,
  kMscratch = 0x340,
  kMepc = 0x341,
  kMcause = 0x342,
  kMtval = 0x343,
  kMip = 0x344,
  kMcycle = 0xb00,
  kMinstret = 0xb02,
  kMcycleh = 0xb80,
  kMinstreth = 0xb82,
  kCycle = 0xc00,
  kInstret = 0xc02,
  kCycleh = 0xc80,
  kInstreth = 0xc82,
  kMvendorid = 0xf11,
  kMconfigptr = 0xf15,
};

constexpr uint32_t kInterrupt = 1u << 31;
constexpr uint32_t kSoftware = 3;
constexpr uint32_t kTimer = 7;
constexpr uint32_t kExternal = 11;
constexpr uint32_t kFast = 16;
// Interrupts that exist.
constexpr uint32_t kIrqMask = 1u << kSoftware | 1u << kTimer | 1u << kExternal | 0xffffu << kFast;

// Event counters: those that count, and the bits of mcounteren and mcountinhibit for all counters.
constexpr uint32_t kEventCounters = 3;
constexpr uint32_t kFirstEventCounter = 3;
constexpr uint32_t kCounters = ((1u << kEventCounters) - 1) << kFirstEventCounter | 5;
// Their events, but for one number.
constexpr uint32_t kLastEvent = 11;
constexpr uint32_t kNoEvent = 6;

bool IsEventCounter(uint32_t csr) {
  const uint32_t group = csr & ~31u;
  return (group == 0xb00 || group == 0xc00) && csr % 32 >= kFirstEventCounter &&
         csr % 32 < kFirstEventCounter + kEventCounters;
}

// Unused event counters, their selectors, and the upper halves of all: zero, whatever is written.
bool IsEmptyCounter(uint32_t csr) {
  const uint32_t group = csr & ~31u;
  return (group == 0xb00 || group == 0xb80 || group == 0xc00 || group == 0xc80 || group == 0x320) &&
         csr % 32 >= kFirstEventCounter;
}

}  // namespace

bool IssCsrs::IsVolatile(uint32_t csr) {
  return csr == kMcycle || csr == kMcycleh || csr == kCycle || csr == kCycleh || csr == kMip ||
         IsEventCounter(csr) || csr == IssDebug::kDcsr || csr == IssDebug::kData0;
}

// Bits 9:8 of a CSR's number say which mode it is for; mcounteren, which counters user mode may
// read.
bool IssCsrs::IsAllowed(uint32_t csr) const {
  if (machine_) return true;
  if ((csr >> 8 & 3) != 0) return false;
  return mcounteren_ >> (csr & 31) & 1;
}

bool IssCsrs::Read(uint32_t csr, uint32_t* value) const {
  *value = 0;
  if (!IsAllowed(csr)) return false;
  if (pmp_.Read(csr, value)) return true;
  if (debug_.Read(csr, volatile_value_, value)) return true;
  switch (csr) {
    case kMstatus:
      *value = uint32_t{mstatus_tw_} << 21 | uint32_t{mstatus_mprv_} << 17 |
               (mstatus_mpp_machine_ ? 3u << 11 : 0) | uint32_t{mstatus_mpie_} << 7 |
               uint32_t{mstatus_mie_} << 3;
      return true;
    case kMisa:
      *value = 1u << 30 | 1u << ('A' - 'A') | 1u << ('C' - 'A') | 1u << ('I' - 'A') |
               1u << ('M' - 'A') | 1u << ('U' - 'A');
      return true;
    case kMie:
      *value = mie_;
      return true;
    case kMtvec:
      *value = mtvec_;
      return true;
    case kMscratch:
      *value = mscratch_;
      return true;
    case kMepc:
      *value = mepc_;
      return true;
    case kMcause:
      *value = mcause_;
      return true;
    case kMtval:
      *value = mtval_;
      return true;
    case kMcounteren:
      *value = mcounteren_;
      return true;
    case kMinstret:
    case kInstret:
      *value = static_cast<uint32_t>(minstret_);
      return true;
    case kMinstreth:
    case kInstreth:
      *value = static_cast<uint32_t>(minstret_ >> 32);
      return true;
    case kMip:
    case kMcycle:
    case kMcycleh:
    case kCycle:
    case kCycleh:
      *value = volatile_value_;
      return true;
    case kMcountinhibit:
      *value = mcountinhibit_;
      return true;
    case kMstatush:
    case kMenvcfg:
    case kMenvcfgh:
      return true;
    default:
      if (IsEventCounter(csr)) *value = volatile_value_;
      if (csr - kMhpmevent3 < kEventCounters) *value = mhpmevent_[csr - kMhpmevent3];
      return (csr >= kMvendorid && csr <= kMconfigptr) || IsEmptyCounter(csr);
  }
}

bool IssCsrs::Write(uint32_t csr, uint32_t value) {
  if (!IsAllowed(csr)) return false;
  if (pmp_.Write(csr, value)) return true;
  if (debug_.Write(csr, value)) return true;
  switch (csr) {
    case kMstatus:
      mstatus_mie_ = value >> 3 & 1;
      mstatus_mpie_ = value >> 7 & 1;
      mstatus_mpp_machine_ = (value >> 11 & 3) == 3;
      mstatus_mprv_ = value >> 17 & 1;
      mstatus_tw_ = value >> 21 & 1;
      return true;
    case kMcounteren:
      mcounteren_ = value & kCounters;
      return true;
    case kMcountinhibit:
      mcountinhibit_ = value & kCounters;
      return true;
    case kMie:
      mie_ = value & kIrqMask;
      return true;
    case kMtvec:
      mtvec_ = value & ~2u;
      return true;
    case kMscratch:
      mscratch_ = value;
      return true;
    case kMepc:
      mepc_ = value & ~1u;
      return true;
    case kMcause:
      mcause_ = value & (kInterrupt | 31);
      return true;
    case kMtval:
      mtval_ = value;
      return true;
    case kMinstret:
      minstret_ = minstret_ >> 32 << 32 | value;
      minstret_written_ = true;
      return true;
    case kMinstreth:
      minstret_ = uint64_t{value} << 32 | static_cast<uint32_t>(minstret_);
      minstret_written_ = true;
      return true;
    case kMisa:
    case kMip:
    case kMcycle:
    case kMcycleh:
    case kMstatush:
    case kMenvcfg:
    case kMenvcfgh:
      return true;
    default:
      if (csr - kMhpmevent3 < kEventCounters) {
        const bool is_event = value <= kLastEvent && value != kNoEvent;
        mhpmevent_[csr - kMhpmevent3] = is_event ? value : 0;
      }
      return (csr >> 10) != 3 && IsEmptyCounter(csr);
  }
}

void IssCsrs::Enter(uint32_t cause, uint32_t epc, uint32_t tval) {
  mepc_ = epc & ~1u;
  mcause_ = cause;
  mtval_ = tval;
  mstatus_mpie_ = mstatus_mie_;
  mstatus_mie_ = false;
  mstatus_mpp_machine_ = machine_;
  machine_ = true;
}

uint32_t IssCsrs::EnterException(uint32_t cause, uint32_t epc, uint32_t tval) {
  Enter(cause, epc, tval);
  minstret_written_ = false;
  return mtvec_ & ~3u;
}

uint32_t IssCsrs::EnterInterrupt(uint32_t mip, uint32_t epc) {
  const uint32_t pending = mip & mie_;
  uint32_t cause = kTimer;
  if (pending & (1u << kSoftware)) cause = kSoftware;
  if (pending & (1u << kExternal)) cause = kExternal;
  if (pending >> kFast) cause = kFast + std::countr_zero(pending >> kFast);
  Enter(kInterrupt | cause, epc, 0);
  return (mtvec_ & ~3u) + (mtvec_ & 1 ? 4 * cause : 0);
}

// Cause 0, "unknown": there is only one. At the base address, even if vectored.
uint32_t IssCsrs::EnterNmi(uint32_t epc) {
  Enter(kInterrupt, epc, 0);
  return mtvec_ & ~3u;
}

uint32_t IssCsrs::ReturnFromTrap() {
  mstatus_mie_ = mstatus_mpie_;
  mstatus_mpie_ = true;
  machine_ = mstatus_mpp_machine_;
  mstatus_mpp_machine_ = false;
  if (!machine_) mstatus_mprv_ = false;
  return mepc_;
}

void IssCsrs::EnterDebug(uint32_t pc) {
  debug_.Enter(pc, machine_);
  machine_ = true;
}

void IssCsrs::CountRetired() {
  if (!minstret_written_ && (mcountinhibit_ & 4) == 0) ++minstret_;
  minstret_written_ = false;
}

}  // namespace ringside
