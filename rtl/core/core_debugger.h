// The debug module's place at a core under test: halts it and has it execute programs in debug
// mode, word by word.
//
// CoreHarness calls Sample() before and Drive() after every clock edge.
#ifndef RINGSIDE_RTL_CORE_CORE_DEBUGGER_H_
#define RINGSIDE_RTL_CORE_CORE_DEBUGGER_H_

#include <cstdint>
#include <utility>
#include <vector>

namespace ringside {

class CoreDebugger {
 public:
  // Levels: stop before the next instruction; before the first one after reset.
  void set_halt(bool halt) { halt_ = halt; }
  void set_reset_halt(bool halt) { reset_halt_ = halt; }

  // Has the halted core execute `program`, EBREAK behind it; then busy() falls.
  void Execute(std::vector<uint32_t> program) {
    program_ = std::move(program);
    busy_ = true;
    exception_ = false;
  }
  // The same for DRET: busy() falls when the core runs.
  void Resume() { Execute({0x7b20'0073}); }

  bool halted() const { return halted_; }
  bool busy() const { return busy_; }
  // The last program ended with an exception.
  bool exception() const { return exception_; }
  uint32_t data0() const { return data0_; }
  void set_data0(uint32_t value) { data0_ = value; }

  // debug_pkg::from_hart_t and to_hart_t, as Verilator packs them.
  void Sample(uint64_t from_hart) {
    const bool was_halted = halted_;
    halted_ = from_hart >> 41 & 1;
    if (from_hart >> 40 & 1) half_ = from_hart >> 35 & 31;
    if (from_hart >> 34 & 1) {
      busy_ = false;
      exception_ = from_hart >> 33 & 1;
    }
    if (from_hart >> 32 & 1) data0_ = static_cast<uint32_t>(from_hart);
    if (was_halted && !halted_) busy_ = false;
  }
  void Drive(uint32_t* to_hart) const {
    const uint64_t words = static_cast<uint64_t>(Word(half_ / 2 + 1)) << 32 | Word(half_ / 2);
    to_hart[0] = data0_;
    to_hart[1] = static_cast<uint32_t>(words >> (half_ % 2 * 16));
    to_hart[2] = static_cast<uint32_t>(halt_) << 2 | static_cast<uint32_t>(reset_halt_) << 1 |
                 static_cast<uint32_t>(busy_);
  }

 private:
  uint32_t Word(size_t index) const {
    constexpr uint32_t kEbreak = 0x0010'0073;
    return index < program_.size() ? program_[index] : kEbreak;
  }

  bool halt_ = false;
  bool reset_halt_ = false;
  bool halted_ = false;
  bool busy_ = false;
  bool exception_ = false;
  uint32_t half_ = 0;
  uint32_t data0_ = 0;
  std::vector<uint32_t> program_;
};

}  // namespace ringside

#endif  // RINGSIDE_RTL_CORE_CORE_DEBUGGER_H_
