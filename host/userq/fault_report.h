// What stopped a queue, with names for people: the engine's QUEUE_FAULT interrupt entry, or the
// firmware's word that the queue's own memory gave a bus error.
#ifndef RINGSIDE_HOST_USERQ_FAULT_REPORT_H_
#define RINGSIDE_HOST_USERQ_FAULT_REPORT_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace ringside {

struct FaultReport {
  std::string process;
  std::string queue;
  uint16_t pasid = 0;
  uint32_t doorbell_id = 0;
  uint32_t packet_header = 0;  // 0: the fault came before or after a packet.
  uint64_t address = 0;        // GPU VA that could not be accessed; of a bad packet, its own.
                               // 0, with RS_FAULT_BUS_ERROR and no packet: the MQD or wptr word.
  bool write = false;
  uint32_t reason = 0;  // RS_FAULT_*.
  uint64_t cycle = 0;

  // One line: process, queue, packet, address, reason.
  std::string ToString() const;
};

// The text of an RS_FAULT_* code.
absl::string_view FaultReasonText(uint32_t reason);

}  // namespace ringside

#endif  // RINGSIDE_HOST_USERQ_FAULT_REPORT_H_
