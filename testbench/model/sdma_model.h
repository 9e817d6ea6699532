// The SDMA engine: whose turn it is, for how long, and the registers that count.
//
// Slots take turns, a slice each; a queue alone runs on. Kernel queues (VMID 0) go first: users
// wait while one has work, and a user is stopped for it at the next burst.
#ifndef RINGSIDE_TESTBENCH_MODEL_SDMA_MODEL_H_
#define RINGSIDE_TESTBENCH_MODEL_SDMA_MODEL_H_

#include <cstdint>
#include <optional>

#include "testbench/model/gpu_memory.h"
#include "testbench/model/hqd_model.h"
#include "testbench/model/ih_model.h"
#include "testbench/model/listeners.h"
#include "testbench/model/mmu_model.h"
#include "testbench/model/register_block.h"
#include "testbench/model/sdma_exec.h"

namespace ringside::model {

class SdmaModel final : public RegisterBlock {
 public:
  // All must outlive it.
  SdmaModel(const Clock* clock, HqdModel* hqd, MmuModel* mmu, IhModel* ih, Bus* bus,
            const Listeners* listeners);

  std::optional<uint32_t> ReadRegister(uint32_t offset, Side side) override;
  bool WriteRegister(uint32_t offset, uint32_t value, Side side) override;

  // When the next step is to be taken; RunDue() takes it, if its time has come.
  uint64_t next_due() const;
  void RunDue();

 private:
  // Who may be taken: no user while a kernel queue can run.
  uint32_t eligible() const;
  // Whether the slot held must make room for another.
  bool MustPause() const;
  void TakeNext();
  void RunHeld();
  void GiveBack();

  const Clock& clock_;
  HqdModel& hqd_;
  IhModel& ih_;
  const Listeners& listeners_;
  GpuMemory memory_;
  SdmaExec exec_;

  bool held_ = false;
  // The slot held, or the last one.
  uint32_t slot_ = 0;
  bool slot_is_kernel_ = false;
  bool fetched_ = false;
  uint64_t used_ = 0;
  uint64_t next_step_ = 0;
  uint64_t busy_since_ = 0;

  uint32_t packets_ = 0;
  uint64_t bytes_moved_ = 0;
  uint64_t busy_cycles_ = 0;
  uint32_t switches_ = 0;
  uint32_t faults_ = 0;
  uint32_t slice_;
};

}  // namespace ringside::model

#endif  // RINGSIDE_TESTBENCH_MODEL_SDMA_MODEL_H_
