// Commands that are not answered yet, and how an answer is given.
//
// An answer is: the command's own fence if it has one, then the status fence, then (when memory has
// both) an interrupt. A command that waits for queues to leave the hardware is answered by the last
// of them. Empty when zeroed.
#ifndef RINGSIDE_FIRMWARE_COMMANDS_ANSWERS_H_
#define RINGSIDE_FIRMWARE_COMMANDS_ANSWERS_H_

#include <stdint.h>

#include "firmware/base/array.h"
#include "firmware/base/error.h"
#include "firmware/commands/frame.h"
#include "uapi/firmware_abi.h"

namespace ringside::firmware {

class Answers {
 public:
  // Commands that may wait at once.
  static constexpr uint32_t kMax = RS_FW_RING_FRAMES;

  bool full() const { return used_ == ~uint32_t{0}; }

  // Opens the answer to `frame`. Must not be full.
  uint32_t Open(const Frame& frame);

  // The answer waits for one queue more, or one less: Done() gives it when none is left and Seal()
  // has been called. The first error stands.
  void Wait(uint32_t command) { ++open_[command].waits; }
  void Done(uint32_t command, Error error);

  // No more Wait() will come: without any, answers at once.
  void Seal(uint32_t command, Error error) { Done(command, error); }

 private:
  static_assert(kMax == 32, "a bit of used_ each");

  struct Answer {
    uint32_t status_addr;  // 0: not wanted.
    uint32_t status_value;
    uint32_t fence_addr;  // 0: none.
    uint32_t fence_value;
    uint8_t opcode;
    uint8_t waits;  // Queues, and 1 until sealed.
    Error error;
  };

  static void Give(const Answer& answer);

  Array<Answer, kMax> open_;
  uint32_t used_ = 0;
};

}  // namespace ringside::firmware

#endif  // RINGSIDE_FIRMWARE_COMMANDS_ANSWERS_H_
