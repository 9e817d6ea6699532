#include "host/command_ring/frame.h"

#include <cstddef>

#include "absl/strings/str_cat.h"

namespace ringside {
namespace {

const char* ErrorText(uint32_t code) {
  switch (code) {
#define RS_CASE(sv, c, number, text) \
  case number:                       \
    return #c " (" text ")";
    RS_FW_ERRORS(RS_CASE)
#undef RS_CASE
    default:
      return nullptr;
  }
}

absl::StatusCode ErrorStatusCode(uint32_t code) {
  switch (code) {
    case RS_FW_ERROR_BAD_HEADER:
    case RS_FW_ERROR_BAD_OPCODE:
    case RS_FW_ERROR_BAD_FIELD:
      return absl::StatusCode::kInvalidArgument;
    case RS_FW_ERROR_QUEUE_UNKNOWN:
      return absl::StatusCode::kNotFound;
    case RS_FW_ERROR_QUEUE_EXISTS:
    case RS_FW_ERROR_SLOT_TAKEN:
      return absl::StatusCode::kAlreadyExists;
    case RS_FW_ERROR_QUEUE_TABLE_FULL:
    case RS_FW_ERROR_PROCESS_TABLE_FULL:
      return absl::StatusCode::kResourceExhausted;
    case RS_FW_ERROR_NOT_READY:
    case RS_FW_ERROR_QUEUE_BUSY:
    case RS_FW_ERROR_NOT_SUSPENDED:
      return absl::StatusCode::kFailedPrecondition;
    case RS_FW_ERROR_QUEUE_FAULTED:
      return absl::StatusCode::kAborted;
    default:
      return absl::StatusCode::kInternal;
  }
}

}  // namespace

std::string CommandName(uint32_t opcode) {
  switch (opcode) {
#define RS_CASE(c, number, text) \
  case number:                   \
    return text;
    RS_FW_OPCODES(RS_CASE)
#undef RS_CASE
    default:
      return absl::StrCat("opcode ", opcode);
  }
}

absl::StatusOr<uint32_t> StatusOffset(const CommandFrame& frame) {
  switch (const uint32_t opcode = RS_FW_HEADER_OPCODE(frame[0])) {
    case RS_FW_OP_SET_HW_RSRC:
      return offsetof(rs_fw_set_hw_rsrc, status);
    case RS_FW_OP_ADD_QUEUE:
      return offsetof(rs_fw_add_queue, status);
    case RS_FW_OP_REMOVE_QUEUE:
      return offsetof(rs_fw_remove_queue, status);
    case RS_FW_OP_SUSPEND:
      return offsetof(rs_fw_suspend, status);
    case RS_FW_OP_RESUME:
      return offsetof(rs_fw_resume, status);
    case RS_FW_OP_QUERY_SCHEDULER_STATUS:
      return offsetof(rs_fw_query, status);
    default:
      return absl::InvalidArgumentError(
          absl::StrCat("firmware command: unknown ", CommandName(opcode)));
  }
}

absl::Status FirmwareErrorStatus(uint32_t error_word) {
  const uint32_t code = RS_FW_ERROR_CODE(error_word);
  const char* text = ErrorText(code);
  return absl::Status(
      ErrorStatusCode(code),
      absl::StrCat("firmware refused ", CommandName(RS_FW_ERROR_OPCODE(error_word)), ": ",
                   text != nullptr ? text : absl::StrCat("unknown error ", code).c_str()));
}

}  // namespace ringside
