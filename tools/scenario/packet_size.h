// How much room a scenario's packet takes in a ring.
#ifndef RINGSIDE_TOOLS_SCENARIO_PACKET_SIZE_H_
#define RINGSIDE_TOOLS_SCENARIO_PACKET_SIZE_H_

#include <cstdint>

#include "tools/scenario/scenario.h"
#include "uapi/sdma_packets.h"

namespace ringside::scenario {

// Dwords of one packet as it stands in a ring or an indirect buffer.
inline uint64_t PacketDwords(const PacketSpec& packet) {
  switch (packet.kind) {
    case PacketKind::kNop:
      return RS_SDMA_DWORDS_NOP + packet.count;
    case PacketKind::kCopy:
      return RS_SDMA_DWORDS_COPY_LINEAR;
    case PacketKind::kFill:
      return RS_SDMA_DWORDS_CONST_FILL;
    case PacketKind::kWrite:
      return RS_SDMA_DWORDS_WRITE_LINEAR + packet.dwords.size();
    case PacketKind::kFence:
      return RS_SDMA_DWORDS_FENCE;
    case PacketKind::kTrap:
      return RS_SDMA_DWORDS_TRAP;
    case PacketKind::kRaw:
      return packet.dwords.size();
  }
  return 0;
}

}  // namespace ringside::scenario

#endif  // RINGSIDE_TOOLS_SCENARIO_PACKET_SIZE_H_
