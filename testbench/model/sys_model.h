// The system block: identity, the core's run bit, the host's interrupt, status and boot words.
//
// Every word has one writer, but HOST_IRQ: the host sets bits, firmware clears them.
#ifndef RINGSIDE_TESTBENCH_MODEL_SYS_MODEL_H_
#define RINGSIDE_TESTBENCH_MODEL_SYS_MODEL_H_

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "testbench/model/register_block.h"

namespace ringside::model {

class SysModel final : public RegisterBlock {
 public:
  std::optional<uint32_t> ReadRegister(uint32_t offset, Side side) override;
  bool WriteRegister(uint32_t offset, uint32_t value, Side side) override;

  bool core_run() const { return run_; }
  // Whether the host has asked for the non-maskable interrupt since the last call.
  bool TakeNmi() { return std::exchange(nmi_, false); }
  bool host_irq() const { return host_irq_ != 0; }

 private:
  bool run_ = false;
  bool nmi_ = false;
  uint32_t host_irq_ = 0;
  uint32_t fw_status_ = 0;
  uint32_t fw_heartbeat_ = 0;
  std::array<uint32_t, 9> scratch_ = {};
};

}  // namespace ringside::model

#endif  // RINGSIDE_TESTBENCH_MODEL_SYS_MODEL_H_
