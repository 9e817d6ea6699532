#include "testbench/iss/iss_debug.h"

namespace ringside {
namespace {

constexpr uint32_t kTselect = 0x7a0;
constexpr uint32_t kTdata1 = 0x7a1;
constexpr uint32_t kTdata2 = 0x7a2;
constexpr uint32_t kTdata3 = 0x7a3;
constexpr uint32_t kTinfo = 0x7a4;
constexpr uint32_t kDpc = 0x7b1;
constexpr uint32_t kDscratch0 = 0x7b2;
constexpr uint32_t kDscratch1 = 0x7b3;

// dcsr: version and stopcount; what can be written; the cause.
constexpr uint32_t kDcsrFixed = 4u << 28 | 1u << 10;
constexpr uint32_t kDcsrWritable = 1u << 15 | 1u << 12 | 1u << 11 | 1u << 4 | 1u << 2;
constexpr uint32_t kDcsrCause = 7u << 6;

// tdata1 of type 2.
constexpr uint32_t kType = 2;
constexpr uint32_t kFixed = kType << 28 | 31u << 21;
constexpr uint32_t kDmode = 1u << 27;
constexpr uint32_t kActionDebug = 1u << 12;
constexpr uint32_t kNapot = 1u << 7;
constexpr uint32_t kM = 1u << 6;
constexpr uint32_t kU = 1u << 3;
constexpr uint32_t kExecute = 1u << 2;
constexpr uint32_t kStore = 1u << 1;
constexpr uint32_t kLoad = 1u << 0;

uint32_t LegalControl(uint32_t value, bool debug_mode) {
  if (value >> 28 != kType) return 0;
  uint32_t control = value & (kM | kU | kExecute | kStore | kLoad);
  if ((value >> 7 & 15) == 1) control |= kNapot;
  if (debug_mode && (value & kDmode) != 0) {
    control |= kDmode;
    if ((value >> 12 & 15) == 1) control |= kActionDebug;
  }
  return control;
}

}  // namespace

void IssDebug::Enter(uint32_t pc, bool machine) {
  mode_ = true;
  dpc_ = pc;
  dcsr_ = (dcsr_ & ~3u) | (machine ? 3 : 0);
}

uint32_t IssDebug::Leave(bool* machine) {
  mode_ = false;
  *machine = (dcsr_ & 3) == 3;
  return dpc_;
}

bool IssDebug::Read(uint32_t csr, uint32_t told, uint32_t* value) const {
  const Trigger& trigger = triggers_[tselect_];
  switch (csr) {
    case kTselect:
      *value = tselect_;
      return true;
    case kTdata1:
      *value = kFixed | trigger.control;
      return true;
    case kTdata2:
      *value = trigger.value;
      return true;
    case kTdata3:
      *value = 0;
      return true;
    case kTinfo:
      *value = 1u << kType;
      return true;
    case kDcsr:
      *value = kDcsrFixed | dcsr_ | (told & kDcsrCause);
      return mode_;
    case kDpc:
      *value = dpc_;
      return mode_;
    case kDscratch0:
    case kDscratch1:
      *value = dscratch_[csr - kDscratch0];
      return mode_;
    case kData0:
      *value = told;
      return mode_;
    default:
      return false;
  }
}

bool IssDebug::Write(uint32_t csr, uint32_t value) {
  Trigger& trigger = triggers_[tselect_];
  const bool writable = mode_ || (trigger.control & kDmode) == 0;
  switch (csr) {
    case kTselect:
      tselect_ = value < triggers_.size() ? value : 0;
      return true;
    case kTdata1:
      if (writable) trigger.control = LegalControl(value, mode_);
      return true;
    case kTdata2:
      if (writable) trigger.value = value;
      return true;
    case kTdata3:
    case kTinfo:
      return true;
    case kDcsr:
      if (mode_) dcsr_ = (value & kDcsrWritable) | ((value & 3) == 3 ? 3 : 0);
      return mode_;
    case kDpc:
      if (mode_) dpc_ = value & ~1u;
      return mode_;
    case kDscratch0:
    case kDscratch1:
      if (mode_) dscratch_[csr - kDscratch0] = value;
      return mode_;
    case kData0:
      return mode_;
    default:
      return false;
  }
}

bool IssDebug::Matches(const Trigger& trigger, uint32_t address) {
  if ((trigger.control & kNapot) == 0) return address == trigger.value;
  // All bits up to the lowest 0.
  const uint32_t ignored = trigger.value ^ (trigger.value + 1);
  return (address | ignored) == (trigger.value | ignored);
}

bool IssDebug::FiresAt(uint32_t pc, bool machine) const {
  if (mode_) return false;
  const uint32_t needs = kExecute | (machine ? kM : kU);
  for (const Trigger& trigger : triggers_) {
    if ((trigger.control & needs) == needs && Matches(trigger, pc)) return true;
  }
  return false;
}

bool IssDebug::FiresOn(uint32_t address, int bytes, bool load, bool store, bool machine) const {
  if (mode_) return false;
  const uint32_t mode = machine ? kM : kU;
  const uint32_t access = (load ? kLoad : 0) | (store ? kStore : 0);
  // A misaligned access counts as the aligned one about it.
  const uint32_t first = address & ~static_cast<uint32_t>(bytes - 1);
  for (const Trigger& trigger : triggers_) {
    if ((trigger.control & mode) == 0 || (trigger.control & access) == 0) continue;
    for (int i = 0; i < bytes; ++i) {
      if (Matches(trigger, first + i)) return true;
    }
  }
  return false;
}

}  // namespace ringside
