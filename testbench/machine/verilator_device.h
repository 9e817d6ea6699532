// The Verilated SoC with its memories, behind the Device interface: the truth about cycles.
//
// The one rule: one thread owns a machine, and two machines on one thread take turns call by call.
// A failed RTL assertion ends the process with its message, as everywhere in Verilator.
#ifndef RINGSIDE_TESTBENCH_MACHINE_VERILATOR_DEVICE_H_
#define RINGSIDE_TESTBENCH_MACHINE_VERILATOR_DEVICE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "testbench/jtag/jtag_port.h"
#include "testbench/machine/simulated_device.h"

namespace ringside {

class VerilatorDevice final : public SimulatedDevice, private JtagPort {
 public:
  // Builds the machine and takes it through reset. INVALID_ARGUMENT: a size or timing is out of
  // range; UNAVAILABLE: the wave file cannot be written.
  static absl::StatusOr<std::unique_ptr<VerilatorDevice>> Create(const MachineOptions& options);
  ~VerilatorDevice() override;

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
  uint64_t lockstep_instructions() const override;
  bool interrupt() const override;
  absl::Status Advance(uint64_t until_cycle) override;
  uint64_t skipped_cycles() const override;
  absl::Status RecordWaves(const std::string& path, uint64_t from, uint64_t to) override;
  void CloseWaves() override;
  JtagPort* jtag() override { return this; }

 private:
  void DriveJtag(const JtagPins& pins) override;
  void SetJtagPins(const JtagPins& pins) override;
  bool jtag_tdo() const override;
  bool core_halted() const override;

  struct Model;
  explicit VerilatorDevice(std::unique_ptr<Model> model);

  std::unique_ptr<Model> model_;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_MACHINE_VERILATOR_DEVICE_H_
