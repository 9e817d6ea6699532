// The name of an SDMA packet, from its header.
#ifndef RINGSIDE_TOOLS_TRACE_PACKET_NAME_H_
#define RINGSIDE_TOOLS_TRACE_PACKET_NAME_H_

#include <cstdint>
#include <string>

#include "absl/strings/str_format.h"
#include "uapi/sdma_packets.h"

namespace ringside::trace {

inline std::string PacketName(uint32_t header) {
#define RS_NAME(sv, c, op, sub, dwords) \
  if ((header & 0xffff) == RS_SDMA_HEADER(op, sub)) return #c;
  RS_SDMA_PACKETS(RS_NAME)
#undef RS_NAME
  return absl::StrFormat("packet 0x%08x", header);
}

}  // namespace ringside::trace

#endif  // RINGSIDE_TOOLS_TRACE_PACKET_NAME_H_
