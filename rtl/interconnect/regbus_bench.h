// Drives a Verilated block that has a clock, a reset and a register port, for tests.
//
// A cycle is: set inputs, Settle(), look at combinational outputs, Step(). Access() does all of it
// for one register access. The model's ports are reached with ->.
#ifndef RINGSIDE_RTL_INTERCONNECT_REGBUS_BENCH_H_
#define RINGSIDE_RTL_INTERCONNECT_REGBUS_BENCH_H_

#include <cstdint>
#include <memory>

#include "verilated.h"

namespace ringside {

enum class Side { kFirmware, kHost };

struct RegisterAccess {
  bool write;
  Side side;
  uint32_t addr;  // Byte offset in the block.
  uint32_t wdata = 0;
};

struct RegisterAnswer {
  uint32_t rdata;
  bool error;
  friend bool operator==(const RegisterAnswer&, const RegisterAnswer&) = default;
};

// regbus_pkg::req_t of a valid access, as Verilator packs it.
inline uint64_t PackRequest(const RegisterAccess& access) {
  return uint64_t{1} << 46 | uint64_t{access.write} << 45 |
         uint64_t{access.side == Side::kHost} << 44 | uint64_t{access.addr & 0xfff} << 32 |
         access.wdata;
}

// regbus_pkg::rsp_t, as Verilator packs it.
inline RegisterAnswer UnpackAnswer(uint64_t word) {
  return {.rdata = static_cast<uint32_t>(word >> 1), .error = (word & 1) != 0};
}

// The state of one simulation. Threads are off: models here are far too small for them.
class SerialContext : public VerilatedContext {
 public:
  SerialContext() { threads(1); }
};

// `Model` has ports clk_i, rst_ni, reg_req_i and reg_rsp_o.
template <typename Model>
class RegbusBench {
 public:
  // Comes out of reset with every input 0.
  RegbusBench() { Reset(); }

  Model* operator->() { return model_.get(); }

  void Reset() {
    model_->rst_ni = 0;
    Step();
    model_->rst_ni = 1;
  }

  // Makes the outputs of this cycle follow its inputs.
  void Settle() {
    model_->clk_i = 0;
    model_->eval();
  }

  // Ends the cycle.
  void Step() {
    Settle();
    model_->clk_i = 1;
    model_->eval();
  }

  void Steps(int cycles) {
    for (int i = 0; i < cycles; ++i) Step();
  }

  // Puts an access on the register port for this cycle.
  void Drive(const RegisterAccess& access) { model_->reg_req_i = PackRequest(access); }
  void DriveNoAccess() { model_->reg_req_i = 0; }
  RegisterAnswer Answer() const { return UnpackAnswer(model_->reg_rsp_o); }

  // One access in a cycle of its own.
  RegisterAnswer Access(const RegisterAccess& access) {
    Drive(access);
    Settle();
    const RegisterAnswer answer = Answer();
    Step();
    DriveNoAccess();
    return answer;
  }

  RegisterAnswer Read(uint32_t addr, Side side = Side::kFirmware) {
    return Access({.write = false, .side = side, .addr = addr});
  }
  // Returns whether the block took the write.
  bool Write(uint32_t addr, uint32_t data, Side side = Side::kFirmware) {
    return !Access({.write = true, .side = side, .addr = addr, .wdata = data}).error;
  }

 private:
  std::unique_ptr<SerialContext> context_ = std::make_unique<SerialContext>();
  std::unique_ptr<Model> model_ = std::make_unique<Model>(context_.get());
};

}  // namespace ringside

#endif  // RINGSIDE_RTL_INTERCONNECT_REGBUS_BENCH_H_
