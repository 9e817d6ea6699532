#include "tools/trace/chrome_trace.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "nlohmann/json.hpp"
#include "tools/trace/packet_name.h"

namespace ringside::trace {
namespace {

const char* StateName(SlotState state) {
  switch (state) {
    case SlotState::kFree:
      return "free";
    case SlotState::kLoading:
      return "load MQD";
    case SlotState::kActive:
      return "active";
    case SlotState::kStopping:
      return "stopping";
    case SlotState::kSaving:
      return "save MQD";
    case SlotState::kFaulted:
      return "faulted";
  }
  return "?";
}

std::string Quoted(const std::string& text) { return nlohmann::json(text).dump(); }

// Microseconds, the unit of the format; exact, because a cycle is 0.001 of it.
std::string Time(uint64_t cycle) { return absl::StrFormat("%u.%03u", cycle / 1000, cycle % 1000); }

}  // namespace

absl::StatusOr<std::unique_ptr<ChromeTrace>> ChromeTrace::Create(const std::string& path,
                                                                 Symbols symbols) {
  std::unique_ptr<ChromeTrace> trace(new ChromeTrace(std::move(symbols)));
  trace->file_.open(path);
  if (!trace->file_) return absl::UnavailableError(absl::StrCat("cannot write trace to ", path));
  trace->Header();
  return trace;
}

void ChromeTrace::Header() {
  file_ << "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n";
  const std::pair<Group, const char*> groups[] = {{Group::kSlots, "HQD slots"},
                                                  {Group::kQueues, "queues"},
                                                  {Group::kFirmware, "firmware"},
                                                  {Group::kDriver, "driver"}};
  for (const auto& [group, name] : groups) {
    Write(absl::StrFormat(R"({"ph":"M","pid":%d,"name":"process_name","args":{"name":"%s"}})",
                          static_cast<int>(group), name));
    Write(absl::StrFormat(
        R"({"ph":"M","pid":%d,"name":"process_sort_index","args":{"sort_index":%d}})",
        static_cast<int>(group), static_cast<int>(group)));
  }
  for (uint32_t slot = 0; slot < slots_.size(); ++slot) {
    Name(Group::kSlots, slot, absl::StrCat("slot ", slot));
  }
  Name(Group::kFirmware, 0, "calls");
  Name(Group::kFirmware, 1, "sleep");
  Name(Group::kDriver, 0, "driver");
}

void ChromeTrace::Write(const std::string& event) {
  if (!std::exchange(first_, false)) file_ << ",\n";
  file_ << event;
}

void ChromeTrace::Name(Group group, uint32_t track, const std::string& name) {
  Write(absl::StrFormat(R"({"ph":"M","pid":%d,"tid":%u,"name":"thread_name","args":{"name":%s}})",
                        static_cast<int>(group), track, Quoted(name)));
}

void ChromeTrace::Complete(Group group, uint32_t track, const std::string& name, uint64_t begin,
                           uint64_t end) {
  Write(absl::StrFormat(R"({"ph":"X","pid":%d,"tid":%u,"ts":%s,"dur":%s,"name":%s})",
                        static_cast<int>(group), track, Time(begin), Time(end - begin),
                        Quoted(name)));
}

void ChromeTrace::Instant(Group group, uint32_t track, const std::string& name, uint64_t cycle) {
  Write(absl::StrFormat(R"({"ph":"i","s":"t","pid":%d,"tid":%u,"ts":%s,"name":%s})",
                        static_cast<int>(group), track, Time(cycle), Quoted(name)));
}

void ChromeTrace::Edge(char phase, const std::string& name, uint64_t cycle) {
  Write(absl::StrFormat(R"({"ph":"%c","pid":%d,"tid":0,"ts":%s,"name":%s})", phase,
                        static_cast<int>(Group::kFirmware), Time(cycle), Quoted(name)));
}

void ChromeTrace::NameQueue(uint32_t doorbell, const std::string& name) {
  queue_names_[doorbell] = name;
  Name(Group::kQueues, doorbell, name);
}

const std::string& ChromeTrace::QueueName(uint32_t doorbell) {
  const auto found = queue_names_.find(doorbell);
  if (found != queue_names_.end()) return found->second;
  NameQueue(doorbell, absl::StrFormat("doorbell 0x%x", doorbell));
  return queue_names_[doorbell];
}

void ChromeTrace::OnRing(uint64_t cycle, uint32_t doorbell, RingOutcome outcome, uint32_t slot) {
  QueueName(doorbell);
  Instant(Group::kQueues, doorbell,
          outcome == RingOutcome::kStray     ? "ring (stray)"
          : outcome == RingOutcome::kPending ? "ring (unmapped)"
                                             : absl::StrCat("ring (slot ", slot, ")"),
          cycle);
}

void ChromeTrace::EndState(uint32_t slot, uint64_t cycle) {
  const Slot& in = slots_[slot];
  if (in.state == SlotState::kFree || in.state == SlotState::kActive) return;
  Complete(Group::kSlots, slot, StateName(in.state), in.state_begin, cycle);
}

void ChromeTrace::OnSlotState(uint64_t cycle, uint32_t slot, SlotState state, uint32_t doorbell) {
  Slot& in = slots_[slot];
  EndState(slot, cycle);
  in.state = state;
  in.state_begin = cycle;
  if (state == SlotState::kLoading) in.stay_begin = cycle;
  if (state == SlotState::kActive && !in.doorbell.has_value()) in.doorbell = doorbell;
  if (state == SlotState::kFree && in.doorbell.has_value()) {
    EndPacket(slot, cycle);
    const std::string name = QueueName(*in.doorbell);
    Complete(Group::kSlots, slot, name, in.stay_begin, cycle);
    Complete(Group::kQueues, *in.doorbell, absl::StrCat("in slot ", slot), in.stay_begin, cycle);
    in.doorbell.reset();
  }
}

void ChromeTrace::EndPacket(uint32_t slot, uint64_t cycle) {
  Slot& in = slots_[slot];
  if (!std::exchange(in.in_packet, false) || !in.doorbell.has_value()) return;
  Complete(Group::kQueues, *in.doorbell, PacketName(in.header), in.packet_begin, cycle);
}

void ChromeTrace::OnEngine(uint64_t cycle, bool /*busy*/, uint32_t /*slot*/) {
  // A packet's bar ends when the engine leaves the slot; a resumed one shows again as a new bar's
  // packet.
  for (uint32_t other = 0; other < slots_.size(); ++other) EndPacket(other, cycle);
}

void ChromeTrace::OnPacket(uint64_t cycle, uint32_t slot, uint32_t header, uint64_t /*rptr*/) {
  EndPacket(slot, cycle);
  slots_[slot].in_packet = true;
  slots_[slot].header = header;
  slots_[slot].packet_begin = cycle;
}

void ChromeTrace::OnFirmware(uint64_t cycle, FirmwareStep step, uint32_t /*pc*/, uint32_t next_pc) {
  switch (step) {
    case FirmwareStep::kCall:
    case FirmwareStep::kTrapEntry:
      calls_.push_back(step == FirmwareStep::kTrapEntry
                           ? absl::StrCat("trap: ", symbols_.At(next_pc))
                           : symbols_.At(next_pc));
      Edge('B', calls_.back(), cycle);
      break;
    case FirmwareStep::kReturn:
    case FirmwareStep::kTrapReturn:
      // A tail call returns once for two functions; what began before tracing has no bar.
      if (calls_.empty()) break;
      Edge('E', calls_.back(), cycle);
      calls_.pop_back();
      break;
  }
}

void ChromeTrace::OnSleep(uint64_t cycle, bool asleep) {
  if (asleep) {
    asleep_since_ = cycle;
  } else if (asleep_since_.has_value()) {
    Complete(Group::kFirmware, 1, "wfi", *asleep_since_, cycle);
    asleep_since_.reset();
  }
}

void ChromeTrace::Span(absl::string_view action, absl::string_view subject, uint64_t begin_cycle,
                       uint64_t end_cycle) {
  Complete(Group::kDriver, 0, absl::StrCat(action, " ", subject), begin_cycle, end_cycle);
}

absl::Status ChromeTrace::Finish(uint64_t cycle) {
  for (uint32_t slot = 0; slot < slots_.size(); ++slot) {
    OnSlotState(cycle, slot, SlotState::kFree, 0);
  }
  while (!calls_.empty()) {
    Edge('E', calls_.back(), cycle);
    calls_.pop_back();
  }
  OnSleep(cycle, false);
  file_ << "\n]}\n";
  file_.close();
  return file_ ? absl::OkStatus()
               : absl::UnavailableError("the trace could not be written in full");
}

}  // namespace ringside::trace
