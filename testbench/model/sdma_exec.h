// Runs one queue's packets, from the take of its slot to the release, a step at a time.
//
// The context is true after every step: rptr (and the offset in an indirect buffer) stays at a
// packet until all its effects are in memory, and `mid_*` says how far a move is. So a queue can be
// stopped between any two steps, of which a move takes one for each burst.
#ifndef RINGSIDE_TESTBENCH_MODEL_SDMA_EXEC_H_
#define RINGSIDE_TESTBENCH_MODEL_SDMA_EXEC_H_

#include <cstdint>
#include <optional>

#include "testbench/model/gpu_memory.h"
#include "testbench/model/ih_model.h"
#include "testbench/model/mmu_model.h"
#include "testbench/model/packet.h"
#include "testbench/model/queue_context.h"

namespace ringside::model {

class SdmaExec {
 public:
  // What one step did.
  struct Step {
    uint64_t cycles = 0;
    uint32_t bytes_read = 0;   // Of packets.
    uint32_t bytes_moved = 0;  // Written by copies, fills and writes.
    bool released = false;     // The queue is given back; fault() says why, if it must be said.
    bool begun = false;        // A packet began, of this header and at this rptr.
    uint32_t header = 0;
    uint64_t rptr = 0;
  };

  // All must outlive it.
  SdmaExec(GpuMemory* memory, MmuModel* mmu, IhModel* ih)
      : memory_(*memory), mmu_(*mmu), ih_(*ih) {}

  // Takes a queue; `context` is changed in place until a step releases it.
  void Begin(QueueContext* context);

  // `wptr` is the live one; `leave`: the bank wants the slot back, or it is another's turn.
  Step Run(uint64_t wptr, bool leave);

  const QueueFault& fault() const { return fault_; }

 private:
  void RunPacket(uint64_t wptr);
  void Execute(const Packet& packet, uint32_t header);
  void ResumeOrMove();
  void MoveBurst(const Packet& packet);
  void WriteBeat(const Packet& packet);
  void EndMoveStep(const Packet& packet, uint32_t bytes);
  void Tell(const Packet& packet, uint32_t header);
  void End();

  // Dwords of the packet in hand with its data.
  uint32_t Length(const Packet& packet) const;
  // GPU VA of dword `index` of the packet in hand.
  uint64_t DwordVa(uint32_t index) const;
  std::optional<uint32_t> Fetch(uint32_t index, uint32_t header);
  // Stores `bytes` of `value`; on failure tells why in `*reason`.
  bool Store(uint32_t vmid, uint64_t va, uint64_t value, uint64_t bytes, uint32_t* reason);
  // Writes rptr where user mode looks for it, if anywhere.
  bool TellRptr(uint64_t rptr, uint32_t header);
  void Advance(uint32_t dwords);
  void Fail(uint32_t reason, bool write, uint64_t address, uint32_t header);
  void FailPacket(uint32_t reason, uint32_t header);

  GpuMemory& memory_;
  MmuModel& mmu_;
  IhModel& ih_;

  QueueContext* context_ = nullptr;
  QueueFault fault_;
  // Dwords from the packet in hand to wptr or the buffer's end: a packet is judged by one value.
  uint32_t left_ = 0;
  // A WRITE that was cut must find its data still there.
  bool check_resumed_ = false;
  // rptr has moved since it was last told.
  bool untold_ = false;
  Step step_;
};

}  // namespace ringside::model

#endif  // RINGSIDE_TESTBENCH_MODEL_SDMA_EXEC_H_
