/*
 * States of a user queue as the driver keeps them: the numbers of Linux amdgpu's enum
 * amdgpu_userq_state.
 *
 * Preempt acts only on MAPPED, restore only on PREEMPTED, unmap on both, map only on UNMAPPED; each
 * is a no-op in any other state, and any failure of one gives HUNG.
 */
#ifndef RINGSIDE_UAPI_QUEUE_STATE_H_
#define RINGSIDE_UAPI_QUEUE_STATE_H_

/* X(C_NAME, number, text). */
#define RS_QUEUE_STATES(X)     \
  X(UNMAPPED, 0, "UNMAPPED")   \
  X(MAPPED, 1, "MAPPED")       \
  X(PREEMPTED, 2, "PREEMPTED") \
  X(HUNG, 3, "HUNG")           \
  X(INVALID_VA, 4, "INVALID_VA")

enum {
#define RS_QUEUE_STATE_ENUM(c, number, text) RS_QUEUE_##c = (number),
  RS_QUEUE_STATES(RS_QUEUE_STATE_ENUM)
#undef RS_QUEUE_STATE_ENUM
};

#endif /* RINGSIDE_UAPI_QUEUE_STATE_H_ */
