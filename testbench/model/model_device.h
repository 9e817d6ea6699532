// The functional machine behind the Device interface: fast, and the oracle for the Verilated one.
//
// It does what the RTL does - registers, MQDs, packets, faults, interrupts - but its cycles are
// nominal (costs.h), and the firmware that runs is this program's, not the image that the driver
// loads. Machines of one thread take turns call by call.
#ifndef RINGSIDE_TESTBENCH_MODEL_MODEL_DEVICE_H_
#define RINGSIDE_TESTBENCH_MODEL_MODEL_DEVICE_H_

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "testbench/machine/simulated_device.h"

namespace ringside {

class ModelDevice final : public SimulatedDevice {
 public:
  // INVALID_ARGUMENT: a size is out of range, or waves are asked for. Timing has no effect, and
  // `watch_firmware` tells nothing: there is no image to name addresses of.
  static absl::StatusOr<std::unique_ptr<ModelDevice>> Create(const MachineOptions& options);
  ~ModelDevice() override;

  void AddListener(MachineListener* listener) override;
  uint64_t bus_bytes_read() const override;
  uint64_t bus_bytes_written() const override;

  absl::StatusOr<uint32_t> ReadRegister(uint32_t bar_offset) override;
  absl::Status WriteRegister(uint32_t bar_offset, uint32_t value) override;
  absl::Status RingDoorbell(uint32_t id, uint64_t value) override;
  absl::Status ReadMemory(uint64_t address, absl::Span<uint8_t> bytes) override;
  absl::Status WriteMemory(uint64_t address, absl::Span<const uint8_t> bytes) override;
  uint64_t vram_bytes() const override;
  uint64_t system_memory_bytes() const override;
  uint64_t cycle() const override;
  bool interrupt() const override;
  absl::Status Advance(uint64_t until_cycle) override;

 private:
  class Blocks;
  explicit ModelDevice(std::unique_ptr<Blocks> blocks);

  std::unique_ptr<Blocks> blocks_;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_MODEL_MODEL_DEVICE_H_
