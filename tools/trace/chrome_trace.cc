#include "tools/trace/chrome_trace.h"

#include <algorithm>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/trace/packet_name.h"

namespace ringside::trace {
namespace {

constexpr Track kFirmwareCalls = {.group = Group::kFirmware, .number = 0};
constexpr Track kFirmwareSleep = {.group = Group::kFirmware, .number = 1};

Track SlotTrack(uint32_t slot) { return {.group = Group::kSlots, .number = slot}; }

// What a stay's part is called; empty where nothing is drawn.
const char* StateName(SlotState state) {
  switch (state) {
    case SlotState::kStopping:
      return "stopping";
    case SlotState::kSaving:
      return "save MQD";
    case SlotState::kFaulted:
      return "faulted";
    case SlotState::kFree:
    case SlotState::kLoading:
    case SlotState::kActive:
      break;
  }
  return "";
}

std::string RingName(RingOutcome outcome, uint32_t slot) {
  switch (outcome) {
    case RingOutcome::kStray:
      return "ring (stray)";
    case RingOutcome::kPending:
      return "ring (unmapped)";
    case RingOutcome::kToSlot:
      break;
  }
  return absl::StrCat("ring (slot ", slot, ")");
}

}  // namespace

ChromeTrace::ChromeTrace(std::unique_ptr<TraceFile> file, Symbols symbols)
    : file_(std::move(file)), calls_(file_.get(), kFirmwareCalls, std::move(symbols)) {
  file_->NameGroup(Group::kSlots, "HQD slots");
  file_->NameGroup(Group::kQueues, "queues");
  file_->NameGroup(Group::kFirmware, "firmware");
  file_->NameGroup(Group::kDriver, "driver");
  for (uint32_t slot = 0; slot < slots_.size(); ++slot) {
    file_->NameTrack(SlotTrack(slot), absl::StrCat("slot ", slot));
  }
  file_->NameTrack(kFirmwareCalls, "calls");
  file_->NameTrack(kFirmwareSleep, "sleep");
}

absl::StatusOr<std::unique_ptr<ChromeTrace>> ChromeTrace::Create(const std::string& path,
                                                                 Symbols symbols) {
  auto file = TraceFile::Create(path);
  if (!file.ok()) return file.status();
  return absl::WrapUnique(new ChromeTrace(*std::move(file), std::move(symbols)));
}

Track ChromeTrace::QueueTrack(uint32_t doorbell) {
  queue_names_.try_emplace(doorbell, absl::StrFormat("doorbell 0x%x", doorbell));
  return {.group = Group::kQueues, .number = doorbell};
}

void ChromeTrace::OnRing(uint64_t cycle, uint32_t doorbell, RingOutcome outcome, uint32_t slot) {
  last_cycle_ = cycle;
  file_->Instant(QueueTrack(doorbell), RingName(outcome, slot), cycle);
}

void ChromeTrace::OnSlotState(uint64_t cycle, uint32_t slot, SlotState state, uint32_t doorbell) {
  last_cycle_ = cycle;
  Slot& in = slots_[slot];
  if (*StateName(in.state) != '\0') file_->End(SlotTrack(slot), cycle);
  if (state == SlotState::kLoading) in.load_begin = cycle;
  if (state == SlotState::kActive && !in.doorbell.has_value()) BeginStay(cycle, slot, doorbell);
  if (state == SlotState::kFree) EndStay(cycle, slot);
  if (*StateName(state) != '\0') file_->Begin(SlotTrack(slot), StateName(state), cycle);
  in.state = state;
}

// The stay began with the load, but whose it is is known only now.
void ChromeTrace::BeginStay(uint64_t cycle, uint32_t slot, uint32_t doorbell) {
  Slot& in = slots_[slot];
  in.doorbell = doorbell;
  file_->Begin(QueueTrack(doorbell), absl::StrCat("in slot ", slot), in.load_begin);
  file_->Begin(SlotTrack(slot), queue_names_[doorbell], in.load_begin);
  file_->Slice(SlotTrack(slot), "load MQD", in.load_begin, cycle);
}

void ChromeTrace::EndStay(uint64_t cycle, uint32_t slot) {
  Slot& in = slots_[slot];
  if (in.doorbell.has_value()) {
    EndPacket(cycle, slot);
    file_->End(SlotTrack(slot), cycle);
    file_->End(QueueTrack(*in.doorbell), cycle);
    in.doorbell.reset();
  } else if (in.state == SlotState::kLoading) {
    file_->Slice(SlotTrack(slot), "load MQD (failed)", in.load_begin, cycle);
  }
}

void ChromeTrace::BeginPacket(uint64_t cycle, uint32_t slot, const std::string& name) {
  last_cycle_ = cycle;
  Slot& in = slots_[slot];
  EndPacket(cycle, slot);
  if (!in.doorbell.has_value()) return;
  file_->Begin(QueueTrack(*in.doorbell), name, cycle);
  in.in_packet = true;
}

void ChromeTrace::EndPacket(uint64_t cycle, uint32_t slot) {
  Slot& in = slots_[slot];
  if (std::exchange(in.in_packet, false)) file_->End(QueueTrack(*in.doorbell), cycle);
}

void ChromeTrace::OnEngine(uint64_t cycle, bool /*busy*/, uint32_t /*slot*/) {
  last_cycle_ = cycle;
  // Whatever the engine held, it has left.
  for (uint32_t slot = 0; slot < slots_.size(); ++slot) EndPacket(cycle, slot);
}

void ChromeTrace::OnPacket(uint64_t cycle, uint32_t slot, uint32_t header, uint64_t /*rptr*/) {
  BeginPacket(cycle, slot, PacketName(header));
}

void ChromeTrace::OnResume(uint64_t cycle, uint32_t slot, uint32_t header) {
  BeginPacket(cycle, slot, absl::StrCat(PacketName(header), " (resumed)"));
}

void ChromeTrace::OnFirmware(uint64_t cycle, FirmwareStep step, uint32_t pc, uint32_t next_pc) {
  last_cycle_ = cycle;
  calls_.Step(cycle, step, pc, next_pc);
}

void ChromeTrace::OnSleep(uint64_t cycle, bool asleep) {
  last_cycle_ = cycle;
  if (asleep) {
    asleep_since_ = cycle;
  } else if (asleep_since_.has_value()) {
    file_->Slice(kFirmwareSleep, "wfi", *asleep_since_, cycle);
    asleep_since_.reset();
  }
}

void ChromeTrace::Span(absl::string_view action, absl::string_view subject, uint64_t begin_cycle,
                       uint64_t end_cycle) {
  last_cycle_ = std::max(last_cycle_, end_cycle);
  driver_spans_.push_back(
      {.begin = begin_cycle, .end = end_cycle, .name = absl::StrCat(action, " ", subject)});
}

void ChromeTrace::WriteDriverSpans() {
  const size_t lanes = std::max<size_t>(AssignLanes(&driver_spans_), 1);
  for (uint32_t lane = 0; lane < lanes; ++lane) {
    file_->NameTrack({.group = Group::kDriver, .number = lane},
                     lane == 0 ? "driver" : absl::StrCat("driver, overlapping ", lane));
  }
  for (const trace::Span& span : driver_spans_) {
    file_->Slice({.group = Group::kDriver, .number = static_cast<uint32_t>(span.lane)}, span.name,
                 span.begin, span.end);
  }
}

absl::Status ChromeTrace::Finish() {
  const uint64_t end = last_cycle_;
  for (uint32_t slot = 0; slot < slots_.size(); ++slot) {
    OnSlotState(end, slot, SlotState::kFree, 0);
  }
  calls_.Finish(end);
  OnSleep(end, false);
  WriteDriverSpans();
  for (const auto& [doorbell, name] : queue_names_) file_->NameTrack(QueueTrack(doorbell), name);
  return file_->Close();
}

}  // namespace ringside::trace
