#include "rtl/sdma/test/reference.h"

#include <algorithm>
#include <cstring>

#include "uapi/interrupt.h"
#include "uapi/sdma_packets.h"

namespace ringside {
namespace {

constexpr uint64_t kPage = AddressMap::kPage;

}  // namespace

uint64_t Reference::PacketVa() const {
  if (context_.ib_active) return context_.ib_base + 4 * context_.ib_offset;
  return context_.rb_base + context_.rptr % (uint64_t{1} << context_.rb_size_log2);
}

uint32_t Reference::Dword(uint32_t index) const {
  uint64_t va = context_.ib_base + 4 * (context_.ib_offset + index);
  if (!context_.ib_active) {
    va = context_.rb_base + (context_.rptr + 4 * index) % (uint64_t{1} << context_.rb_size_log2);
  }
  uint32_t value;
  std::memcpy(&value, &image_.at(map_.Translate(context_.vmid, va, false).pa), sizeof(value));
  return value;
}

uint64_t Reference::Address(uint32_t index) const {
  return Dword(index) | uint64_t{Dword(index + 1)} << 32;
}

void Reference::Advance(uint32_t dwords) {
  if (context_.ib_active) {
    context_.ib_offset += dwords;
  } else {
    context_.rptr += 4 * dwords;
  }
}

void Reference::Store(uint8_t vmid, uint64_t va, uint64_t value, int bytes) {
  std::memcpy(&image_.at(map_.Translate(vmid, va, true).pa), &value, bytes);
}

void Reference::TellRptr(uint64_t rptr) {
  if (context_.rptr_addr != 0) Store(context_.vmid, context_.rptr_addr, rptr, 8);
}

bool Reference::Fail(uint8_t reason, bool write, uint64_t addr, uint32_t header) {
  fault_ = {true, reason, write, addr, header};
  interrupts_.push_back({RS_IH_SOURCE_QUEUE_FAULT,
                         context_.vmid,
                         {context_.doorbell | reason << 16 | write << 24,
                          static_cast<uint32_t>(addr), static_cast<uint32_t>(addr >> 32), header}});
  return false;
}

void Reference::Run(uint64_t wptr) {
  const uint64_t mask = (uint64_t{1} << context_.rb_size_log2) - 1;
  while (!fault_.valid) {
    if (context_.ib_active && context_.ib_offset == context_.ib_size) {
      context_.ib_active = false;
      context_.rptr += 4 * RS_SDMA_DWORDS_INDIRECT;
      TellRptr(context_.rptr);
      continue;
    }
    const uint64_t ring_left = ((wptr - context_.rptr) & mask) / 4;
    if (!context_.ib_active && ring_left == 0) return;
    const uint64_t rptr = context_.rptr;
    Packet(context_.ib_active ? context_.ib_size - context_.ib_offset : ring_left);
    if (context_.rptr != rptr) TellRptr(context_.rptr);
  }
}

bool Reference::Packet(uint64_t dwords_left) {
  const uint32_t header = Dword(0);
  const uint32_t op = header & 0xff, subop = header >> 8 & 0xff;
  if (op == RS_SDMA_OP_NOP) {
    const uint32_t dwords = 1 + (header >> RS_SDMA_NOP_COUNT_SHIFT & RS_SDMA_NOP_COUNT_MASK);
    if (dwords > dwords_left) return FailPacket(RS_FAULT_TRUNCATED);
    Advance(dwords);
    return true;
  }
#define RS_PACKET_IS_LONGER(sv, c, packet_op, packet_subop, dwords) \
  if (op == (packet_op) && subop == (packet_subop)) {               \
    known = true;                                                   \
    too_long = (dwords) > dwords_left;                              \
  }
  bool known = false, too_long = false;
  RS_SDMA_PACKETS(RS_PACKET_IS_LONGER)
#undef RS_PACKET_IS_LONGER
  const bool ring_only = op == RS_SDMA_OP_INDIRECT ||
                         (op == RS_SDMA_OP_PROTECTED_FENCE && subop != RS_SDMA_SUBOP_FENCE);
  if (!known || (ring_only && context_.ib_active)) return FailPacket(RS_FAULT_BAD_OPCODE);
  if (too_long) return FailPacket(RS_FAULT_TRUNCATED);
  switch (op) {
    case RS_SDMA_OP_COPY_LINEAR:
      return Copy();
    case RS_SDMA_OP_CONST_FILL:
      return Fill();
    case RS_SDMA_OP_WRITE_LINEAR:
      return Write(dwords_left);
    case RS_SDMA_OP_INDIRECT:
      return Indirect();
    case RS_SDMA_OP_TRAP:
      return TellTrap();
    default:
      return subop == RS_SDMA_SUBOP_FENCE ? TellFence() : TellProtectedFence();
  }
}

template <typename ByteAt>
bool Reference::Move(uint64_t src, uint64_t dst, uint32_t bytes, uint32_t data, bool reads,
                     ByteAt byte_at) {
  for (uint32_t i = 0; i < bytes; ++i) {
    const bool page_begins = i == 0 || (src + i) % kPage == 0 || (dst + i) % kPage == 0;
    if (page_begins) {
      const Translation from = map_.Translate(context_.vmid, src + i, false);
      const Translation to = map_.Translate(context_.vmid, dst + i, true);
      if ((reads && !from.ok) || !to.ok) {
        context_.mid_active = true;
        context_.mid_header = Dword(0);
        context_.mid_src = src + i;
        context_.mid_dst = dst + i;
        context_.mid_left = bytes - i;
        context_.mid_data = data;
        if (reads && !from.ok) return Fail(from.reason, false, src + i, Dword(0));
        return Fail(to.reason, true, dst + i, Dword(0));
      }
    }
    image_.at(map_.Translate(context_.vmid, dst + i, true).pa) = byte_at(i);
  }
  return true;
}

bool Reference::Copy() {
  const uint64_t src = Address(3);
  const uint32_t bytes = Dword(1) + 1;
  if (!Move(src, Address(5), bytes, 0, true, [&](uint32_t i) {
        return image_.at(map_.Translate(context_.vmid, src + i, false).pa);
      })) {
    return false;
  }
  Advance(RS_SDMA_DWORDS_COPY_LINEAR);
  return true;
}

bool Reference::Fill() {
  const uint32_t value = Dword(3);
  if (!Move(0, Address(1), Dword(4) + 1, value, false,
            [&](uint32_t i) { return static_cast<uint8_t>(value >> (i % 4 * 8)); })) {
    return false;
  }
  Advance(RS_SDMA_DWORDS_CONST_FILL);
  return true;
}

bool Reference::Write(uint64_t dwords_left) {
  const uint32_t dwords = Dword(3) + 1;
  if (RS_SDMA_DWORDS_WRITE_LINEAR + dwords > dwords_left) return FailPacket(RS_FAULT_TRUNCATED);
  if (!Move(0, Address(1), dwords * 4, dwords, false, [&](uint32_t i) {
        return static_cast<uint8_t>(Dword(RS_SDMA_DWORDS_WRITE_LINEAR + i / 4) >> (i % 4 * 8));
      })) {
    return false;
  }
  Advance(RS_SDMA_DWORDS_WRITE_LINEAR + dwords);
  return true;
}

bool Reference::Indirect() {
  if (Dword(3) == 0) {
    Advance(RS_SDMA_DWORDS_INDIRECT);
    return true;
  }
  const uint64_t base = Address(1);
  const uint32_t size = Dword(3);
  context_.ib_active = true;
  context_.ib_base = base;
  context_.ib_offset = 0;
  context_.ib_size = size;
  return true;
}

bool Reference::TellFence() {
  const uint64_t va = Address(1);
  const Translation to = map_.Translate(context_.vmid, va, true);
  if (!to.ok) return Fail(to.reason, true, va, Dword(0));
  Store(context_.vmid, va, Dword(3), 4);
  Advance(RS_SDMA_DWORDS_FENCE);
  return true;
}

bool Reference::TellProtectedFence() {
  Advance(RS_SDMA_DWORDS_PROTECTED_FENCE);
  Store(0, context_.fence_addr, context_.rptr, 8);
  TellRptr(context_.rptr);
  interrupts_.push_back({RS_IH_SOURCE_PROTECTED_FENCE,
                         context_.vmid,
                         {context_.doorbell, static_cast<uint32_t>(context_.rptr),
                          static_cast<uint32_t>(context_.rptr >> 32), 0}});
  return true;
}

bool Reference::TellTrap() {
  interrupts_.push_back({RS_IH_SOURCE_SDMA_TRAP,
                         context_.vmid,
                         {Dword(1) & RS_SDMA_TRAP_CONTEXT_MASK, context_.doorbell, 0, 0}});
  Advance(RS_SDMA_DWORDS_TRAP);
  TellRptr(context_.rptr);
  return true;
}

}  // namespace ringside
