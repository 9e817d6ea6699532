// A machine with a debugger on its JTAG pins.
//
// Pins change while time passes in Advance(), each change held for kJtagHoldCycles, and take no
// time of their own: a debugger that only looks leaves every cycle of a run as it would be without
// it. While the debugger holds the core, time passes by its JTAG clocks alone and Advance() sleeps
// between them, so whoever waits on the machine waits for the user, not in cycles. Registers, rings
// and memory are the machine's own.
#ifndef RINGSIDE_TESTBENCH_JTAG_DEBUGGED_DEVICE_H_
#define RINGSIDE_TESTBENCH_JTAG_DEBUGGED_DEVICE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "testbench/jtag/debugger_socket.h"
#include "testbench/jtag/jtag_port.h"
#include "testbench/jtag/remote_bitbang.h"
#include "testbench/machine/simulated_device.h"

namespace ringside {

class DebuggedDevice final : public SimulatedDevice {
 public:
  // Is told, in one line, what the user should know.
  using Notice = std::function<void(absl::string_view)>;

  // `machine` must have JTAG pins.
  DebuggedDevice(std::unique_ptr<SimulatedDevice> machine, Notice notice);

  // Lets debuggers come; until then whoever knocks waits. `socket` outlives this.
  void Open(DebuggerSocket* socket) { socket_ = socket; }

  // Whether time stands still but for JTAG clocks.
  bool held() const { return jtag_->core_halted(); }
  // Cycles that passed so.
  uint64_t held_cycles() const { return held_cycles_; }

  void AddListener(MachineListener* listener) override { machine_->AddListener(listener); }
  uint64_t bus_bytes_read() const override { return machine_->bus_bytes_read(); }
  uint64_t bus_bytes_written() const override { return machine_->bus_bytes_written(); }
  uint64_t lockstep_instructions() const override { return machine_->lockstep_instructions(); }
  JtagPort* jtag() override { return jtag_; }

  absl::StatusOr<uint32_t> ReadRegister(uint32_t bar_offset) override {
    return machine_->ReadRegister(bar_offset);
  }
  absl::Status WriteRegister(uint32_t bar_offset, uint32_t value) override {
    return machine_->WriteRegister(bar_offset, value);
  }
  absl::Status RingDoorbell(uint32_t id, uint64_t value) override {
    return machine_->RingDoorbell(id, value);
  }
  absl::Status ReadMemory(uint64_t address, absl::Span<uint8_t> bytes) override {
    return machine_->ReadMemory(address, bytes);
  }
  absl::Status WriteMemory(uint64_t address, absl::Span<const uint8_t> bytes) override {
    return machine_->WriteMemory(address, bytes);
  }
  uint64_t vram_bytes() const override { return machine_->vram_bytes(); }
  uint64_t system_memory_bytes() const override { return machine_->system_memory_bytes(); }
  uint64_t cycle() const override { return machine_->cycle(); }
  bool interrupt() const override { return machine_->interrupt(); }
  absl::Status Advance(uint64_t until_cycle) override;

 private:
  // Does what the debugger asks for, as far as that needs no time.
  void Serve();
  // Takes input from the socket; sleeps for it while the core is held. Returns whether to go on.
  bool Fetch();
  // Does one byte. Returns false when time must pass before the next.
  bool Take(char byte);
  void NoteClient();

  const std::unique_ptr<SimulatedDevice> machine_;
  JtagPort* const jtag_;
  DebuggerSocket* socket_ = nullptr;
  const Notice notice_;

  RemoteBitbang decoder_;
  std::string input_;
  size_t taken_ = 0;  // Bytes of input_ that are done.
  std::string answers_;
  uint64_t hold_until_ = 0;  // The pins must not change before.
  uint64_t poll_at_ = 0;
  uint64_t poll_interval_ = 1;
  uint64_t client_ = 0;  // Whom the decoder is for, as the socket counts.
  bool complained_ = false;
  uint64_t held_cycles_ = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_JTAG_DEBUGGED_DEVICE_H_
