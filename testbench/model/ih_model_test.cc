#include "testbench/model/ih_model.h"

#include <cstring>

#include "gtest/gtest.h"
#include "uapi/memory_map.h"
#include "uapi/regs/ih_regs.h"

namespace ringside::model {
namespace {

namespace ih = ::ringside::regs::ih;

constexpr uint32_t kRing = RS_SYSTEM_MEMORY_BASE + 0x1000;

class IhModelTest : public testing::Test {
 protected:
  void Open(uint32_t base = kRing) {
    ASSERT_TRUE(model_.WriteRegister(ih::kRingBaseLoOffset, base, Side::kHost));
    ASSERT_TRUE(model_.WriteRegister(ih::kRingSizeOffset, 8, Side::kHost));
  }
  rs_ih_entry Entry(uint32_t index) {
    rs_ih_entry entry;
    std::memcpy(&entry, memory_.At(kRing + index * sizeof(entry), sizeof(entry)), sizeof(entry));
    return entry;
  }
  uint32_t Read(uint32_t offset) { return *model_.ReadRegister(offset, Side::kHost); }

  Clock clock_;
  BusMemory memory_{1 << 20, 1 << 20};
  Bus bus_{&memory_};
  IhModel model_{&clock_, &bus_};
};

TEST_F(IhModelTest, EntriesAreInMemoryBeforeWptrTells) {
  Open();
  clock_.cycle = 0x1'2345'6789;
  model_.Send(RS_IH_SOURCE_SDMA_TRAP, 3, 77, {1, 2, 3, 4});
  EXPECT_TRUE(model_.irq());
  EXPECT_EQ(Read(ih::kWptrOffset), 32u);
  const rs_ih_entry entry = Entry(0);
  EXPECT_EQ(entry.ids, 3u << 24 | RS_IH_SOURCE_SDMA_TRAP << 8);
  EXPECT_EQ(entry.pasid, 77u);
  EXPECT_EQ(entry.timestamp_lo, 0x23456789u);
  EXPECT_EQ(entry.timestamp_hi, 1u);
  EXPECT_EQ(entry.data[3], 4u);
}

TEST_F(IhModelTest, FirmwareSendsWithItsDataRegisters) {
  Open();
  ASSERT_TRUE(model_.WriteRegister(ih::kFwData1Offset, 42, Side::kFirmware));
  EXPECT_FALSE(model_.WriteRegister(ih::kFwSendOffset, RS_IH_SOURCE_FIRMWARE, Side::kHost));
  ASSERT_TRUE(model_.WriteRegister(ih::kFwSendOffset, RS_IH_SOURCE_FIRMWARE, Side::kFirmware));
  EXPECT_EQ(Entry(0).ids, uint32_t{RS_IH_SOURCE_FIRMWARE} << 8);
  EXPECT_EQ(Entry(0).data[1], 42u);
}

TEST_F(IhModelTest, AFullRingLosesNothing) {
  Open();
  // A ring of eight entries holds seven.
  for (uint32_t i = 0; i < 9; ++i) model_.Send(RS_IH_SOURCE_SDMA_TRAP, 0, 0, {i, 0, 0, 0});
  EXPECT_TRUE(model_.waiting());
  EXPECT_NE(Read(ih::kStatusOffset) & ih::kStatusFullMask, 0u);
  EXPECT_FALSE(model_.WriteRegister(ih::kRptrOffset, 33, Side::kHost));
  EXPECT_TRUE(model_.WriteRegister(ih::kRptrOffset, 64, Side::kHost));
  EXPECT_FALSE(model_.waiting());
  EXPECT_EQ(Entry(7).data[0], 7u);
  EXPECT_EQ(Entry(0).data[0], 8u);
  EXPECT_EQ(Read(ih::kCountOffset), 9u);
  EXPECT_FALSE(model_.WriteRegister(ih::kRptrOffset, 64 + 32 * 7, Side::kHost)) << "outside";
}

TEST_F(IhModelTest, RptrMayNotPassWptr) {
  Open();
  model_.Send(RS_IH_SOURCE_SDMA_TRAP, 0, 0, {});
  EXPECT_FALSE(model_.WriteRegister(ih::kRptrOffset, 64, Side::kHost));
  EXPECT_TRUE(model_.WriteRegister(ih::kRptrOffset, 32, Side::kHost));
  EXPECT_FALSE(model_.irq());
}

TEST_F(IhModelTest, WithoutARingOrMemoryEntriesAreDropped) {
  model_.Send(RS_IH_SOURCE_SDMA_TRAP, 0, 0, {});
  EXPECT_EQ(Read(ih::kDroppedOffset), 1u);
  Open(/*base=*/0x30000000);
  model_.Send(RS_IH_SOURCE_SDMA_TRAP, 0, 0, {});
  EXPECT_EQ(Read(ih::kDroppedOffset), 2u);
  EXPECT_NE(Read(ih::kStatusOffset) & ih::kStatusBusErrorMask, 0u);
  EXPECT_FALSE(model_.irq());
}

}  // namespace
}  // namespace ringside::model
