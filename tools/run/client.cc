#include "tools/run/client.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "tools/scenario/packet_size.h"
#include "uapi/sdma_packets.h"

namespace ringside::run {
namespace {

using scenario::PacketKind;
using scenario::PacketSpec;

// Indirect buffers start on 32 bytes (uapi/sdma_packets.h).
constexpr uint64_t kIndirectAlignment = 32;

}  // namespace

Client::Client(EventLoop* loop, MachineStats* stats, const scenario::QueueSpec& spec,
               UserQueue* queue, const RingMemory& memory, Buffer* indirect, uint64_t indirect_va)
    : loop_(loop),
      stats_(stats),
      spec_(spec),
      queue_(queue),
      ring_(&loop->device(), memory, queue->doorbell_id()),
      indirect_(indirect),
      indirect_va_(indirect_va) {}

uint64_t Client::IndirectBytes(const scenario::QueueSpec& spec) {
  uint64_t bytes = 0;
  for (const PacketSpec& packet : spec.packets) bytes += scenario::PacketDwords(packet) * 4;
  return (bytes + kIndirectAlignment - 1) / kIndirectAlignment * kIndirectAlignment;
}

void Client::Start(uint64_t first_cycle, std::function<void()> on_done) {
  on_done_ = std::move(on_done);
  queue_->SetFenceListener([this](uint64_t value, uint64_t cycle) { OnFence(value, cycle); });
  waiting_ = true;
  loop_->PostAt(first_cycle + spec_.start_cycle, [this] {
    waiting_ = false;
    SubmitWhatFits();
  });
}

void Client::Stop() {
  stopped_ = true;
  if (!std::exchange(done_, true)) on_done_();
}

void Client::SubmitWhatFits() {
  while (!stopped_ && submitted_ < spec_.repeat && submitted_ - completed_ < spec_.depth) {
    if (absl::Status status = SubmitOne(); !status.ok()) {
      loop_->Fail(absl::Status(status.code(),
                               absl::StrCat("queue '", spec_.name, "': ", status.message())));
      return;
    }
  }
}

absl::Status Client::SubmitOne() {
  PacketBuilder packets;
  AppendPackets(submitted_, &packets);
  if (indirect_ != nullptr) {
    const uint64_t offset = submitted_ % spec_.depth * IndirectBytes(spec_);
    const absl::Span<const uint32_t> dwords = packets.dwords();
    absl::Status stored = indirect_->Write(
        offset, absl::MakeConstSpan(reinterpret_cast<const uint8_t*>(dwords.data()),
                                    dwords.size() * sizeof(uint32_t)));
    if (!stored.ok()) return stored;
    const uint32_t count = static_cast<uint32_t>(dwords.size());
    packets.Clear();
    packets.Indirect(indirect_va_ + offset, count);
  }
  packets.ProtectedFence();
  submission_bytes_ = packets.bytes();
  stats_->WillSubmit(queue_->doorbell_id(), ring_.wptr(), outstanding_.empty());
  const uint64_t cycle = loop_->now();
  absl::StatusOr<uint64_t> fence = ring_.Submit(packets.dwords());
  if (!fence.ok()) return fence.status();
  outstanding_.push_back({.fence = *fence, .cycle = cycle});
  ++submitted_;
  return absl::OkStatus();
}

void Client::OnFence(uint64_t value, uint64_t cycle) {
  while (!outstanding_.empty() && outstanding_.front().fence <= value) {
    submission_cycles_.Add(cycle - outstanding_.front().cycle);
    outstanding_.pop_front();
    ++completed_;
  }
  if (completed_ == spec_.repeat) {
    if (!std::exchange(done_, true)) on_done_();
    return;
  }
  if (std::exchange(waiting_, true)) return;
  loop_->PostAt(loop_->now() + spec_.gap_cycles, [this] {
    waiting_ = false;
    SubmitWhatFits();
  });
}

void Client::AppendPackets(uint32_t repetition, PacketBuilder* builder) const {
  for (const PacketSpec& packet : spec_.packets) {
    const uint32_t value = packet.value + packet.value_step * repetition;
    switch (packet.kind) {
      case PacketKind::kNop:
        builder->Nop(packet.count);
        break;
      case PacketKind::kCopy:
        builder->Copy(packet.from, packet.to, packet.bytes);
        break;
      case PacketKind::kFill:
        builder->Fill(packet.to, value, packet.bytes);
        break;
      case PacketKind::kWrite:
        builder->Write(packet.to, packet.dwords);
        break;
      case PacketKind::kFence:
        builder->Fence(packet.to, value);
        break;
      case PacketKind::kTrap:
        builder->Trap(packet.value);
        break;
      case PacketKind::kRaw:
        for (uint32_t dword : packet.dwords) builder->Raw(dword);
        break;
    }
  }
}

uint64_t Client::bytes_moved() const {
  uint64_t bytes = 0;
  for (const PacketSpec& packet : spec_.packets) bytes += packet.bytes;
  return bytes * completed_;
}

const PacketSpec* Client::PacketAt(uint64_t rptr) const {
  if (indirect_ != nullptr || submission_bytes_ == 0) return nullptr;
  uint64_t offset = rptr % submission_bytes_;
  for (const PacketSpec& packet : spec_.packets) {
    if (offset == 0) return &packet;
    const uint64_t bytes = scenario::PacketDwords(packet) * 4;
    if (offset < bytes) return nullptr;
    offset -= bytes;
  }
  return nullptr;
}

}  // namespace ringside::run
