// Command frames: any of the structures of uapi/firmware_abi.h, as 64 dwords.
#ifndef RINGSIDE_HOST_COMMAND_RING_FRAME_H_
#define RINGSIDE_HOST_COMMAND_RING_FRAME_H_

#include <array>
#include <bit>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "uapi/firmware_abi.h"

namespace ringside {

using CommandFrame = std::array<uint32_t, RS_FW_FRAME_BYTES / 4>;

// `command` has its header set, and zeros where it has nothing to say.
template <typename Command>
CommandFrame ToFrame(const Command& command) {
  static_assert(sizeof(Command) == RS_FW_FRAME_BYTES);
  return std::bit_cast<CommandFrame>(command);
}

// "SUSPEND" for RS_FW_OP_SUSPEND; "opcode 77" for an unknown one.
std::string CommandName(uint32_t opcode);

// Byte offset of the status fence in a frame. INVALID_ARGUMENT: unknown opcode.
absl::StatusOr<uint32_t> StatusOffset(const CommandFrame& frame);

// What the error word of a failed status fence says; OK never comes of it. NOT_FOUND always means
// that the firmware does not know the queue, ABORTED that a fault has stopped it.
absl::Status FirmwareErrorStatus(uint32_t error_word);

}  // namespace ringside

#endif  // RINGSIDE_HOST_COMMAND_RING_FRAME_H_
