// Debug mode and the hardware triggers of the instruction-set simulator (debug specification
// 0.13.2).
//
// Why debug mode was entered, and what data0 holds, the simulator cannot know: these are the core's
// to tell; see IssCsrs.
#ifndef RINGSIDE_TESTBENCH_ISS_ISS_DEBUG_H_
#define RINGSIDE_TESTBENCH_ISS_ISS_DEBUG_H_

#include <array>
#include <cstdint>

namespace ringside {

class IssDebug {
 public:
  static constexpr uint32_t kDcsr = 0x7b0;
  static constexpr uint32_t kData0 = 0x7c0;

  bool mode() const { return mode_; }
  void Enter(uint32_t pc, bool machine);
  // Returns dpc; `machine`: to which mode.
  uint32_t Leave(bool* machine);
  // Loads and stores go by the mode of mstatus.MPRV.
  bool honours_mprv() const { return !mode_ || (dcsr_ & kMprven) != 0; }

  // Both return false if there is no such CSR here, or none outside debug mode. `told`: what the
  // core read.
  bool Read(uint32_t csr, uint32_t told, uint32_t* value) const;
  bool Write(uint32_t csr, uint32_t value);

  // Whether a trigger fires for an instruction at `pc`, or one that accesses `bytes` at `address`.
  bool FiresAt(uint32_t pc, bool machine) const;
  bool FiresOn(uint32_t address, int bytes, bool load, bool store, bool machine) const;

 private:
  static constexpr uint32_t kMprven = 1 << 4;

  struct Trigger {
    // The bits of tdata1 that can change.
    uint32_t control = 0;
    uint32_t value = 0;
  };
  static bool Matches(const Trigger& trigger, uint32_t address);

  bool mode_ = false;
  uint32_t dcsr_ = 3;
  uint32_t dpc_ = 0;
  std::array<uint32_t, 2> dscratch_{};
  uint32_t tselect_ = 0;
  std::array<Trigger, 4> triggers_;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_ISS_ISS_DEBUG_H_
