// A booted machine with its driver, and processes with queues, for measurements.
//
// The one rule: all calls are driver work at the top level; nothing here may be called from events
// or listeners. Every pointer that a call returns belongs to the rig or to the driver.
#ifndef RINGSIDE_TOOLS_BENCH_RIG_H_
#define RINGSIDE_TOOLS_BENCH_RIG_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "host/driver/driver.h"
#include "host/event_loop/event_loop.h"
#include "host/usermode/packet_builder.h"
#include "host/usermode/user_ring.h"
#include "testbench/machine/verilator_device.h"
#include "tools/bench/event_log.h"
#include "tools/bench/group.h"

namespace ringside::bench {

// Where each process sees its two buffers, and how large they are: room for a transfer of 1 MiB
// from the first half to the second, at any alignment.
inline constexpr uint64_t kVramVa = 0x1000'0000;
inline constexpr uint64_t kSystemVa = 0x2000'0000;
inline constexpr uint64_t kHalfBytes = (1 << 20) + (64 << 10);

struct RigOptions {
  // Units of 100 cycles.
  uint64_t gang_quantum_ticks = 10'000;
  // Empty: no waves.
  std::string waves_path;
  // Fills log(); costs host time.
  bool record = true;
  // The firmware core in lock-step with the instruction-set simulator; costs host time.
  bool lockstep = false;
  bool skip_idle = true;
  DriverTrace* trace = nullptr;
};

struct RigQueue {
  Process* process;
  UserQueue* queue;
  std::unique_ptr<UserRing> ring;
  uint32_t doorbell() const { return queue->doorbell_id(); }
};

class Rig {
 public:
  static absl::StatusOr<std::unique_ptr<Rig>> Boot(const Context& context,
                                                   const RigOptions& options);

  Driver& driver() { return *driver_; }
  EventLog& log() { return log_; }
  uint64_t now() const { return loop_->now(); }

  // With a VRAM buffer at kVramVa and one in system memory at kSystemVa.
  absl::StatusOr<Process*> AddProcess();
  // A queue of `process`; nothing else may have made queues of it.
  absl::StatusOr<RigQueue*> AddQueue(Process* process);
  // A queue of a new process of its own.
  absl::StatusOr<RigQueue*> AddQueueOfOwn();

  absl::Status RunFor(uint64_t cycles);
  // Until `done`, at most 50 million cycles; looked at every 64 cycles at least.
  absl::Status RunUntil(absl::FunctionRef<bool()> done, absl::string_view what);

  // Submits `packets` and a protected fence. Finish waits for the fence.
  absl::Status Submit(RigQueue* queue, PacketBuilder packets);
  absl::Status Finish(RigQueue* queue);
  absl::Status Execute(RigQueue* queue, const PacketBuilder& packets);

  // From now on the queue copies `bytes` again and again, two submissions deep.
  absl::Status KeepBusy(RigQueue* queue, uint64_t bytes);

 private:
  Rig() = default;
  void Refill(RigQueue* queue, uint64_t bytes);

  // The log outlives the machine, which tells it its last events.
  EventLog log_;
  std::unique_ptr<VerilatorDevice> device_;
  std::unique_ptr<EventLoop> loop_;
  std::unique_ptr<Driver> driver_;
  std::vector<std::unique_ptr<RigQueue>> queues_;
};

}  // namespace ringside::bench

#endif  // RINGSIDE_TOOLS_BENCH_RIG_H_
