#include "testbench/model/packet.h"

#include "testbench/model/register_block.h"
#include "uapi/interrupt.h"
#include "uapi/pte.h"
#include "uapi/sdma_packets.h"

namespace ringside::model {
namespace {

constexpr uint64_t kAddressMask = (uint64_t{1} << RS_VA_BITS) - 1;
// Header bits of a copy that make it another packet: broadcast to two places, backwards.
constexpr uint32_t kCopyVariants = 0x0a000000;
constexpr uint32_t kFillSizeMask = 3u << 30;
constexpr uint32_t kDwordMask = 3;
constexpr uint32_t kIbAlignmentMask = 31;

bool Beyond(uint64_t start, uint64_t bytes) {
  return start > kAddressMask || start + bytes > kAddressMask + 1;
}

void Blame(Packet* packet, uint32_t reason, uint64_t address, bool write) {
  packet->bad_reason = reason;
  packet->bad_address = address & kAddressMask;
  packet->bad_write = write;
}

void DecodeCopy(uint32_t header, const PacketBody& body, Packet* packet) {
  const uint64_t src = Join(body[3], body[2]);
  const uint64_t dst = Join(body[5], body[4]);
  packet->bytes = uint64_t{body[0] & RS_SDMA_COPY_BYTES_MASK} + 1;
  packet->src = src & kAddressMask;
  packet->dst = dst & kAddressMask;
  packet->data = 0;
  if (Beyond(src, packet->bytes)) {
    Blame(packet, RS_FAULT_NON_CANONICAL, src, false);
  } else if (Beyond(dst, packet->bytes)) {
    Blame(packet, RS_FAULT_NON_CANONICAL, dst, true);
  }
  if ((header & kCopyVariants) != 0 || (body[0] & ~RS_SDMA_COPY_BYTES_MASK) != 0 || body[1] != 0) {
    packet->bad_reason = RS_FAULT_BAD_FIELD;
  }
}

// Packets that name one place, in their first dwords.
void CheckPlace(const PacketBody& body, uint32_t alignment_mask, Packet* packet) {
  const uint64_t place = Join(body[1], body[0]);
  if ((place & alignment_mask) != 0) packet->bad_reason = RS_FAULT_BAD_FIELD;
  if (packet->bad_reason == RS_FAULT_NONE && Beyond(place, packet->bytes)) {
    Blame(packet, RS_FAULT_NON_CANONICAL, place, packet->kind != PacketKind::kIndirect);
  }
}

}  // namespace

Packet DecodePacket(uint32_t header, const PacketBody& body) {
  const uint32_t op = header & 0xff;
  const uint32_t subop = header >> 8 & 0xff;
  Packet packet;
  packet.dst = Join(body[1], body[0]) & kAddressMask;
  packet.data = body[2];
  switch (op) {
    // Any sub-op: a NOP does nothing whatever it says.
    case RS_SDMA_OP_NOP:
      packet.dwords = 1 + (header >> RS_SDMA_NOP_COUNT_SHIFT & RS_SDMA_NOP_COUNT_MASK);
      break;
    case RS_SDMA_OP_COPY_LINEAR:
      packet.known = subop == RS_SDMA_SUBOP_COPY_LINEAR;
      packet.kind = PacketKind::kCopy;
      packet.dwords = RS_SDMA_DWORDS_COPY_LINEAR;
      DecodeCopy(header, body, &packet);
      break;
    case RS_SDMA_OP_CONST_FILL:
      packet.known = subop == RS_SDMA_SUBOP_CONST_FILL;
      packet.kind = PacketKind::kFill;
      packet.dwords = RS_SDMA_DWORDS_CONST_FILL;
      packet.bytes = uint64_t{body[3] & RS_SDMA_FILL_BYTES_MASK} + 1;
      if ((header & kFillSizeMask) != RS_SDMA_FILL_DWORDS ||
          (body[3] & ~RS_SDMA_FILL_BYTES_MASK) != 0 || packet.bytes % 4 != 0) {
        packet.bad_reason = RS_FAULT_BAD_FIELD;
      }
      CheckPlace(body, kDwordMask, &packet);
      break;
    case RS_SDMA_OP_WRITE_LINEAR:
      packet.known = subop == RS_SDMA_SUBOP_WRITE_LINEAR;
      packet.kind = PacketKind::kWrite;
      packet.dwords = RS_SDMA_DWORDS_WRITE_LINEAR;
      packet.bytes = (uint64_t{body[2] & RS_SDMA_WRITE_COUNT_MASK} + 1) * 4;
      if ((body[2] & ~RS_SDMA_WRITE_COUNT_MASK) != 0) packet.bad_reason = RS_FAULT_BAD_FIELD;
      CheckPlace(body, kDwordMask, &packet);
      break;
    case RS_SDMA_OP_FENCE:
      if (subop == RS_SDMA_SUBOP_PROTECTED_FENCE) {
        packet.kind = PacketKind::kProtectedFence;
        packet.ring_only = true;
        packet.dwords = RS_SDMA_DWORDS_PROTECTED_FENCE;
        break;
      }
      packet.known = subop == RS_SDMA_SUBOP_FENCE;
      packet.kind = PacketKind::kFence;
      packet.dwords = RS_SDMA_DWORDS_FENCE;
      packet.bytes = 4;
      CheckPlace(body, kDwordMask, &packet);
      break;
    case RS_SDMA_OP_TRAP:
      packet.known = subop == RS_SDMA_SUBOP_TRAP;
      packet.kind = PacketKind::kTrap;
      packet.dwords = RS_SDMA_DWORDS_TRAP;
      packet.data = body[0] & RS_SDMA_TRAP_CONTEXT_MASK;
      break;
    case RS_SDMA_OP_INDIRECT:
      packet.known = subop == RS_SDMA_SUBOP_INDIRECT;
      packet.kind = PacketKind::kIndirect;
      packet.ring_only = true;
      packet.dwords = RS_SDMA_DWORDS_INDIRECT;
      packet.data = body[2] & RS_SDMA_IB_SIZE_MASK;
      packet.bytes = uint64_t{packet.data} * 4;
      if ((body[2] & ~RS_SDMA_IB_SIZE_MASK) != 0) packet.bad_reason = RS_FAULT_BAD_FIELD;
      CheckPlace(body, kIbAlignmentMask, &packet);
      break;
    default:
      packet.known = false;
  }
  return packet;
}

}  // namespace ringside::model
