#include "host/mqd/mqd.h"

#include <memory>

#include "gtest/gtest.h"
#include "host/device/testing/fake_device.h"
#include "uapi/memory_map.h"

namespace ringside {
namespace {

TEST(Mqd, WordsStandWhereTheHardwareLooks) {
  FakeDevice device(4096, 16384);
  MemoryPools pools{&device, RangeAllocator("VRAM", RS_VRAM_BASE, 4096),
                    RangeAllocator("system memory", RS_SYSTEM_MEMORY_BASE, 16384)};
  auto mqd = *Mqd::Create(&pools, MqdInit{.ring_va = 0x123456789a00,
                                          .ring_bytes = 65536,
                                          .rptr_va = 0x700000000008,
                                          .wptr_poll_address = 0x40000010,
                                          .fence_address = 0x40000020,
                                          .doorbell_id = 0x1abc});
  const uint64_t base = mqd->bus_address();
  EXPECT_EQ(base % RS_MQD_BYTES, 0u);
  const auto dword = [&](int index) { return device.Read32(base + 4 * index); };
  EXPECT_EQ(dword(0), 1u | 14u << 1);
  EXPECT_EQ(dword(1), 0x3456789au);
  EXPECT_EQ(dword(2), 0x12u);
  EXPECT_EQ(dword(7), 0x7000u);  // High word first.
  EXPECT_EQ(dword(8), 8u);
  EXPECT_EQ(dword(17), 1u << 28);
  EXPECT_EQ(dword(19), 0x1abcu);
  EXPECT_EQ(dword(26), 0u);
  EXPECT_EQ(dword(27), 0x40000010u);
  EXPECT_EQ(dword(43), 0x40000020u);
  EXPECT_EQ(dword(44), 0u);
  for (int index : {3, 4, 5, 6, 9, 14, 16, 31, 42, 100}) EXPECT_EQ(dword(index), 0u) << index;

  ASSERT_TRUE(mqd->SetWptrPollAddress(0x140000018).ok());
  EXPECT_EQ(dword(26), 1u);
  EXPECT_EQ(dword(27), 0x40000018u);
  device.Write32(base + 3 * 4, 555);
  EXPECT_EQ(mqd->Read()->rptr_lo, 555u);
  EXPECT_NE(mqd->gang_context_address(), base);
  mqd.reset();
  EXPECT_EQ(pools.vram.used(), 0u);
}

}  // namespace
}  // namespace ringside
