// The ring in system memory through which the host gives commands.
//
// Poll() learns how far the host has written; then Next() reads frames until it is told there are
// no more, and Publish() tells the host how many were taken.
#ifndef RINGSIDE_FIRMWARE_COMMANDS_COMMAND_RING_H_
#define RINGSIDE_FIRMWARE_COMMANDS_COMMAND_RING_H_

#include <stdint.h>

#include "firmware/base/error.h"
#include "firmware/commands/frame.h"
#include "firmware/drivers/window.h"
#include "uapi/firmware_abi.h"

namespace ringside::firmware {

class CommandRing {
 public:
  // `base` is the ring's bus address. kBadField: misaligned or outside the window.
  Error Init(uint64_t base) {
    if (!window::Holds(base, RS_FW_FRAME_BYTES)) return Error::kBadField;
    if (!window::Holds(base + kControl, RS_FW_FRAME_BYTES)) return Error::kBadField;
    base_ = static_cast<uint32_t>(base);
    return Error::kOk;
  }

  // A wptr that claims more frames than the ring holds is not believed: nothing is taken.
  void Poll() {
    window::Fence();
    const uint32_t wptr = window::Load(base_ + kControl + offsetof(rs_fw_ring_control, wptr));
    if (wptr - rptr_ <= RS_FW_RING_FRAMES) wptr_ = wptr;
  }

  // Both pointers run on for ever; 32 bits of them are compared, which is enough.
  bool empty() const { return rptr_ == wptr_; }

  // Must not be empty.
  void Next(Frame* frame) {
    FetchFrame(base_ + rptr_ % RS_FW_RING_FRAMES * RS_FW_FRAME_BYTES, frame);
    ++rptr_;
  }

  void Publish() { window::Store(base_ + kControl + offsetof(rs_fw_ring_control, rptr), rptr_); }

 private:
  static constexpr uint32_t kControl = RS_FW_RING_FRAMES * RS_FW_FRAME_BYTES;

  uint32_t base_ = 0;
  uint32_t wptr_ = 0;
  uint32_t rptr_ = 0;
};

}  // namespace ringside::firmware

#endif  // RINGSIDE_FIRMWARE_COMMANDS_COMMAND_RING_H_
