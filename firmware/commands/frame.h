// One command frame: 64 dwords that the host wrote, fetched whole and checked before use.
//
// A frame that Check() accepts has nothing left in it that a handler must distrust but names of
// queues and the state they are in.
#ifndef RINGSIDE_FIRMWARE_COMMANDS_FRAME_H_
#define RINGSIDE_FIRMWARE_COMMANDS_FRAME_H_

#include <stdint.h>

#include "firmware/base/error.h"
#include "uapi/firmware_abi.h"

namespace ringside::firmware {

inline constexpr uint32_t kFrameDwords = RS_FW_FRAME_BYTES / 4;

// Only the dwords that its opcode uses are there; the rest are behind `tail`.
struct Frame {
  union {
    uint32_t dwords[kFrameDwords];
    rs_fw_set_hw_rsrc set_hw_rsrc;
    rs_fw_add_queue add_queue;
    rs_fw_remove_queue remove_queue;
    rs_fw_suspend suspend;
    rs_fw_resume resume;
    rs_fw_query query;
  };
  // All dwords that were not kept, together: zero in a good frame.
  uint32_t tail;

  uint32_t opcode() const { return RS_FW_HEADER_OPCODE(dwords[0]); }
  // Where the answer goes; nowhere for an opcode that is not known.
  rs_fw_status status() const;
};

// Reads the frame at bus address `address` through the memory window.
void FetchFrame(uint32_t address, Frame* frame);

// Header, reserved words, addresses and ranges of every field that the command uses.
Error CheckFrame(const Frame& frame);

// True if an answer can be written there: an aligned address in the window, a value of 32 bits.
bool CanAnswer(const rs_fw_status& status);

}  // namespace ringside::firmware

#endif  // RINGSIDE_FIRMWARE_COMMANDS_FRAME_H_
