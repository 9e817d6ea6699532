#include "testbench/machine/simulated_device.h"

#include "absl/strings/str_cat.h"
#include "uapi/memory_map.h"

namespace ringside {
namespace {

constexpr uint64_t kPageBytes = 4096;
constexpr uint64_t kMinMemoryBytes = 1 << 20;

absl::Status CheckMemory(const char* name, uint64_t bytes, const MemoryTiming& timing) {
  if (bytes < kMinMemoryBytes || bytes > RS_MEMORY_MAX_BYTES || bytes % kPageBytes != 0) {
    return absl::InvalidArgumentError(absl::StrCat(name, " size of ", bytes,
                                                   " bytes: must be a multiple of 4096 from ",
                                                   kMinMemoryBytes, " to ", RS_MEMORY_MAX_BYTES));
  }
  if (timing.bytes_per_cycle < 1 || timing.bytes_per_cycle > kAxiDataBytes) {
    return absl::InvalidArgumentError(absl::StrCat(name, " bandwidth of ", timing.bytes_per_cycle,
                                                   " bytes a cycle: must be 1 to ", kAxiDataBytes));
  }
  if (timing.latency_cycles < 1 || timing.latency_cycles > 100000) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, " latency of ", timing.latency_cycles, " cycles: must be 1 to 100000"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckMachineOptions(const MachineOptions& options) {
  if (options.check_skip && (!options.skip_idle || !options.waves_path.empty())) {
    return absl::InvalidArgumentError("skipping is checked only where it is on, and without waves");
  }
  if (absl::Status status = CheckMemory("VRAM", options.vram_bytes, options.vram); !status.ok()) {
    return status;
  }
  return CheckMemory("system memory", options.system_memory_bytes, options.system_memory);
}

}  // namespace ringside
