// The kernel driver: boots the machine, owns memory, processes and queues, and moves memory under
// pressure.
//
// The one rule: driver calls may wait, and while they wait timed events and interrupts go on, so
// call them from top-level work only. Every pointer that a call returns belongs to the driver.
#ifndef RINGSIDE_HOST_DRIVER_DRIVER_H_
#define RINGSIDE_HOST_DRIVER_DRIVER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "host/device/device.h"
#include "host/driver/process.h"
#include "host/event_loop/event_loop.h"
#include "host/trace/driver_trace.h"
#include "host/userq/fault_report.h"

namespace ringside {

struct DriverOptions {
  // How long the firmware may take over one command, or one batch of them.
  uint64_t command_timeout_cycles = 2'100'000;
  // How long the kernel SDMA queue may take to move one buffer.
  uint64_t migration_timeout_cycles = 50'000'000;
  // Multiplies these and all other time-outs: a debugger may stop the firmware for as long as its
  // user thinks. 1 or more.
  uint64_t patience = 1;
  // What a queue may hold a slot for while others wait, in units of 100 cycles; 0: no limit.
  uint64_t gang_quantum_ticks = 10'000;
  uint64_t process_quantum_ticks = 100'000;
  // Bytes of VRAM that the driver uses, a multiple of 4096; 0: all.
  uint64_t vram_bytes = 0;
  DriverTrace* trace = nullptr;  // Outlives the driver; null: none.
};

struct DriverStats {
  uint64_t maps = 0;
  uint64_t unmaps = 0;
  uint64_t preempts = 0;
  uint64_t restores = 0;
  uint64_t evictions = 0;
  uint64_t migrated_bytes = 0;
  uint64_t tlb_invalidations = 0;
  uint64_t faults = 0;
  uint64_t commands = 0;    // Frames given to the firmware.
  uint64_t interrupts = 0;  // Interrupt entries read.
};

class CommandRing;
class Evictor;
class FencePage;
class InterruptRing;
struct InterruptEntry;
class KernelQueue;
class QueueManager;

class Driver {
 public:
  // Loads and boots `firmware_elf`, sets the interrupt and command rings up and creates the kernel
  // SDMA queue in slot 0. Takes the loop's interrupt handler. `device` and `loop` outlive the
  // driver. On an error the core is stopped again.
  static absl::StatusOr<std::unique_ptr<Driver>> Create(Device* device, EventLoop* loop,
                                                        absl::Span<const uint8_t> firmware_elf,
                                                        const DriverOptions& options);
  // Stops the core. Processes still alive are dropped without a word to the firmware, so their
  // queues may go on in the hardware: destroy them first if memory is looked at afterwards.
  ~Driver();
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;

  // RESOURCE_EXHAUSTED: all 15 doorbell pages are taken, or no memory for the root table.
  absl::StatusOr<Process*> CreateProcess(absl::string_view name);
  // Destroys its queues, mappings and buffers too. On an error the process stays.
  absl::Status DestroyProcess(Process* process);

  // Preempts all queues of the process, moves its VRAM buffers to system memory, updates page
  // tables and TLB, and restores the queues.
  absl::Status EvictProcess(Process* process);
  // The way back, for buffers that were created in VRAM and fit there now.
  absl::Status MigrateBack(Process* process);

  // Called, in interrupt context, with each fault; reports are also kept in faults().
  void SetFaultListener(absl::AnyInvocable<void(const FaultReport&)> listener) {
    fault_listener_ = std::move(listener);
  }
  const std::vector<FaultReport>& faults() const { return faults_; }

  DriverStats stats() const;
  uint64_t vram_used() const { return pools_.vram.used(); }
  uint64_t system_memory_used() const { return pools_.system.used(); }
  const std::vector<std::unique_ptr<Process>>& processes() const { return processes_; }

  // Many lines for a person: firmware, processes, queues with their MQDs and fences, outstanding
  // commands. For hangs; reads memory and registers only.
  std::string DumpState();

 private:
  friend class Process;
  friend class Evictor;
  Driver(Device* device, EventLoop* loop, const DriverOptions& options);

  absl::Status Boot(absl::Span<const uint8_t> firmware_elf);
  absl::Status SetHardwareResources();
  void InstallInterruptHandlers();
  void OnProtectedFence(const InterruptEntry& entry);
  void OnQueueFault(const InterruptEntry& entry);
  void OnFirmware(const InterruptEntry& entry);
  void OnFaultedQueueLeft(uint32_t doorbell_id, uint64_t cycle);
  // Names the queue in `report`, stops it (null: the kernel's, or gone) and tells the listener.
  void Report(FaultReport report, const Process* process, UserQueue* queue);
  absl::Status InvalidateTlb(uint16_t pasid);
  // Whom an interrupt entry of now is about. Null: the kernel queue, or a queue that is gone.
  UserQueue* FindQueue(uint32_t doorbell_id, Process** process);
  QueueOwner OwnerOf(const Process& process) const;
  void Trace(absl::string_view action, absl::string_view subject, uint64_t begin_cycle);

  Device* const device_;
  EventLoop* const loop_;
  const DriverOptions options_;
  MemoryPools pools_;
  // In the order in which they depend on each other, so that they go in the reverse order.
  std::unique_ptr<FencePage> fence_page_;
  std::unique_ptr<InterruptRing> interrupt_ring_;
  std::unique_ptr<CommandRing> command_ring_;
  std::unique_ptr<QueueManager> queue_manager_;
  std::unique_ptr<KernelQueue> kernel_queue_;
  std::unique_ptr<Evictor> evictor_;
  std::vector<std::unique_ptr<Process>> processes_;
  uint16_t last_pasid_ = 0;
  absl::AnyInvocable<void(const FaultReport&)> fault_listener_;
  std::vector<FaultReport> faults_;
  uint64_t tlb_invalidations_ = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_DRIVER_DRIVER_H_
