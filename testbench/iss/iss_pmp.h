// Physical memory protection of the instruction-set simulator: 16 regions and their CSRs
// (privileged specification 1.12, section 3.7).
#ifndef RINGSIDE_TESTBENCH_ISS_ISS_PMP_H_
#define RINGSIDE_TESTBENCH_ISS_ISS_PMP_H_

#include <array>
#include <cstdint>

namespace ringside {

class IssPmp {
 public:
  // Permissions, as in pmpcfg.
  static constexpr uint32_t kR = 1;
  static constexpr uint32_t kW = 2;
  static constexpr uint32_t kX = 4;

  // Both return false, changing nothing, if `csr` is not one of these.
  bool Read(uint32_t csr, uint32_t* value) const;
  bool Write(uint32_t csr, uint32_t value);

  // Whether an aligned access at `address` may happen.
  bool Allows(uint32_t address, uint32_t permission, bool machine) const;

 private:
  static constexpr int kRegions = 16;

  bool Contains(int region, uint32_t address) const;
  bool IsAddressLocked(uint32_t region) const;

  std::array<uint8_t, kRegions> config_{};
  // Only locked regions bind machine mode. Looked at first, because every fetch asks.
  bool any_locked_ = false;
  // In words.
  std::array<uint32_t, kRegions> address_{};
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_ISS_ISS_PMP_H_
