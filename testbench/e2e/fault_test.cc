// Every way in which a packet can be wrong stops its queue, and only that one. A packet that is bad
// in itself is named by its own address, in the ring or indirect buffer.
#include <vector>

#include "gtest/gtest.h"
#include "host/gpuvm/address_space.h"
#include "testbench/e2e/fault_fixture.h"
#include "uapi/interrupt.h"
#include "uapi/sdma_packets.h"

namespace ringside::e2e {
namespace {

constexpr uint32_t kCopyHeader = RS_SDMA_HEADER(RS_SDMA_OP_COPY_LINEAR, 0);
constexpr uint32_t kFillHeader = RS_SDMA_HEADER(RS_SDMA_OP_CONST_FILL, 0) | RS_SDMA_FILL_DWORDS;
constexpr uint32_t kWriteHeader = RS_SDMA_HEADER(RS_SDMA_OP_WRITE_LINEAR, 0);
constexpr uint32_t kFenceHeader = RS_SDMA_HEADER(RS_SDMA_OP_FENCE, 0);
constexpr uint32_t kIndirectHeader = RS_SDMA_HEADER(RS_SDMA_OP_INDIRECT, 0);

class FaultTest : public FaultFixture {};

TEST_P(FaultTest, UnknownOpcode) {
  ExpectFault(PacketBuilder().Raw(0x000000ee), {.reason = RS_FAULT_BAD_OPCODE,
                                                .header = 0xee,
                                                .address = guilty_.spec.ring_va,
                                                .write = false});
}

TEST_P(FaultTest, UnknownSubOpcode) {
  ExpectFault(PacketBuilder().Raw(0x00003f01), {.reason = RS_FAULT_BAD_OPCODE,
                                                .header = 0x3f01,
                                                .address = guilty_.spec.ring_va,
                                                .write = false});
}

TEST_P(FaultTest, ReadOfAnUnmappedAddress) {
  ExpectFault(PacketBuilder().Copy(0x123'4567'8000, kPageVa, 64), {.reason = RS_FAULT_NOT_PRESENT,
                                                                   .header = kCopyHeader,
                                                                   .address = 0x123'4567'8000,
                                                                   .write = false});
}

TEST_P(FaultTest, WriteToAnUnmappedAddress) {
  ExpectFault(
      PacketBuilder().Fill(kHoleVa, 1, 64),
      {.reason = RS_FAULT_NOT_PRESENT, .header = kFillHeader, .address = kHoleVa, .write = true});
}

// The copy runs up to the hole and names its first byte, not its own start.
TEST_P(FaultTest, CopyThatRunsOffItsMapping) {
  NewBuffer(bad_process_, 0x7200'0000, 4096, Placement::kSystem);
  ExpectFault(
      PacketBuilder().Copy(kPageVa + 0x800, 0x7200'0000, 0x1000),
      {.reason = RS_FAULT_NOT_PRESENT, .header = kCopyHeader, .address = kHoleVa, .write = false});
}

TEST_P(FaultTest, WriteToAReadOnlyMapping) {
  Buffer* constant =
      NewBuffer(bad_process_, 0x7100'0000, 4096, Placement::kSystem, MapFlags{.write = false});
  ASSERT_TRUE(constant->Write(0, RandomBytes(4096, 5)).ok());
  ExpectFault(
      PacketBuilder().Write(0x7100'0010, std::vector<uint32_t>{1, 2}),
      {.reason = RS_FAULT_NO_WRITE, .header = kWriteHeader, .address = 0x7100'0010, .write = true});
  EXPECT_EQ(Contents(*constant), RandomBytes(4096, 5));
}

TEST_P(FaultTest, ReadOfAWriteOnlyMapping) {
  NewBuffer(bad_process_, 0x7100'0000, 4096, Placement::kSystem, MapFlags{.read = false});
  ExpectFault(
      PacketBuilder().Copy(0x7100'0000, kPageVa, 256),
      {.reason = RS_FAULT_NO_READ, .header = kCopyHeader, .address = 0x7100'0000, .write = false});
}

// Nobody can make a queue's work look done but the engine.
TEST_P(FaultTest, ForgedProtectedFence) {
  const uint64_t fence_va = guilty_.queue->fence_va();
  ExpectFault(
      PacketBuilder().Fence(fence_va, 0xffff),
      {.reason = RS_FAULT_NO_WRITE, .header = kFenceHeader, .address = fence_va, .write = true});
}

TEST_P(FaultTest, AddressBeyond48Bits) {
  const uint64_t far = uint64_t{0x8000} << 48 | kPageVa;
  ExpectFault(PacketBuilder().Copy(far, kPageVa, 64), {.reason = RS_FAULT_NON_CANONICAL,
                                                       .header = kCopyHeader,
                                                       .address = far & 0xffff'ffff'ffff,
                                                       .write = false});
}

TEST_P(FaultTest, MisalignedFill) {
  PacketBuilder packets;
  packets.Raw(kFillHeader).Raw(kPageVa + 2).Raw(0).Raw(7).Raw(63);
  ExpectFault(packets, {.reason = RS_FAULT_BAD_FIELD,
                        .header = kFillHeader,
                        .address = guilty_.spec.ring_va,
                        .write = false});
}

TEST_P(FaultTest, FillOfPartsOfDwords) {
  PacketBuilder packets;
  packets.Raw(kFillHeader).Raw(kPageVa).Raw(0).Raw(7).Raw(61);
  ExpectFault(packets, {.reason = RS_FAULT_BAD_FIELD,
                        .header = kFillHeader,
                        .address = guilty_.spec.ring_va,
                        .write = false});
}

// The WRITE says 16 dwords, but the submission ends (with the fence) after 3.
TEST_P(FaultTest, WriteLongerThanTheSubmission) {
  PacketBuilder packets;
  packets.Raw(kWriteHeader).Raw(kPageVa).Raw(0).Raw(15).Raw(1).Raw(2);
  ExpectFault(packets, {.reason = RS_FAULT_TRUNCATED,
                        .header = kWriteHeader,
                        .address = guilty_.spec.ring_va,
                        .write = false});
}

TEST_P(FaultTest, IndirectInsideIndirect) {
  PacketBuilder inner;
  inner.Indirect(kPageVa + 0x200, 1);
  ASSERT_TRUE(page_
                  ->Write(0x100, absl::MakeConstSpan(
                                     reinterpret_cast<const uint8_t*>(inner.dwords().data()),
                                     inner.bytes()))
                  .ok());
  ExpectFault(PacketBuilder().Indirect(kPageVa + 0x100, RS_SDMA_DWORDS_INDIRECT),
              {.reason = RS_FAULT_BAD_OPCODE,
               .header = kIndirectHeader,
               .address = kPageVa + 0x100,
               .write = false});
}

TEST_P(FaultTest, IndirectBufferThatIsNotMapped) {
  ExpectFault(PacketBuilder().Indirect(kHoleVa, 8),
              {.reason = RS_FAULT_NOT_PRESENT, .header = 0, .address = kHoleVa, .write = false});
}

INSTANTIATE_TEST_SUITE_P(Backends, FaultTest, testing::ValuesIn(kBackends), BackendTestName());

}  // namespace
}  // namespace ringside::e2e
