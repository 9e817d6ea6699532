#include "host/usermode/packet_builder.h"

#include <cstdio>
#include <cstdlib>

#include "uapi/sdma_packets.h"

namespace ringside {
namespace {

// In every build: a packet that is silently something else is worse than a dead program.
void Require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "PacketBuilder: %s\n", what);
  std::abort();
}

}  // namespace

PacketBuilder& PacketBuilder::Raw(uint32_t dword) {
  dwords_.push_back(dword);
  return *this;
}

void PacketBuilder::Address(uint64_t address) {
  Raw(static_cast<uint32_t>(address));
  Raw(static_cast<uint32_t>(address >> 32));
}

PacketBuilder& PacketBuilder::Nop(uint32_t skip) {
  Require(skip <= RS_SDMA_NOP_COUNT_MASK, "NOP skips at most 16383 dwords");
  ++packets_;
  Raw(RS_SDMA_HEADER(RS_SDMA_OP_NOP, RS_SDMA_SUBOP_NOP) | skip << RS_SDMA_NOP_COUNT_SHIFT);
  dwords_.resize(dwords_.size() + skip);
  return *this;
}

PacketBuilder& PacketBuilder::Copy(uint64_t source_va, uint64_t destination_va, uint64_t bytes) {
  Require(bytes >= 1 && bytes <= kMaxTransferBytes, "COPY moves 1 byte to 1 GiB");
  ++packets_;
  Raw(RS_SDMA_HEADER(RS_SDMA_OP_COPY_LINEAR, RS_SDMA_SUBOP_COPY_LINEAR));
  Raw(static_cast<uint32_t>(bytes - 1));
  Raw(0);
  Address(source_va);
  Address(destination_va);
  return *this;
}

PacketBuilder& PacketBuilder::Fill(uint64_t destination_va, uint32_t value, uint64_t bytes) {
  Require(bytes >= 4 && bytes <= kMaxTransferBytes && bytes % 4 == 0,
          "FILL sets whole dwords, up to 1 GiB");
  Require(destination_va % 4 == 0, "FILL wants a dword-aligned address");
  ++packets_;
  Raw(RS_SDMA_HEADER(RS_SDMA_OP_CONST_FILL, RS_SDMA_SUBOP_CONST_FILL) | RS_SDMA_FILL_DWORDS);
  Address(destination_va);
  Raw(value);
  return Raw(static_cast<uint32_t>(bytes - 1));
}

PacketBuilder& PacketBuilder::Write(uint64_t destination_va, absl::Span<const uint32_t> dwords) {
  Require(!dwords.empty() && dwords.size() - 1 <= RS_SDMA_WRITE_COUNT_MASK,
          "WRITE carries 1 to 2^20 dwords");
  Require(destination_va % 4 == 0, "WRITE wants a dword-aligned address");
  ++packets_;
  Raw(RS_SDMA_HEADER(RS_SDMA_OP_WRITE_LINEAR, RS_SDMA_SUBOP_WRITE_LINEAR));
  Address(destination_va);
  Raw(static_cast<uint32_t>(dwords.size() - 1));
  dwords_.insert(dwords_.end(), dwords.begin(), dwords.end());
  return *this;
}

PacketBuilder& PacketBuilder::Fence(uint64_t destination_va, uint32_t value) {
  Require(destination_va % 4 == 0, "FENCE wants a dword-aligned address");
  ++packets_;
  Raw(RS_SDMA_HEADER(RS_SDMA_OP_FENCE, RS_SDMA_SUBOP_FENCE));
  Address(destination_va);
  return Raw(value);
}

PacketBuilder& PacketBuilder::ProtectedFence() {
  ++packets_;
  return Raw(RS_SDMA_HEADER(RS_SDMA_OP_PROTECTED_FENCE, RS_SDMA_SUBOP_PROTECTED_FENCE));
}

PacketBuilder& PacketBuilder::Trap(uint32_t context) {
  Require(context <= RS_SDMA_TRAP_CONTEXT_MASK, "TRAP has a context of 28 bits");
  ++packets_;
  Raw(RS_SDMA_HEADER(RS_SDMA_OP_TRAP, RS_SDMA_SUBOP_TRAP));
  return Raw(context);
}

PacketBuilder& PacketBuilder::Indirect(uint64_t va, uint32_t dwords) {
  Require(dwords <= RS_SDMA_IB_SIZE_MASK, "INDIRECT runs fewer than 2^20 dwords");
  Require(va % 32 == 0, "INDIRECT wants a 32-byte aligned address");
  ++packets_;
  Raw(RS_SDMA_HEADER(RS_SDMA_OP_INDIRECT, RS_SDMA_SUBOP_INDIRECT));
  Address(va);
  Raw(dwords);
  Address(0);  // No save area: state in the middle of it lives in the MQD.
  return *this;
}

void PacketBuilder::Clear() {
  dwords_.clear();
  packets_ = 0;
}

}  // namespace ringside
