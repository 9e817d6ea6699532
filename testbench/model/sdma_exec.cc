#include "testbench/model/sdma_exec.h"

#include <algorithm>
#include <cstring>

#include "testbench/model/costs.h"
#include "testbench/model/register_block.h"
#include "uapi/interrupt.h"
#include "uapi/pte.h"
#include "uapi/sdma_packets.h"

namespace ringside::model {
namespace {

constexpr uint64_t kAddressMask = (uint64_t{1} << RS_VA_BITS) - 1;
// Bursts are cut at lines of source and destination, so they never cross a page.
constexpr uint64_t kBurstBytes = 512;
// The data of a WRITE goes one bus beat at a time.
constexpr uint64_t kBeatBytes = 32;
constexpr uint64_t kDwordBytes = 4;
constexpr uint64_t kQwordBytes = 8;
constexpr uint32_t kWriteDwordsMask = 0x1fffff;

uint64_t ToLineEnd(uint64_t va, uint64_t line) { return line - va % line; }

}  // namespace

void SdmaExec::Begin(QueueContext* context) {
  context_ = context;
  fault_ = {};
  check_resumed_ = true;
  untold_ = false;
}

void SdmaExec::Fail(uint32_t reason, bool write, uint64_t address, uint32_t header) {
  fault_ = {.reason = reason, .write = write, .address = address & kAddressMask, .header = header};
}

void SdmaExec::FailPacket(uint32_t reason, uint32_t header) {
  Fail(reason, /*write=*/false, DwordVa(0), header);
}

uint64_t SdmaExec::DwordVa(uint32_t index) const {
  const uint64_t bytes = index * kDwordBytes;
  const uint64_t va = context_->ib_active
                          ? context_->ib_base + context_->ib_offset * kDwordBytes + bytes
                          : context_->rb_base + (((context_->rptr & ~(kDwordBytes - 1)) + bytes) &
                                                 context_->ring_mask());
  return va & kAddressMask;
}

std::optional<uint32_t> SdmaExec::Fetch(uint32_t index, uint32_t header) {
  const uint64_t va = DwordVa(index);
  const GpuMemory::ReadResult from = memory_.Read(context_->vmid, va, kDwordBytes);
  if (from.data == nullptr) {
    Fail(from.reason, /*write=*/false, va, header);
    return std::nullopt;
  }
  uint32_t value;
  std::memcpy(&value, from.data, sizeof(value));
  step_.bytes_read += kDwordBytes;
  return value;
}

bool SdmaExec::Store(uint32_t vmid, uint64_t va, uint64_t value, uint64_t bytes, uint32_t* reason) {
  const GpuMemory::WriteResult to = memory_.Write(vmid, va, bytes);
  if (to.data == nullptr) {
    *reason = to.reason;
    return false;
  }
  std::memcpy(to.data, &value, bytes);
  return true;
}

bool SdmaExec::TellRptr(uint64_t rptr, uint32_t header) {
  if (context_->rptr_addr == 0) return true;
  const uint64_t va = context_->rptr_addr & ~(kQwordBytes - 1);
  uint32_t reason = RS_FAULT_NONE;
  if (Store(context_->vmid, va, rptr, kQwordBytes, &reason)) return true;
  // What is already wrong comes first.
  if (!fault_.valid()) Fail(reason, /*write=*/true, va, header);
  return false;
}

void SdmaExec::Advance(uint32_t dwords) {
  if (context_->ib_active) {
    context_->ib_offset += dwords;
  } else {
    context_->rptr += dwords * kDwordBytes;
    untold_ = true;
  }
}

uint32_t SdmaExec::Length(const Packet& packet) const {
  if (packet.kind != PacketKind::kWrite) return packet.dwords;
  return packet.dwords + (context_->mid_active ? context_->mid_data & kWriteDwordsMask
                                               : static_cast<uint32_t>(packet.bytes / kDwordBytes));
}

SdmaExec::Step SdmaExec::Run(uint64_t wptr, bool leave) {
  step_ = {};
  QueueContext& context = *context_;
  if (!context.mid_active && context.ib_active && context.ib_offset == context.ib_size) {
    context.ib_active = false;
    Advance(RS_SDMA_DWORDS_INDIRECT);
  }
  if (check_resumed_ || !context.mid_active) {
    left_ = context.ib_active
                ? context.ib_size - context.ib_offset
                : static_cast<uint32_t>(context.ring_bytes_left(wptr & ~(kDwordBytes - 1)) /
                                        kDwordBytes);
  }
  if (leave) {
    End();
  } else if (context.mid_active) {
    ResumeOrMove();
  } else {
    RunPacket(wptr);
  }
  check_resumed_ = false;
  if (fault_.valid() && !step_.released) End();
  return step_;
}

void SdmaExec::RunPacket(uint64_t wptr) {
  if (!context_->ib_active && wptr % kDwordBytes != 0) {
    // Never equal to rptr: would run for ever.
    return FailPacket(RS_FAULT_BAD_FIELD, 0);
  }
  if (!context_->ib_active && left_ == 0) return End();
  const std::optional<uint32_t> header = Fetch(0, /*header=*/0);
  if (!header) return;
  step_.begun = true;
  step_.header = *header;
  step_.rptr = context_->rptr;
  step_.cycles = kPacketCycles;

  PacketBody body = {};
  const Packet shape = DecodePacket(*header, body);
  if (!shape.known || (shape.ring_only && context_->ib_active)) {
    return FailPacket(RS_FAULT_BAD_OPCODE, *header);
  }
  if (shape.dwords > left_) return FailPacket(RS_FAULT_TRUNCATED, *header);
  // What a NOP skips is read like any packet.
  for (uint32_t i = 1; i < shape.dwords; ++i) {
    const std::optional<uint32_t> dword = Fetch(i, *header);
    if (!dword) return;
    if (i <= body.size()) body[i - 1] = *dword;
  }
  Execute(DecodePacket(*header, body), *header);
}

void SdmaExec::Execute(const Packet& packet, uint32_t header) {
  if (packet.bad_reason != RS_FAULT_NONE) {
    const bool at_packet = packet.bad_reason != RS_FAULT_NON_CANONICAL;
    return Fail(packet.bad_reason, packet.bad_write, at_packet ? DwordVa(0) : packet.bad_address,
                header);
  }
  if (Length(packet) > left_) return FailPacket(RS_FAULT_TRUNCATED, header);
  switch (packet.kind) {
    case PacketKind::kNop:
      return Advance(packet.dwords);
    case PacketKind::kCopy:
    case PacketKind::kFill:
    case PacketKind::kWrite:
      context_->mid_active = true;
      context_->mid_header = header;
      context_->mid_src = packet.src;
      context_->mid_dst = packet.dst;
      context_->mid_left = static_cast<uint32_t>(packet.bytes);
      context_->mid_data = packet.kind == PacketKind::kWrite
                               ? static_cast<uint32_t>(packet.bytes / kDwordBytes)
                               : packet.data;
      step_.cycles += kMoveCycles;
      return;
    case PacketKind::kIndirect:
      if (packet.data == 0) return Advance(packet.dwords);
      context_->ib_active = true;
      context_->ib_base = packet.dst;
      context_->ib_offset = 0;
      context_->ib_size = packet.data;
      return;
    case PacketKind::kFence:
    case PacketKind::kProtectedFence:
    case PacketKind::kTrap:
      return Tell(packet, header);
  }
}

void SdmaExec::ResumeOrMove() {
  const Packet packet = DecodePacket(context_->mid_header, {});
  if (packet.kind != PacketKind::kWrite) return MoveBurst(packet);
  if (check_resumed_ && Length(packet) > left_) {
    return FailPacket(RS_FAULT_TRUNCATED, context_->mid_header);
  }
  WriteBeat(packet);
}

void SdmaExec::MoveBurst(const Packet& packet) {
  QueueContext& context = *context_;
  const bool fill = packet.kind == PacketKind::kFill;
  uint64_t bytes = std::min<uint64_t>(context.mid_left, ToLineEnd(context.mid_dst, kBurstBytes));
  GpuMemory::ReadResult from;
  if (!fill) {
    bytes = std::min(bytes, ToLineEnd(context.mid_src, kBurstBytes));
    from = memory_.Read(context.vmid, context.mid_src, bytes);
    if (from.data == nullptr) {
      return Fail(from.reason, /*write=*/false, context.mid_src, context.mid_header);
    }
  }
  const GpuMemory::WriteResult to = memory_.Write(context.vmid, context.mid_dst, bytes);
  if (to.data == nullptr) {
    return Fail(to.reason, /*write=*/true, context.mid_dst, context.mid_header);
  }
  if (fill) {
    for (uint64_t i = 0; i < bytes; i += kDwordBytes) {
      std::memcpy(to.data + i, &context.mid_data, kDwordBytes);
    }
  } else {
    std::memmove(to.data, from.data, bytes);
  }
  EndMoveStep(packet, static_cast<uint32_t>(bytes));
}

void SdmaExec::WriteBeat(const Packet& packet) {
  QueueContext& context = *context_;
  const uint64_t bytes =
      std::min<uint64_t>(context.mid_left, ToLineEnd(context.mid_dst, kBeatBytes));
  const uint32_t first = Length(packet) - context.mid_left / static_cast<uint32_t>(kDwordBytes);
  uint8_t beat[kBeatBytes];
  for (uint64_t i = 0; i < bytes; i += kDwordBytes) {
    const std::optional<uint32_t> dword =
        Fetch(first + static_cast<uint32_t>(i / kDwordBytes), context.mid_header);
    if (!dword) return;
    std::memcpy(beat + i, &*dword, kDwordBytes);
  }
  const GpuMemory::WriteResult to = memory_.Write(context.vmid, context.mid_dst, bytes);
  if (to.data == nullptr) {
    return Fail(to.reason, /*write=*/true, context.mid_dst, context.mid_header);
  }
  std::memcpy(to.data, beat, bytes);
  EndMoveStep(packet, static_cast<uint32_t>(bytes));
}

void SdmaExec::EndMoveStep(const Packet& packet, uint32_t bytes) {
  QueueContext& context = *context_;
  const uint32_t length = Length(packet);
  context.mid_src = (context.mid_src + bytes) & kAddressMask;
  context.mid_dst = (context.mid_dst + bytes) & kAddressMask;
  context.mid_left -= bytes;
  step_.bytes_moved = bytes;
  step_.cycles += packet.kind == PacketKind::kWrite ? kBeatCycles
                                                    : (bytes + kBytesPerCycle - 1) / kBytesPerCycle;
  if (context.mid_left != 0) return;
  context.mid_active = false;
  Advance(length);
}

// Fence, then rptr, then interrupt: who sees a later one can rely on the earlier ones.
void SdmaExec::Tell(const Packet& packet, uint32_t header) {
  step_.cycles += kNoticeCycles;
  uint32_t reason = RS_FAULT_NONE;
  if (packet.kind == PacketKind::kFence) {
    if (!Store(context_->vmid, packet.dst, packet.data, kDwordBytes, &reason)) {
      return Fail(reason, /*write=*/true, packet.dst, header);
    }
    return Advance(packet.dwords);
  }
  // In an indirect buffer rptr stays at the packet that called it.
  const uint64_t rptr = context_->rptr + (context_->ib_active ? 0 : packet.dwords * kDwordBytes);
  if (packet.kind == PacketKind::kProtectedFence) {
    if (context_->fence_addr == 0) return FailPacket(RS_FAULT_BAD_FIELD, header);
    const uint64_t fence = context_->fence_addr & ~(kQwordBytes - 1);
    // A bus address: VMID 0.
    if (!Store(/*vmid=*/0, fence, rptr, kQwordBytes, &reason)) {
      return Fail(reason, /*write=*/true, fence, header);
    }
  }
  if (!TellRptr(rptr, header)) return;
  const uint32_t pasid = mmu_.pasid(context_->vmid);
  if (packet.kind == PacketKind::kProtectedFence) {
    ih_.Send(RS_IH_SOURCE_PROTECTED_FENCE, context_->vmid, pasid,
             {context_->doorbell, Low(rptr), High(rptr), 0});
  } else {
    ih_.Send(RS_IH_SOURCE_SDMA_TRAP, context_->vmid, pasid,
             {packet.data, context_->doorbell, 0, 0});
  }
  Advance(packet.dwords);
  untold_ = false;
}

void SdmaExec::End() {
  if (untold_) TellRptr(context_->rptr, /*header=*/0);
  untold_ = false;
  if (fault_.valid()) {
    ih_.Send(RS_IH_SOURCE_QUEUE_FAULT, context_->vmid, mmu_.pasid(context_->vmid),
             {context_->doorbell | fault_.reason << 16 | uint32_t{fault_.write} << 24,
              Low(fault_.address), High(fault_.address), fault_.header});
  }
  step_.cycles += 1;
  step_.released = true;
}

}  // namespace ringside::model
