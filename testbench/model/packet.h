// Takes an SDMA packet apart and checks its fields.
//
// Header bits that only steer caches, ordering or protection on real hardware are ignored; bits
// that would change what a packet does are refused.
#ifndef RINGSIDE_TESTBENCH_MODEL_PACKET_H_
#define RINGSIDE_TESTBENCH_MODEL_PACKET_H_

#include <array>
#include <cstdint>

namespace ringside::model {

enum class PacketKind { kNop, kCopy, kFill, kWrite, kFence, kProtectedFence, kTrap, kIndirect };

// The dwords behind the header of the longest packet.
using PacketBody = std::array<uint32_t, 6>;

struct Packet {
  bool known = true;
  PacketKind kind = PacketKind::kNop;
  bool ring_only = false;  // Not allowed in an indirect buffer.
  uint32_t dwords = 1;     // Header included, a WRITE's data not.
  uint64_t bytes = 0;      // Moved, or of the range named.
  uint64_t src = 0;
  uint64_t dst = 0;   // Of an INDIRECT: the buffer.
  uint32_t data = 0;  // Value, interrupt context, or dwords of an indirect buffer.
  // A field is wrong: why, and where unless it is the packet itself.
  uint32_t bad_reason = 0;  // RS_FAULT_*.
  uint64_t bad_address = 0;
  bool bad_write = false;
};

// `known`, `kind`, `ring_only` and `dwords` follow from the header alone.
Packet DecodePacket(uint32_t header, const PacketBody& body);

}  // namespace ringside::model

#endif  // RINGSIDE_TESTBENCH_MODEL_PACKET_H_
