#include "testbench/model/queue_context.h"

#include "testbench/model/register_block.h"
#include "uapi/limits.h"

namespace ringside::model {
namespace {

constexpr uint32_t kAddressHighMask = 0xffff;
constexpr uint32_t kDoorbellMask = RS_NUM_DOORBELL_PAGES * RS_DOORBELLS_PER_PAGE - 1;
constexpr uint32_t kIbSizeMask = 0xfffff;

uint64_t Address(uint32_t high, uint32_t low) { return Join(high & kAddressHighMask, low); }

}  // namespace

bool LoadContext(const rs_sdma_mqd& mqd, QueueContext* context) {
  const uint32_t size_log2 = ((mqd.rb_cntl & RS_RB_CNTL_SIZE_MASK) >> RS_RB_CNTL_SIZE_SHIFT) + 2;
  if (size_log2 < RS_RING_SIZE_LOG2_MIN || size_log2 > RS_RING_SIZE_LOG2_MAX) return false;
  *context = {
      .vmid = (mqd.rb_cntl & RS_RB_CNTL_VMID_MASK) >> RS_RB_CNTL_VMID_SHIFT,
      .doorbell = mqd.doorbell_offset & kDoorbellMask,
      .rb_base = Join(mqd.rb_base_hi & 0xff, mqd.rb_base_lo) << 8,
      .rb_size_log2 = size_log2,
      .rptr = Join(mqd.rptr_hi, mqd.rptr_lo),
      .rptr_addr = Address(mqd.rptr_addr_hi, mqd.rptr_addr_lo),
      .fence_addr = Address(mqd.fence_addr_hi, mqd.fence_addr_lo),
      .ib_active = (mqd.ib_cntl & RS_IB_CNTL_ACTIVE) != 0,
      .ib_base = Address(mqd.ib_base_hi, mqd.ib_base_lo),
      .ib_offset = mqd.ib_rptr & kIbSizeMask,
      .ib_size = mqd.ib_size & kIbSizeMask,
      .mid_active = (mqd.midcmd_cntl & RS_MIDCMD_ACTIVE) != 0,
      .mid_header = mqd.mid_header,
      .mid_src = Address(mqd.mid_src_hi, mqd.mid_src_lo),
      .mid_dst = Address(mqd.mid_dst_hi, mqd.mid_dst_lo),
      .mid_left = mqd.mid_left,
      .mid_data = mqd.mid_data,
  };
  return true;
}

void SaveContext(const QueueContext& context, uint64_t wptr, const QueueFault& fault,
                 rs_sdma_mqd* mqd) {
  mqd->rptr_lo = Low(context.rptr);
  mqd->rptr_hi = High(context.rptr);
  mqd->wptr_lo = Low(wptr);
  mqd->wptr_hi = High(wptr);
  mqd->ib_cntl = context.ib_active ? RS_IB_CNTL_ACTIVE : 0;
  mqd->ib_rptr = context.ib_offset;
  mqd->ib_offset = 0;
  mqd->ib_base_lo = Low(context.ib_base);
  mqd->ib_base_hi = High(context.ib_base);
  mqd->ib_size = context.ib_size;
  mqd->context_status = RS_CONTEXT_SAVED;
  if (fault.valid()) {
    mqd->context_status |= RS_CONTEXT_FAULTED | fault.reason << RS_CONTEXT_REASON_SHIFT;
  }
  mqd->mid_header = context.mid_header;
  mqd->mid_src_lo = Low(context.mid_src);
  mqd->mid_src_hi = High(context.mid_src);
  mqd->mid_dst_lo = Low(context.mid_dst);
  mqd->mid_dst_hi = High(context.mid_dst);
  mqd->mid_left = context.mid_left;
  mqd->mid_data = context.mid_data;
  mqd->midcmd_cntl = context.mid_active ? RS_MIDCMD_ACTIVE : 0;
}

}  // namespace ringside::model
