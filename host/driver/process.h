// One client process: its address space, buffers and queues.
//
// The one rule: a process lives until Driver::DestroyProcess, its buffers and queues until
// destroyed here or with it; pointers to them stay valid that long. Calls may wait (move time on),
// so they belong into top-level work, not into timed events.
#ifndef RINGSIDE_HOST_DRIVER_PROCESS_H_
#define RINGSIDE_HOST_DRIVER_PROCESS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "host/gpuvm/address_space.h"
#include "host/memory/buffer.h"
#include "host/userq/user_queue.h"

namespace ringside {

class Driver;

struct ProcessStats {
  uint64_t evictions = 0;       // Times its VRAM buffers were moved out.
  uint64_t migrated_bytes = 0;  // Both directions.
};

class Process {
 public:
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  const std::string& name() const { return name_; }
  uint16_t pasid() const { return pasid_; }
  uint32_t doorbell_page() const { return doorbell_page_; }
  const ProcessStats& stats() const { return stats_; }

  // A zeroed buffer, in whole pages. VRAM that is full is made room in by evicting other processes,
  // the least recently used first. RESOURCE_EXHAUSTED: there is no room even so.
  absl::StatusOr<Buffer*> CreateBuffer(absl::string_view name, uint64_t bytes, Placement placement);
  // FAILED_PRECONDITION: still mapped.
  absl::Status DestroyBuffer(Buffer* buffer);

  // Maps [offset, offset + bytes) of `buffer` at GPU address `va`; all three in whole pages.
  // INVALID_ARGUMENT, OUT_OF_RANGE or ALREADY_EXISTS name what is wrong; nothing is changed then.
  absl::Status Map(uint64_t va, Buffer* buffer, uint64_t offset, uint64_t bytes, MapFlags flags);
  // Removes the mapping that starts at `va`. FAILED_PRECONDITION: a queue's ring or pointers lie in
  // it.
  absl::Status Unmap(uint64_t va);

  // Creates a queue and maps it: from now on its doorbell works. Errors name the field of `spec`;
  // nothing is left behind then.
  absl::StatusOr<UserQueue*> CreateQueue(const QueueSpec& spec);
  // Takes the queue off the hardware and frees it, a hung one too. An error means that the firmware
  // would not let go of it: the queue stays, HUNG, with its memory.
  absl::Status DestroyQueue(UserQueue* queue);

  // The helpers of one queue: no-ops in a state that they do not act on; a failure makes it HUNG.
  absl::Status PreemptQueue(UserQueue* queue);  // MAPPED to PREEMPTED.
  absl::Status RestoreQueue(UserQueue* queue);  // PREEMPTED to MAPPED.
  absl::Status UnmapQueue(UserQueue* queue);    // MAPPED or PREEMPTED to UNMAPPED.
  absl::Status MapQueue(UserQueue* queue);      // UNMAPPED to MAPPED; goes on where it was.

  const std::vector<std::unique_ptr<UserQueue>>& queues() const { return queues_; }
  const std::vector<std::unique_ptr<Buffer>>& buffers() const { return buffers_; }
  const AddressSpace& address_space() const { return *address_space_; }

 private:
  friend class Driver;
  friend class Evictor;
  Process(Driver* driver, absl::string_view name);

  Driver* const driver_;
  const std::string name_;
  uint16_t pasid_ = 0;
  uint32_t doorbell_page_ = 0;
  std::unique_ptr<AddressSpace> address_space_;
  std::unique_ptr<Buffer> context_;  // Its bus address names the process to the firmware.
  std::vector<std::unique_ptr<Buffer>> buffers_;
  std::vector<std::unique_ptr<UserQueue>> queues_;
  uint64_t last_use_cycle_ = 0;
  ProcessStats stats_;
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_DRIVER_PROCESS_H_
