#include "firmware/sched/processes.h"

#include "firmware/base/bits.h"

namespace ringside::firmware {

Error Processes::Open(uint32_t context, uint32_t pasid, uint64_t root, uint32_t* process) {
  uint32_t free = kNoProcess;
  for (uint32_t i = 0; i < RS_MAX_PROCESSES; ++i) {
    const Process& known = processes_[i];
    if (known.queues == 0) {
      if (free == kNoProcess) free = i;
    } else if (known.context == context) {
      if (known.root != root || known.pasid != pasid) return Error::kBadField;
      ++processes_[i].queues;
      *process = i;
      return Error::kOk;
    }
  }
  if (free == kNoProcess) return Error::kProcessTableFull;
  processes_[free] = {
      .root = root, .context = context, .pasid = pasid, .vmid = 0, .queues = 1, .on_slots = 0};
  *process = free;
  return Error::kOk;
}

uint32_t Processes::Close(uint32_t process) {
  Process& closing = processes_[process];
  if (--closing.queues != 0) return 0;
  const uint32_t vmid = closing.vmid;
  if (vmid != 0) held_ &= ~Bit(vmid);
  closing.vmid = 0;
  return vmid;
}

Processes::Lease Processes::Enter(uint32_t process) {
  Process& entering = processes_[process];
  ++entering.on_slots;
  if (entering.vmid != 0) return {.vmid = entering.vmid, .fresh = false};

  const uint32_t vmid = ChooseVmid();
  if (HasBit(held_, vmid)) processes_[holder_[vmid]].vmid = 0;
  held_ |= Bit(vmid);
  holder_[vmid] = static_cast<uint8_t>(process);
  entering.vmid = static_cast<uint8_t>(vmid);
  return {.vmid = vmid, .fresh = true};
}

void Processes::Leave(uint32_t process) {
  Process& leaving = processes_[process];
  if (--leaving.on_slots == 0) left_[leaving.vmid] = ++clock_;
}

uint32_t Processes::ChooseVmid() const {
  const uint32_t never_given = vmids_ & ~held_;
  if (never_given != 0) return LowestBit(never_given);
  uint32_t best = 0;
  uint32_t best_age = 0;
  ForEachBit(vmids_, [&](uint32_t vmid) {
    if (processes_[holder_[vmid]].on_slots != 0) return;
    // Unsigned difference: right across the wrap of the clock.
    const uint32_t age = clock_ - left_[vmid];
    if (best == 0 || age > best_age) {
      best = vmid;
      best_age = age;
    }
  });
  return best;
}

}  // namespace ringside::firmware
