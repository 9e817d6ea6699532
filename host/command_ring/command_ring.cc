#include "host/command_ring/command_ring.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "uapi/limits.h"

namespace ringside {
namespace {

// Layout of the ring's buffer: frames, then the control words.
constexpr uint64_t kControlOffset = uint64_t{RS_FW_RING_FRAMES} * RS_FW_FRAME_BYTES;
constexpr uint64_t kWptrOffset = kControlOffset + offsetof(rs_fw_ring_control, wptr);
constexpr uint64_t kRptrOffset = kControlOffset + offsetof(rs_fw_ring_control, rptr);
constexpr uint64_t kRingBytes = kControlOffset + sizeof(rs_fw_ring_control);
// More slots than frames, because answers may come long after their frame was taken.
constexpr uint32_t kSlots = 256;

uint64_t SlotOffset(uint32_t slot) { return slot * sizeof(uint64_t); }

}  // namespace

absl::StatusOr<std::unique_ptr<CommandRing>> CommandRing::Create(MemoryPools* pools,
                                                                 EventLoop* loop,
                                                                 uint64_t timeout_cycles) {
  absl::StatusOr<std::unique_ptr<Buffer>> ring =
      Buffer::CreateNearHardware(pools, "command ring", kRingBytes);
  if (!ring.ok()) return ring.status();
  absl::StatusOr<std::unique_ptr<Buffer>> slots =
      Buffer::Create(pools, "command answers", kSlots * sizeof(uint64_t), Placement::kSystem);
  if (!slots.ok()) return slots.status();
  absl::Status status = (*ring)->FillZero();
  status.Update((*slots)->FillZero());
  if (!status.ok()) return status;
  return absl::WrapUnique(
      new CommandRing(loop, *std::move(ring), *std::move(slots), timeout_cycles));
}

CommandRing::CommandRing(EventLoop* loop, std::unique_ptr<Buffer> ring,
                         std::unique_ptr<Buffer> slots, uint64_t timeout_cycles)
    : loop_(loop),
      ring_(std::move(ring)),
      slots_(std::move(slots)),
      timeout_cycles_(timeout_cycles),
      slot_used_(kSlots, false) {}

absl::StatusOr<uint32_t> CommandRing::TakeSlot() {
  const auto free = std::find(slot_used_.begin(), slot_used_.end(), false);
  if (free == slot_used_.end()) {
    return absl::ResourceExhaustedError("the firmware owes answers to too many commands");
  }
  *free = true;
  return static_cast<uint32_t>(free - slot_used_.begin());
}

absl::Status CommandRing::WaitForRoom() {
  absl::Status failure;
  const auto has_room = [&] {
    const absl::StatusOr<uint64_t> rptr = ring_->ReadWord64(kRptrOffset);
    failure = rptr.status();
    return !failure.ok() || wptr_ - *rptr < RS_FW_RING_FRAMES;
  };
  if (has_room()) return failure;
  // The firmware can only make room by taking frames that it was told of.
  if (absl::Status status = Publish(); !status.ok()) return status;
  absl::Status waited =
      loop_->WaitUntil(has_room, loop_->now() + timeout_cycles_, "room in the command ring");
  failure.Update(waited);
  return failure;
}

absl::Status CommandRing::Publish() {
  if (published_ == wptr_) return absl::OkStatus();
  if (absl::Status status = ring_->WriteWord64(kWptrOffset, wptr_); !status.ok()) return status;
  const uint64_t now = loop_->now();
  for (auto& [ticket, pending] : pending_) {
    if (pending.submit_cycle == 0) pending.submit_cycle = now;
  }
  published_ = wptr_;
  return loop_->device().RingDoorbell(RS_DOORBELL_FIRMWARE, wptr_);
}

absl::StatusOr<CommandTicket> CommandRing::Store(CommandFrame frame) {
  const absl::StatusOr<uint32_t> status_offset = StatusOffset(frame);
  if (!status_offset.ok()) return status_offset.status();
  if (absl::Status status = WaitForRoom(); !status.ok()) return status;
  Poll();  // Late answers give their slots back.
  const absl::StatusOr<uint32_t> slot = TakeSlot();
  if (!slot.ok()) return slot.status();
  const CommandTicket ticket = ++last_ticket_ == 0 ? ++last_ticket_ : last_ticket_;
  const rs_fw_status answer = {slots_->bus_address() + SlotOffset(*slot), ticket};
  uint8_t* bytes = reinterpret_cast<uint8_t*>(frame.data());
  std::memcpy(bytes + *status_offset, &answer, sizeof(answer));
  absl::Status status = slots_->WriteWord64(SlotOffset(*slot), 0);
  status.Update(ring_->Write(wptr_ % RS_FW_RING_FRAMES * RS_FW_FRAME_BYTES,
                             absl::MakeConstSpan(bytes, RS_FW_FRAME_BYTES)));
  if (!status.ok()) {
    slot_used_[*slot] = false;
    return status;
  }
  Pending pending = {};
  pending.opcode = RS_FW_HEADER_OPCODE(frame[0]);
  pending.slot = *slot;
  pending_.emplace(ticket, pending);
  ++wptr_;
  return ticket;
}

absl::StatusOr<std::vector<CommandTicket>> CommandRing::Submit(
    absl::Span<const CommandFrame> frames) {
  std::vector<CommandTicket> tickets;
  absl::Status status;
  for (const CommandFrame& frame : frames) {
    const absl::StatusOr<CommandTicket> ticket = Store(frame);
    status = ticket.status();
    if (!status.ok()) break;
    tickets.push_back(*ticket);
  }
  // Frames before a bad one are on their way all the same; nobody will wait for them.
  status.Update(Publish());
  if (status.ok()) return tickets;
  for (CommandTicket ticket : tickets) pending_.at(ticket).abandoned = true;
  return status;
}

void CommandRing::OnCompletion() {
  ++completions_;
  Poll();
}

void CommandRing::Poll() {
  for (auto entry = pending_.begin(); entry != pending_.end();) {
    Pending& pending = entry->second;
    if (!pending.answered) {
      const absl::StatusOr<uint64_t> word = slots_->ReadWord64(SlotOffset(pending.slot));
      if (word.ok() && *word != 0) {
        pending.answered = true;
        ++answers_;
        pending.error_word = static_cast<uint32_t>(*word >> 32);
        pending.answer_cycle = loop_->now();
      }
    }
    if (pending.answered && pending.abandoned) {
      slot_used_[pending.slot] = false;
      entry = pending_.erase(entry);
    } else {
      ++entry;
    }
  }
}

std::vector<CommandAnswer> CommandRing::WaitAll(absl::Span<const CommandTicket> tickets) {
  const auto all_answered = [&] {
    Poll();
    return std::all_of(tickets.begin(), tickets.end(),
                       [&](CommandTicket ticket) { return pending_.at(ticket).answered; });
  };
  const absl::Status waited =
      loop_->WaitUntil(all_answered, loop_->now() + timeout_cycles_, "firmware answer");
  std::vector<CommandAnswer> answers;
  for (CommandTicket ticket : tickets) {
    CommandAnswer answer = Collect(ticket);
    // The machine itself failed: that outweighs what is known of one command.
    if (!waited.ok() && !absl::IsDeadlineExceeded(waited)) answer.status = waited;
    answers.push_back(std::move(answer));
  }
  return answers;
}

CommandAnswer CommandRing::Collect(CommandTicket ticket) {
  const auto entry = pending_.find(ticket);
  Pending& pending = entry->second;
  CommandAnswer answer = {absl::OkStatus(), pending.submit_cycle, pending.answer_cycle};
  if (!pending.answered) {
    pending.abandoned = true;
    answer.answer_cycle = loop_->now();
    answer.status = absl::DeadlineExceededError(
        absl::StrCat("firmware did not answer ", CommandName(pending.opcode), " within ",
                     timeout_cycles_, " cycles"));
    return answer;
  }
  if (pending.error_word != 0) answer.status = FirmwareErrorStatus(pending.error_word);
  slot_used_[pending.slot] = false;
  pending_.erase(entry);
  return answer;
}

absl::Status CommandRing::Call(const CommandFrame& frame) {
  absl::StatusOr<std::vector<CommandTicket>> tickets = Submit(absl::MakeConstSpan(&frame, 1));
  if (!tickets.ok()) return tickets.status();
  return WaitAll(*tickets)[0].status;
}

std::string CommandRing::DescribeOutstanding() const {
  std::string text;
  for (const auto& [ticket, pending] : pending_) {
    absl::StrAppend(&text, "  ", CommandName(pending.opcode), " ticket ", ticket, " since cycle ",
                    pending.submit_cycle, pending.answered ? " answered" : "",
                    pending.abandoned ? " abandoned" : "", "\n");
  }
  return text;
}

}  // namespace ringside
