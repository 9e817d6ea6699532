#include "firmware/commands/answers.h"

#include "firmware/base/bits.h"
#include "firmware/drivers/ih.h"
#include "firmware/drivers/window.h"
#include "uapi/interrupt.h"

namespace ringside::firmware {

uint32_t Answers::Open(const Frame& frame) {
  const uint32_t command = LowestBit(~used_);
  used_ |= Bit(command);
  Answer& answer = open_[command];
  answer = {};
  answer.opcode = static_cast<uint8_t>(frame.opcode());
  answer.waits = 1;
  const rs_fw_status status = frame.status();
  if (CanAnswer(status)) {
    answer.status_addr = static_cast<uint32_t>(status.fence_addr);
    answer.status_value = static_cast<uint32_t>(status.fence_value);
  }
  if (answer.opcode == RS_FW_OP_SUSPEND) {
    answer.fence_addr = static_cast<uint32_t>(frame.suspend.fence_addr);
    answer.fence_value = frame.suspend.fence_value;
  } else if (answer.opcode == RS_FW_OP_REMOVE_QUEUE) {
    answer.fence_addr = static_cast<uint32_t>(frame.remove_queue.fence_addr);
    answer.fence_value = frame.remove_queue.fence_value;
  }
  return command;
}

void Answers::Done(uint32_t command, Error error) {
  Answer& answer = open_[command];
  if (answer.error == Error::kOk) answer.error = error;
  if (--answer.waits != 0) return;
  used_ &= ~Bit(command);
  Give(answer);
}

void Answers::Give(const Answer& answer) {
  const bool ok = answer.error == Error::kOk;
  if (ok && answer.fence_addr != 0) window::Store(answer.fence_addr, answer.fence_value);
  if (answer.status_addr != 0) {
    // One of the two words changes, so that a reader never sees half an answer.
    if (ok) {
      window::Store(answer.status_addr, answer.status_value);
    } else {
      window::Store(answer.status_addr + 4,
                    RS_FW_ERROR_WORD(static_cast<uint32_t>(answer.error), answer.opcode));
    }
  }
  // The interrupt goes another way than the stores: it must not overtake them.
  window::Fence();
  ih::Send(RS_IH_FIRMWARE_COMPLETION, answer.opcode);
}

}  // namespace ringside::firmware
