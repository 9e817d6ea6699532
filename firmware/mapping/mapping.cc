#include "firmware/mapping/mapping.h"

#include "firmware/base/die.h"
#include "firmware/drivers/doorbell.h"
#include "firmware/drivers/hqd.h"
#include "firmware/drivers/mmu.h"
#include "firmware/drivers/timer.h"
#include "firmware/drivers/window.h"
#include "uapi/mqd.h"

namespace ringside::firmware {

void PlaceNext(Scheduler& scheduler) {
  const Placement placement = scheduler.Place();
  Queue& queue = scheduler.queues()[placement.queue];
  if (placement.fresh_vmid) {
    const Process& process = scheduler.processes()[queue.process];
    mmu::SetAddressSpace(placement.vmid, process.root, process.pasid);
    mmu::Invalidate(placement.vmid);
  }
  // The VMID seldom changes, so the MQD has mostly the right one from last time.
  const uint32_t rb_cntl = (queue.rb_cntl & ~RS_RB_CNTL_VMID_MASK) | placement.vmid
                                                                         << RS_RB_CNTL_VMID_SHIFT;
  if (rb_cntl != queue.rb_cntl) {
    queue.rb_cntl = rb_cntl;
    window::Store(queue.mqd + offsetof(rs_sdma_mqd, rb_cntl), rb_cntl);
    window::Fence();
  }
  if (hqd::Load(placement.slot, queue.mqd) != Error::kOk) Die(Error::kHqdRefused);
}

void FinishLoad(Scheduler& scheduler, uint32_t slot) {
  if (!scheduler.Loaded(slot)) {
    BeginSave(scheduler, slot);
    return;
  }
  const Queue& queue = scheduler.queues()[scheduler.QueueIn(slot)];
  doorbell::BindMapped(queue.doorbell, slot);
  // A ring can set the queue running from here on. It cannot fault and leave the active state
  // before the poll: its first packet is still in memory.
  hqd::PollWptr(slot);
  scheduler.Started(slot, queue.quantum != 0 ? timer::NowLow() : 0);
}

void BeginSave(Scheduler& scheduler, uint32_t slot) {
  const Queue& queue = scheduler.queues()[scheduler.QueueIn(slot)];
  doorbell::BindUnmapped(queue.doorbell);
  hqd::Save(slot);
  scheduler.Saving(slot);
}

bool LeftWork(const Queue& queue) {
  window::Fence();
  // All in one line of the window.
  static_assert(offsetof(rs_sdma_mqd, midcmd_cntl) < window::kLineBytes);
  const auto load = [&](uint32_t offset) { return window::Load(queue.mqd + offset); };
  const uint32_t log2_dwords = (queue.rb_cntl & RS_RB_CNTL_SIZE_MASK) >> RS_RB_CNTL_SIZE_SHIFT;
  const uint32_t ring_mask = (uint32_t{4} << log2_dwords) - 1;
  const uint32_t rptr = load(offsetof(rs_sdma_mqd, rptr_lo));
  const uint32_t wptr = load(offsetof(rs_sdma_mqd, wptr_lo));
  if (((rptr ^ wptr) & ring_mask) != 0) return true;
  if ((load(offsetof(rs_sdma_mqd, ib_cntl)) & RS_IB_CNTL_ACTIVE) != 0) return true;
  return (load(offsetof(rs_sdma_mqd, midcmd_cntl)) & RS_MIDCMD_ACTIVE) != 0;
}

uint32_t SavedPosition(const Queue& queue) {
  const auto load = [&](uint32_t offset) { return window::Load(queue.mqd + offset); };
  const uint32_t rptr = load(offsetof(rs_sdma_mqd, rptr_lo));
  const uint32_t ib_rptr = load(offsetof(rs_sdma_mqd, ib_rptr));
  const uint32_t mid_left = load(offsetof(rs_sdma_mqd, mid_left));
  // Should two of them ever make up for each other, the queue has a longer quantum once.
  return rptr + (ib_rptr << 8) - (mid_left << 4);
}

void Forget(Scheduler& scheduler, uint32_t queue) {
  doorbell::Unbind(scheduler.queues()[queue].doorbell);
  const uint32_t vmid = scheduler.Forget(queue);
  if (vmid != 0) {
    mmu::ClearAddressSpace(vmid);
    mmu::Invalidate(vmid);
  }
}

}  // namespace ringside::firmware
