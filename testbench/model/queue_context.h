// All that hardware knows of a queue in a slot, and how it lies in the MQD.
//
// A save writes only the words that uapi/mqd.h gives to hardware; host's and firmware's stay.
#ifndef RINGSIDE_TESTBENCH_MODEL_QUEUE_CONTEXT_H_
#define RINGSIDE_TESTBENCH_MODEL_QUEUE_CONTEXT_H_

#include <cstdint>

#include "uapi/mqd.h"

namespace ringside::model {

// From it any engine can go on exactly. Addresses have 48 bits.
struct QueueContext {
  uint32_t vmid = 0;  // 0: a kernel queue.
  uint32_t doorbell = 0;
  uint64_t rb_base = 0;
  uint32_t rb_size_log2 = 0;
  uint64_t rptr = 0;        // Bytes, never masked to the ring.
  uint64_t rptr_addr = 0;   // GPU VA; 0: none.
  uint64_t fence_addr = 0;  // Bus address.
  // Indirect buffer under way; offset and size in dwords.
  bool ib_active = false;
  uint64_t ib_base = 0;
  uint32_t ib_offset = 0;
  uint32_t ib_size = 0;
  // Packet stopped in its middle. Of a WRITE, `mid_data` is the count of its dwords.
  bool mid_active = false;
  uint32_t mid_header = 0;
  uint64_t mid_src = 0;
  uint64_t mid_dst = 0;
  uint32_t mid_left = 0;
  uint32_t mid_data = 0;

  uint64_t ring_mask() const { return (uint64_t{1} << rb_size_log2) - 1; }
  // Clients wrap wptr as they like: only the difference within one ring counts.
  uint64_t ring_bytes_left(uint64_t wptr) const { return (wptr - rptr) & ring_mask(); }
};

// Why the engine gave a queue up; reason RS_FAULT_NONE: it did not.
struct QueueFault {
  uint32_t reason = 0;
  bool write = false;
  uint64_t address = 0;
  uint32_t header = 0;

  bool valid() const { return reason != 0; }
};

// False: the ring's size cannot be used, and nothing is changed.
bool LoadContext(const rs_sdma_mqd& mqd, QueueContext* context);

// `fault` is what the slot was stopped by, if anything.
void SaveContext(const QueueContext& context, uint64_t wptr, const QueueFault& fault,
                 rs_sdma_mqd* mqd);

}  // namespace ringside::model

#endif  // RINGSIDE_TESTBENCH_MODEL_QUEUE_CONTEXT_H_
