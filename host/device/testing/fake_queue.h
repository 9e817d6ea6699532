// One queue as the fake firmware and the fake engine share it.
#ifndef RINGSIDE_HOST_DEVICE_TESTING_FAKE_QUEUE_H_
#define RINGSIDE_HOST_DEVICE_TESTING_FAKE_QUEUE_H_

#include <cstdint>

#include "uapi/firmware_abi.h"

namespace ringside {

struct FakeQueue {
  uint32_t doorbell = 0;
  uint16_t pasid = 0;  // 0: a kernel queue, whose addresses are bus addresses.
  uint64_t root = 0;
  uint64_t gang = 0;
  uint64_t mqd = 0;
  uint32_t state = RS_FW_STATE_RUNNING;  // There is a slot for everyone.
  // Loaded from the MQD.
  uint64_t ring_va = 0;
  uint64_t ring_bytes = 0;
  uint64_t rptr_va = 0;
  uint64_t fence = 0;
  uint64_t rptr = 0;
  uint64_t wptr = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_DEVICE_TESTING_FAKE_QUEUE_H_
