// Commands to the scheduler firmware, and their answers.
//
// The one rule: every submitted ticket is waited for once. A ticket whose wait failed by deadline
// is spent too; its answer, should it still come, is ignored.
#ifndef RINGSIDE_HOST_COMMAND_RING_COMMAND_RING_H_
#define RINGSIDE_HOST_COMMAND_RING_COMMAND_RING_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "host/command_ring/frame.h"
#include "host/event_loop/event_loop.h"
#include "host/memory/buffer.h"

namespace ringside {

// Names one outstanding command.
using CommandTicket = uint32_t;

struct CommandAnswer {
  absl::Status status;    // Firmware errors carry the error's name and the opcode's.
  uint64_t submit_cycle;  // Of the doorbell.
  uint64_t answer_cycle;  // When the answer was seen.
};

class CommandRing {
 public:
  // `timeout_cycles` is what the firmware may take over one batch, from the beginning of the wait.
  static absl::StatusOr<std::unique_ptr<CommandRing>> Create(MemoryPools* pools, EventLoop* loop,
                                                             uint64_t timeout_cycles);

  // For the firmware's boot parameters.
  uint64_t bus_address() const { return ring_->bus_address(); }

  // Stores all frames and rings the doorbell once; waits for room only when more than
  // RS_FW_RING_FRAMES are on the way. Fills each frame's status fence in. After an error, frames
  // before the bad one may still take effect.
  absl::StatusOr<std::vector<CommandTicket>> Submit(absl::Span<const CommandFrame> frames);

  // Waits until every ticket is answered or out of time; answers are in the order of the tickets.
  std::vector<CommandAnswer> WaitAll(absl::Span<const CommandTicket> tickets);

  // Submit and wait for one frame.
  absl::Status Call(const CommandFrame& frame);

  // Called with each completion interrupt.
  void OnCompletion();
  // Answers seen in memory, and completion interrupts. Each answer has one, in the same order, but
  // later; what other interrupts the firmware sent before an answer came before its completion.
  uint64_t answers() const { return answers_; }
  uint64_t completions() const { return completions_; }

  uint64_t submitted() const { return wptr_; }
  // One line an outstanding command, for hang dumps.
  std::string DescribeOutstanding() const;

 private:
  struct Pending {
    uint32_t opcode;
    uint32_t slot;
    uint64_t submit_cycle;
    bool answered = false;
    bool abandoned = false;  // Out of time: its slot is free once the late answer is there.
    uint32_t error_word = 0;
    uint64_t answer_cycle = 0;
  };

  CommandRing(EventLoop* loop, std::unique_ptr<Buffer> ring, std::unique_ptr<Buffer> slots,
              uint64_t timeout_cycles);

  // Looks for new answers.
  void Poll();
  absl::StatusOr<CommandTicket> Store(CommandFrame frame);
  absl::StatusOr<uint32_t> TakeSlot();
  absl::Status WaitForRoom();
  absl::Status Publish();
  CommandAnswer Collect(CommandTicket ticket);

  EventLoop* const loop_;
  // Each stands near its reader: frames near the firmware, which reads every word of them, and
  // status slots in system memory.
  const std::unique_ptr<Buffer> ring_;
  const std::unique_ptr<Buffer> slots_;
  const uint64_t timeout_cycles_;
  uint64_t wptr_ = 0;       // Frames stored.
  uint64_t published_ = 0;  // Frames rung for.
  uint64_t answers_ = 0;
  uint64_t completions_ = 0;
  CommandTicket last_ticket_ = 0;  // Also the fence value: never 0.
  std::vector<bool> slot_used_;
  // Ordered, so that dumps are the same in each run.
  std::map<CommandTicket, Pending> pending_;
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_COMMAND_RING_COMMAND_RING_H_
