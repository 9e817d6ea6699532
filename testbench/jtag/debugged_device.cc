#include "testbench/jtag/debugged_device.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"

namespace ringside {
namespace {

// Cycles between two looks at the socket while time passes: few after the debugger has said
// something, for it waits for each answer before it goes on; many when it is silent.
constexpr uint64_t kMinPollCycles = 64;
constexpr uint64_t kMaxPollCycles = 4096;

}  // namespace

DebuggedDevice::DebuggedDevice(std::unique_ptr<SimulatedDevice> machine, Notice notice)
    : machine_(std::move(machine)), jtag_(machine_->jtag()), notice_(std::move(notice)) {}

absl::Status DebuggedDevice::Advance(uint64_t until_cycle) {
  if (socket_ == nullptr) return machine_->Advance(until_cycle);
  while (cycle() < until_cycle && !interrupt()) {
    Serve();
    const uint64_t before = cycle();
    const uint64_t stop = hold_until_ > before ? hold_until_ : std::max(poll_at_, before + 1);
    const bool held_before = held();
    if (absl::Status status = machine_->Advance(std::min(until_cycle, stop)); !status.ok()) {
      return status;
    }
    if (held_before) held_cycles_ += cycle() - before;
  }
  return absl::OkStatus();
}

void DebuggedDevice::Serve() {
  if (cycle() < hold_until_) return;
  do {
    while (taken_ < input_.size()) {
      if (!Take(input_[taken_++])) return;
    }
    socket_->Send(std::exchange(answers_, ""));
  } while (Fetch());
}

bool DebuggedDevice::Fetch() {
  if (!held() && cycle() < poll_at_) return false;
  const bool was_connected = socket_->connected();
  input_ = socket_->Poll(/*wait=*/held());
  taken_ = 0;
  if (was_connected && !socket_->connected() && held()) {
    notice_("the debugger has left while it held the core; connect again to go on");
  }
  if (socket_->clients() != client_) NoteClient();
  poll_interval_ = input_.empty() ? std::min(2 * poll_interval_, kMaxPollCycles) : kMinPollCycles;
  poll_at_ = cycle() + poll_interval_;
  return held() || !input_.empty();
}

void DebuggedDevice::NoteClient() {
  client_ = socket_->clients();
  decoder_ = RemoteBitbang();
  complained_ = false;
}

bool DebuggedDevice::Take(char byte) {
  switch (decoder_.Take(byte)) {
    case RemoteBitbang::Action::kNone:
      return true;
    case RemoteBitbang::Action::kPins:
      jtag_->DriveJtag(decoder_.pins());
      hold_until_ = cycle() + kJtagHoldCycles;
      return false;
    case RemoteBitbang::Action::kSampleTdo:
      answers_ += RemoteBitbang::TdoByte(jtag_->jtag_tdo());
      return true;
    case RemoteBitbang::Action::kQuit:
      socket_->Send(std::exchange(answers_, ""));
      socket_->Drop();
      input_.clear();
      return true;
    case RemoteBitbang::Action::kUnknown:
      if (!std::exchange(complained_, true)) {
        notice_(absl::StrFormat(
            "ignored byte 0x%02x, which is not of the remote_bitbang protocol; so will be others",
            static_cast<unsigned char>(byte)));
      }
      return true;
  }
  return true;
}

}  // namespace ringside
