#include "host/userq/fault_report.h"

#include "absl/strings/str_format.h"
#include "uapi/interrupt.h"
#include "uapi/sdma_packets.h"

namespace ringside {
namespace {

absl::string_view PacketName(uint32_t header) {
  // A dword of zero is a NOP, which cannot fault.
  if (header == 0) return "none";
  switch (header & 0xffff) {
#define RS_CASE(sv, c, op, sub, dwords) \
  case RS_SDMA_HEADER(op, sub):         \
    return #c;
    RS_SDMA_PACKETS(RS_CASE)
#undef RS_CASE
    default:
      return "unknown";
  }
}

}  // namespace

absl::string_view FaultReasonText(uint32_t reason) {
  switch (reason) {
#define RS_CASE(sv, c, code, text) \
  case code:                       \
    return text;
    RS_FAULT_REASONS(RS_CASE)
#undef RS_CASE
    default:
      return "unknown reason";
  }
}

std::string FaultReport::ToString() const {
  return absl::StrFormat(
      "process %s, queue %s (doorbell 0x%03x): packet %s (header 0x%08x), %s at address 0x%x: %s "
      "(reason %u), cycle %u",
      process, queue, doorbell_id, PacketName(packet_header), packet_header,
      write ? "write" : "read", address, FaultReasonText(reason), reason, cycle);
}

}  // namespace ringside
