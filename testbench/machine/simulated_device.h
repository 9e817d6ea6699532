// A simulated machine: a Device that can be listened to, built from MachineOptions.
//
// Two back ends implement it (testbench/backends makes them by name): VerilatorDevice is the truth
// about cycles, ModelDevice the fast functional oracle. What is true of one Device is true of both.
#ifndef RINGSIDE_TESTBENCH_MACHINE_SIMULATED_DEVICE_H_
#define RINGSIDE_TESTBENCH_MACHINE_SIMULATED_DEVICE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "host/device/device.h"
#include "testbench/jtag/jtag_port.h"
#include "testbench/machine/machine_listener.h"
#include "testbench/memory/axi_memory.h"

namespace ringside {

struct MachineOptions {
  // Sizes in bytes: multiples of 4096, 1 MiB to RS_MEMORY_MAX_BYTES.
  uint64_t vram_bytes = 64 << 20;
  uint64_t system_memory_bytes = 256 << 20;
  // A mid-range card's local memory, and host memory behind a link.
  MemoryTiming vram = {.latency_cycles = 120, .bytes_per_cycle = 32};
  MemoryTiming system_memory = {.latency_cycles = 300, .bytes_per_cycle = 16};
  // FST file for waves; empty: none. A cycle is 1 ns of wave time.
  std::string waves_path;
  // Waves of these cycles only, both included.
  uint64_t waves_from = 0;
  uint64_t waves_to = UINT64_MAX;
  // Pass time in which nothing can happen without evaluating it. Cycles, events and all that can be
  // read are the same with and without.
  bool skip_idle = true;
  // Instead of skipping, run every span that could be skipped cycle by cycle, and end the process
  // if that differs in a single bit from skipping it. For tests; without waves.
  bool check_skip = false;
  // Report calls and returns of the firmware to listeners.
  bool watch_firmware = false;
  // Compare every instruction of the firmware core with the instruction-set simulator's; a
  // difference aborts. Only the RTL has such a core.
  bool lockstep = true;
};

// INVALID_ARGUMENT: a size or timing is out of range; the message names it.
absl::Status CheckMachineOptions(const MachineOptions& options);

class SimulatedDevice : public Device {
 public:
  // `listener` must outlive the machine.
  virtual void AddListener(MachineListener* listener) = 0;

  // Bytes that went over the memory bus since reset.
  virtual uint64_t bus_bytes_read() const = 0;
  virtual uint64_t bus_bytes_written() const = 0;

  // Instructions that the firmware core and the simulator did alike; 0 where there is no such core.
  virtual uint64_t lockstep_instructions() const { return 0; }

  // Cycles that passed without being evaluated, or that were checked instead.
  virtual uint64_t skipped_cycles() const { return 0; }

  // Writes FST waves of cycles `from` to `to`, both included, from now on at the earliest; waves
  // that are under way end. CloseWaves() ends them before. UNIMPLEMENTED: this machine has none;
  // UNAVAILABLE: the file cannot be written.
  virtual absl::Status RecordWaves(const std::string& /*path*/, uint64_t /*from*/,
                                   uint64_t /*to*/) {
    return absl::UnimplementedError("this machine has no waves");
  }
  virtual void CloseWaves() {}

  // The debug port of the firmware's core; null: this machine has none.
  virtual JtagPort* jtag() { return nullptr; }
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_MACHINE_SIMULATED_DEVICE_H_
