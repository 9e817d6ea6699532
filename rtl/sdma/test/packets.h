// Builds streams of SDMA packets for the tests.
#ifndef RINGSIDE_RTL_SDMA_TEST_PACKETS_H_
#define RINGSIDE_RTL_SDMA_TEST_PACKETS_H_

#include <cstdint>
#include <vector>

#include "uapi/sdma_packets.h"

namespace ringside {

class Packets {
 public:
  Packets& Raw(uint32_t dword) {
    dwords_.push_back(dword);
    return *this;
  }
  Packets& Nop(uint32_t count) {
    Raw(count << RS_SDMA_NOP_COUNT_SHIFT);
    // What a NOP skips must never be executed.
    for (uint32_t i = 0; i < count; ++i) Raw(0xf2f2f2f2);
    return *this;
  }
  Packets& Copy(uint64_t dst, uint64_t src, uint32_t bytes) {
    return Raw(RS_SDMA_HEADER(1, 0)).Raw(bytes - 1).Raw(0).Address(src).Address(dst);
  }
  Packets& Fill(uint64_t dst, uint32_t value, uint32_t bytes) {
    return Raw(RS_SDMA_HEADER(11, 0) | RS_SDMA_FILL_DWORDS).Address(dst).Raw(value).Raw(bytes - 1);
  }
  Packets& Write(uint64_t dst, const std::vector<uint32_t>& data) {
    Raw(RS_SDMA_HEADER(2, 0)).Address(dst).Raw(static_cast<uint32_t>(data.size()) - 1);
    for (uint32_t dword : data) Raw(dword);
    return *this;
  }
  Packets& Fence(uint64_t dst, uint32_t value) {
    return Raw(RS_SDMA_HEADER(5, 0)).Address(dst).Raw(value);
  }
  Packets& ProtectedFence() { return Raw(RS_SDMA_HEADER(5, 3)); }
  Packets& Trap(uint32_t context) { return Raw(RS_SDMA_HEADER(6, 0)).Raw(context); }
  Packets& Indirect(uint64_t base, uint32_t dwords) {
    return Raw(RS_SDMA_HEADER(4, 0)).Address(base).Raw(dwords).Address(0);
  }

  const std::vector<uint32_t>& dwords() const { return dwords_; }

 private:
  Packets& Address(uint64_t address) {
    return Raw(static_cast<uint32_t>(address)).Raw(static_cast<uint32_t>(address >> 32));
  }

  std::vector<uint32_t> dwords_;
};

}  // namespace ringside

#endif  // RINGSIDE_RTL_SDMA_TEST_PACKETS_H_
