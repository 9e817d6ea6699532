// GPUVM: VMID contexts and the translation of GPU virtual addresses by walking page tables.
//
// A translation that succeeded is remembered until an invalidation covers it, however long that
// takes: the RTL's TLB forgets by itself and would hide a driver that forgets to invalidate.
#ifndef RINGSIDE_TESTBENCH_MODEL_MMU_MODEL_H_
#define RINGSIDE_TESTBENCH_MODEL_MMU_MODEL_H_

#include <array>
#include <cstdint>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "testbench/model/bus.h"
#include "testbench/model/register_block.h"
#include "uapi/limits.h"

namespace ringside::model {

class MmuModel final : public RegisterBlock {
 public:
  struct Translation {
    uint32_t reason = 0;  // RS_FAULT_*; the address holds if it is RS_FAULT_NONE.
    uint64_t address = 0;
  };

  // `bus` must outlive it.
  explicit MmuModel(Bus* bus) : bus_(*bus) {}

  // VMID 0 is not translated.
  Translation Translate(uint32_t vmid, uint64_t va, bool write);
  uint32_t pasid(uint32_t vmid) const { return contexts_[vmid].pasid; }

  std::optional<uint32_t> ReadRegister(uint32_t offset, Side side) override;
  bool WriteRegister(uint32_t offset, uint32_t value, Side side) override;

 private:
  struct Context {
    uint64_t root = 0;
    uint32_t pasid = 0;
    bool valid = false;
  };
  struct Page {
    uint64_t address = 0;
    bool read = false;
    bool write = false;
  };
  struct Walk {
    uint32_t reason = 0;
    Page page;
  };

  static uint64_t Key(uint32_t vmid, uint64_t va);
  Walk WalkTables(const Context& context, uint64_t va);
  Translation Refuse(uint32_t reason);
  bool WriteContext(uint32_t offset, uint32_t value);
  void Invalidate(uint32_t request);
  void Forget(uint32_t vmids, uint64_t first_page, uint64_t end_page);

  Bus& bus_;
  std::array<Context, RS_NUM_VMIDS> contexts_;
  absl::flat_hash_map<uint64_t, Page> remembered_;
  uint64_t range_first_ = 0;
  uint32_t range_pages_ = 0;
  uint32_t invalidations_ = 0;
  uint32_t hits_ = 0;
  uint32_t misses_ = 0;
  uint32_t walks_ = 0;
  uint32_t faults_ = 0;
};

}  // namespace ringside::model

#endif  // RINGSIDE_TESTBENCH_MODEL_MMU_MODEL_H_
