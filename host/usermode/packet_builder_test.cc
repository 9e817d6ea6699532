#include "host/usermode/packet_builder.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "uapi/sdma_packets.h"

namespace ringside {
namespace {

using ::testing::ElementsAre;

TEST(PacketBuilder, WordsOfEachPacket) {
  EXPECT_THAT(PacketBuilder().Nop(2).dwords(), ElementsAre(2u << 16, 0, 0));
  EXPECT_THAT(PacketBuilder().Copy(0x1122334455, 0x6677889900, 256).dwords(),
              ElementsAre(1, 255, 0, 0x22334455, 0x11, 0x77889900, 0x66));
  EXPECT_THAT(PacketBuilder().Fill(0x100000004, 0xabcdef01, 8).dwords(),
              ElementsAre(0x8000000b, 4, 1, 0xabcdef01, 7));
  EXPECT_THAT(PacketBuilder().Write(0x100000004, {5, 6, 7}).dwords(),
              ElementsAre(2, 4, 1, 2, 5, 6, 7));
  EXPECT_THAT(PacketBuilder().Fence(0x100000004, 9).dwords(), ElementsAre(5, 4, 1, 9));
  EXPECT_THAT(PacketBuilder().ProtectedFence().dwords(), ElementsAre(0x305));
  EXPECT_THAT(PacketBuilder().Trap(0x0123456).dwords(), ElementsAre(6, 0x0123456));
  EXPECT_THAT(PacketBuilder().Indirect(0x100000020, 77).dwords(),
              ElementsAre(4, 0x20, 1, 77, 0, 0));
}

TEST(PacketBuilder, CountsPacketsAndClears) {
  PacketBuilder packets;
  packets.Nop().Trap(1).ProtectedFence();
  EXPECT_EQ(packets.packets(), 3u);
  EXPECT_EQ(packets.bytes(), 16u);
  packets.Clear();
  EXPECT_EQ(packets.bytes(), 0u);
  EXPECT_EQ(packets.packets(), 0u);
}

TEST(PacketBuilderDeathTest, ValuesThatDoNotFitAreMistakes) {
  EXPECT_DEATH(PacketBuilder().Copy(0, 0, 0), "COPY");
  EXPECT_DEATH(PacketBuilder().Copy(0, 0, (uint64_t{1} << 30) + 1), "COPY");
  EXPECT_DEATH(PacketBuilder().Fill(0, 0, 6), "FILL");
  EXPECT_DEATH(PacketBuilder().Fill(2, 0, 8), "FILL");
  EXPECT_DEATH(PacketBuilder().Write(0, {}), "WRITE");
  EXPECT_DEATH(PacketBuilder().Indirect(16, 4), "INDIRECT");
  EXPECT_DEATH(PacketBuilder().Trap(1u << 28), "TRAP");
  EXPECT_DEATH(PacketBuilder().Nop(16384), "NOP");
}

}  // namespace
}  // namespace ringside
