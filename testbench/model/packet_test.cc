#include "testbench/model/packet.h"

#include "gtest/gtest.h"
#include "uapi/interrupt.h"
#include "uapi/sdma_packets.h"

namespace ringside::model {
namespace {

TEST(PacketTest, TakesACopyApart) {
  const Packet packet = DecodePacket(RS_SDMA_HEADER(1, 0), {0xfff, 0, 0x100, 0x12, 0x200, 0x34});
  EXPECT_EQ(packet.kind, PacketKind::kCopy);
  EXPECT_EQ(packet.bytes, 0x1000u);
  EXPECT_EQ(packet.src, 0x12'0000'0100u);
  EXPECT_EQ(packet.dst, 0x34'0000'0200u);
  EXPECT_EQ(packet.bad_reason, uint32_t{RS_FAULT_NONE});
}

TEST(PacketTest, BadFieldsAreFound) {
  const struct {
    const char* what;
    uint32_t header;
    PacketBody body;
    uint32_t reason;
  } kCases[] = {
      {"backwards copy", 0x02000001, {15}, RS_FAULT_BAD_FIELD},
      {"copy with a parameter", 1, {15, 1}, RS_FAULT_BAD_FIELD},
      {"copy beyond 48 bits", 1, {15, 0, 0, 0x10000}, RS_FAULT_NON_CANONICAL},
      {"copy across the end", 1, {15, 0, 0xfffffff8, 0xffff}, RS_FAULT_NON_CANONICAL},
      {"fill of bytes", 11, {0, 0, 0, 3}, RS_FAULT_BAD_FIELD},
      {"fill of half a dword", 0x8000000b, {0, 0, 0, 1}, RS_FAULT_BAD_FIELD},
      {"misaligned write", 2, {2}, RS_FAULT_BAD_FIELD},
      {"misaligned buffer", 4, {16, 0, 1}, RS_FAULT_BAD_FIELD},
      {"fence beyond 48 bits", 5, {0, 0x10000, 1}, RS_FAULT_NON_CANONICAL},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.what);
    EXPECT_EQ(DecodePacket(c.header, c.body).bad_reason, c.reason);
  }
}

TEST(PacketTest, UnknownPacketsAreFoundByTheHeader) {
  EXPECT_FALSE(DecodePacket(0xee, {}).known);
  EXPECT_FALSE(DecodePacket(RS_SDMA_HEADER(1, 1), {}).known);
  EXPECT_FALSE(DecodePacket(RS_SDMA_HEADER(5, 1), {}).known);
  EXPECT_TRUE(DecodePacket(RS_SDMA_HEADER(0, 7), {}).known);
  EXPECT_TRUE(DecodePacket(RS_SDMA_HEADER(5, 3), {}).ring_only);
}

TEST(PacketTest, ANopCountsWhatItSkips) {
  EXPECT_EQ(DecodePacket(5u << RS_SDMA_NOP_COUNT_SHIFT, {}).dwords, 6u);
}

}  // namespace
}  // namespace ringside::model
