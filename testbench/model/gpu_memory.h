// Memory as a queue sees it: GPU virtual addresses of a VMID, through the MMU, onto the bus.
//
// The one rule: an access must not cross a 4 KiB page.
#ifndef RINGSIDE_TESTBENCH_MODEL_GPU_MEMORY_H_
#define RINGSIDE_TESTBENCH_MODEL_GPU_MEMORY_H_

#include <cstdint>

#include "testbench/model/bus.h"
#include "testbench/model/mmu_model.h"
#include "uapi/interrupt.h"

namespace ringside::model {

class GpuMemory {
 public:
  // Where the bytes are; if `data` is null, why not (RS_FAULT_*).
  struct ReadResult {
    const uint8_t* data = nullptr;
    uint32_t reason = RS_FAULT_NONE;
  };
  struct WriteResult {
    uint8_t* data = nullptr;
    uint32_t reason = RS_FAULT_NONE;
  };

  // Both must outlive it.
  GpuMemory(MmuModel* mmu, Bus* bus) : mmu_(*mmu), bus_(*bus) {}

  ReadResult Read(uint32_t vmid, uint64_t va, uint64_t bytes) {
    const MmuModel::Translation at = mmu_.Translate(vmid, va, /*write=*/false);
    if (at.reason != RS_FAULT_NONE) return {.reason = at.reason};
    const uint8_t* data = bus_.Read(at.address, bytes);
    return {.data = data, .reason = data == nullptr ? uint32_t{RS_FAULT_BUS_ERROR} : 0};
  }
  WriteResult Write(uint32_t vmid, uint64_t va, uint64_t bytes) {
    const MmuModel::Translation at = mmu_.Translate(vmid, va, /*write=*/true);
    if (at.reason != RS_FAULT_NONE) return {.reason = at.reason};
    uint8_t* data = bus_.Write(at.address, bytes);
    return {.data = data, .reason = data == nullptr ? uint32_t{RS_FAULT_BUS_ERROR} : 0};
  }

 private:
  MmuModel& mmu_;
  Bus& bus_;
};

}  // namespace ringside::model

#endif  // RINGSIDE_TESTBENCH_MODEL_GPU_MEMORY_H_
