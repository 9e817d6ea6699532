// A memory queue descriptor (uapi/mqd.h), with the context of its gang.
//
// The one rule: after Create the host changes nothing but the wptr poll address, and that only
// while the queue is off the hardware; all other words belong to firmware and hardware then.
#ifndef RINGSIDE_HOST_MQD_MQD_H_
#define RINGSIDE_HOST_MQD_MQD_H_

#include <cstdint>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "host/memory/buffer.h"
#include "uapi/mqd.h"

namespace ringside {

struct MqdInit {
  uint64_t ring_va = 0;            // 256-byte aligned.
  uint64_t ring_bytes = 0;         // Power of two, 4 KiB to 16 MiB.
  uint64_t rptr_va = 0;            // 0: no report.
  uint64_t wptr_poll_address = 0;  // Bus address, 8-byte aligned.
  uint64_t fence_address = 0;      // Bus address, 8-byte aligned.
  uint32_t doorbell_id = 0;
};

class Mqd {
 public:
  // In VRAM if there is room, because a slot's load and save wait for it. RESOURCE_EXHAUSTED: no
  // memory at all.
  static absl::StatusOr<std::unique_ptr<Mqd>> Create(MemoryPools* pools, const MqdInit& init);

  uint64_t bus_address() const { return page_->bus_address(); }
  // Names the gang to the firmware; the gang is this one queue.
  uint64_t gang_context_address() const;

  absl::Status SetWptrPollAddress(uint64_t bus_address);
  // The queue's state as last saved.
  absl::StatusOr<rs_sdma_mqd> Read() const;

 private:
  explicit Mqd(std::unique_ptr<Buffer> page) : page_(std::move(page)) {}
  const std::unique_ptr<Buffer> page_;
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_MQD_MQD_H_
