// Builds SDMA packets, one dword list at a time, ready for UserRing::Submit.
//
// The one rule: the builder checks that a value fits its field (and dies if it does not: that is a
// mistake of the program), never that an address is mapped; the engine finds that out.
#ifndef RINGSIDE_HOST_USERMODE_PACKET_BUILDER_H_
#define RINGSIDE_HOST_USERMODE_PACKET_BUILDER_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace ringside {

class PacketBuilder {
 public:
  // Largest `bytes` of one Copy or Fill.
  static constexpr uint64_t kMaxTransferBytes = uint64_t{1} << 30;

  // One dword and `skip` more (0..16383) that the engine passes over.
  PacketBuilder& Nop(uint32_t skip = 0);
  // 1..kMaxTransferBytes bytes, any alignment; the ranges must not overlap.
  PacketBuilder& Copy(uint64_t source_va, uint64_t destination_va, uint64_t bytes);
  // Whole dwords at a dword-aligned address.
  PacketBuilder& Fill(uint64_t destination_va, uint32_t value, uint64_t bytes);
  // 1..2^20 dwords at a dword-aligned address.
  PacketBuilder& Write(uint64_t destination_va, absl::Span<const uint32_t> dwords);
  // A 32-bit value at a dword-aligned address, after all that stands before it.
  PacketBuilder& Fence(uint64_t destination_va, uint32_t value);
  // The queue's own fence: takes the value that Submit returns when this packet ends the
  // submission.
  PacketBuilder& ProtectedFence();
  // Interrupts the host; `context` has 28 bits.
  PacketBuilder& Trap(uint32_t context);
  // Runs `dwords` (0..2^20-1) packets' dwords at `va`, 32-byte aligned.
  PacketBuilder& Indirect(uint64_t va, uint32_t dwords);
  // Any dword, also a wrong one.
  PacketBuilder& Raw(uint32_t dword);

  absl::Span<const uint32_t> dwords() const { return dwords_; }
  uint64_t bytes() const { return dwords_.size() * 4; }
  uint32_t packets() const { return packets_; }
  void Clear();

 private:
  void Address(uint64_t address);

  std::vector<uint32_t> dwords_;
  uint32_t packets_ = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_USERMODE_PACKET_BUILDER_H_
