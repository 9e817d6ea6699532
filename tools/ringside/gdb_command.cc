#include "tools/ringside/gdb_command.h"

#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "testbench/jtag/debugged_device.h"
#include "testbench/jtag/debugger_socket.h"
#include "testbench/jtag/halt_core.h"
#include "tools/ringside/files.h"
#include "tools/ringside/gdb_options.h"
#include "tools/ringside/openocd_config.h"
#include "tools/ringside/scenario_run.h"
#include "tools/run/debugger.h"

namespace ringside {
namespace {

// Standard output may be a file or a pipe, whose reader waits for this line.
void Say(const std::string& line) {
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

// What stands between the run and whoever comes to the port.
class Session final : public run::Debugger {
 public:
  Session(DebuggerSocket* socket, bool wait) : socket_(socket), wait_(wait) {}

  std::unique_ptr<SimulatedDevice> Attach(std::unique_ptr<SimulatedDevice> machine) override {
    auto device = std::make_unique<DebuggedDevice>(
        std::move(machine),
        [](absl::string_view notice) { Say(absl::StrCat("debugger: ", notice)); });
    device_ = device.get();
    // Else a debugger could be in the middle of something when OnBoot() halts the core.
    if (!wait_) device_->Open(socket_);
    return device;
  }
  absl::Status OnBoot() override {
    if (!wait_) return absl::OkStatus();
    if (absl::Status status = HaltCore(device_->jtag()); !status.ok()) return status;
    device_->Open(socket_);
    Say("debugger: booted, and the core is halted until a debugger lets it go on");
    return absl::OkStatus();
  }
  bool MayBegin() const override { return !wait_ || !device_->held(); }
  uint64_t held_cycles() const override { return device_->held_cycles(); }

 private:
  DebuggerSocket* const socket_;
  const bool wait_;
  DebuggedDevice* device_ = nullptr;  // The run's.
};

}  // namespace

int GdbCommand(int argc, char** argv) {
  const auto options = ParseGdbOptions(argc, argv);
  if (!options.ok()) return Complain(options.status());
  if (options->run.help) {
    std::fputs(kGdbHelp, stdout);
    return kExitVerified;
  }
  const auto run = PrepareScenarioRun(options->run, {options->openocd_config});
  if (!run.ok()) return Complain(run.status());
  const auto firmware = FirmwarePath();
  if (!firmware.ok()) return Complain(firmware.status());
  const auto socket = DebuggerSocket::Listen(options->port);
  if (!socket.ok()) return Complain(socket.status());
  const uint16_t port = (*socket)->port();
  const std::string& config = options->openocd_config;
  if (!config.empty()) {
    if (absl::Status status = WriteFile(config, OpenOcdConfig(port)); !status.ok()) {
      return Complain(status);
    }
  }
  Say(absl::StrCat("debugger: port ", port, "; type: ", OpenOcdCommand(port, UserPath(config)),
                   " & ", GdbCommandLine(*firmware)));
  Session session(socket->get(), options->wait);
  return Execute(*run, &session);
}

}  // namespace ringside
