// A queue as the tests see it: hqd_pkg's context and fault, field by field.
#ifndef RINGSIDE_RTL_SDMA_TEST_QUEUE_STATE_H_
#define RINGSIDE_RTL_SDMA_TEST_QUEUE_STATE_H_

#include <array>
#include <cstdint>

namespace ringside {

struct Context {
  uint8_t vmid = 0;
  bool priv = false;
  uint32_t doorbell = 0;
  uint64_t rb_base = 0;
  uint8_t rb_size_log2 = 12;
  uint64_t rptr = 0;
  uint64_t rptr_addr = 0;
  uint64_t fence_addr = 0;
  bool ib_active = false;
  uint64_t ib_base = 0;
  uint32_t ib_offset = 0;
  uint32_t ib_size = 0;
  bool mid_active = false;
  uint32_t mid_header = 0;
  uint64_t mid_src = 0;
  uint64_t mid_dst = 0;
  uint32_t mid_left = 0;
  uint32_t mid_data = 0;
};

struct Fault {
  bool valid = false;
  uint8_t reason = 0;
  bool write = false;
  uint64_t addr = 0;
  uint32_t header = 0;
  friend bool operator==(const Fault&, const Fault&) = default;
};

struct Interrupt {
  uint8_t source = 0;
  uint8_t vmid = 0;
  std::array<uint32_t, 4> data = {};
  friend bool operator==(const Interrupt&, const Interrupt&) = default;
};

}  // namespace ringside

#endif  // RINGSIDE_RTL_SDMA_TEST_QUEUE_STATE_H_
