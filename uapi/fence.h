/*
 * Protected fences: one 64-bit word a queue, which only the engine's PROTECTED_FENCE packet can
 * write.
 *
 *   word   written by                           read by
 *   value  engine: the rptr behind the packet   driver; user mode, read-only in each address space
 *
 * A fence with sequence number s is complete when value >= s; s is the wptr (in bytes) after its
 * packets. The driver zeroes the word when it gives it to a queue.
 */
#ifndef RINGSIDE_UAPI_FENCE_H_
#define RINGSIDE_UAPI_FENCE_H_

#include "uapi/abi.h"

struct rs_fence {
  uint64_t value;
};
RS_SIZE(rs_fence, 8);

#endif /* RINGSIDE_UAPI_FENCE_H_ */
