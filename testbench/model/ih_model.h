// The interrupt block: entries into the host's ring, and its interrupt line.
//
// What the ring has no room for waits here, in order. Firmware never sees the block busy, because
// it takes no time and has nobody to wait for; the engine must not go on while waiting() holds.
#ifndef RINGSIDE_TESTBENCH_MODEL_IH_MODEL_H_
#define RINGSIDE_TESTBENCH_MODEL_IH_MODEL_H_

#include <array>
#include <cstdint>
#include <deque>
#include <optional>

#include "testbench/model/bus.h"
#include "testbench/model/register_block.h"
#include "uapi/interrupt.h"

namespace ringside::model {

class IhModel final : public RegisterBlock {
 public:
  // All must outlive it.
  IhModel(const Clock* clock, Bus* bus) : clock_(*clock), bus_(*bus) {}

  // From the engine. `vmid` and `pasid` are of the queue that it is about.
  void Send(uint32_t source, uint32_t vmid, uint32_t pasid, const std::array<uint32_t, 4>& data);

  std::optional<uint32_t> ReadRegister(uint32_t offset, Side side) override;
  bool WriteRegister(uint32_t offset, uint32_t value, Side side) override;

  bool irq() const { return rptr_ != wptr_; }
  // Entries wait for room in the ring.
  bool waiting() const { return !backlog_.empty(); }

 private:
  bool WriteFromHost(uint32_t offset, uint32_t value);
  bool WriteFromFirmware(uint32_t offset, uint32_t value);
  uint32_t ring_bytes() const { return size_log2_ == 0 ? 0 : 1u << size_log2_; }
  bool full() const;
  // Writes what waits, as far as there is room.
  void Drain();

  const Clock& clock_;
  Bus& bus_;
  std::deque<rs_ih_entry> backlog_;
  uint32_t base_ = 0;
  uint32_t size_log2_ = 0;
  uint32_t rptr_ = 0;
  uint32_t wptr_ = 0;
  uint32_t count_ = 0;
  uint32_t dropped_ = 0;
  bool bus_error_ = false;
  std::array<uint32_t, 4> fw_data_ = {};
};

}  // namespace ringside::model

#endif  // RINGSIDE_TESTBENCH_MODEL_IH_MODEL_H_
