#include "testbench/model/doorbell_model.h"

#include "gtest/gtest.h"
#include "uapi/regs/doorbell_regs.h"

namespace ringside::model {
namespace {

namespace doorbell = ::ringside::regs::doorbell;

class DoorbellModelTest : public testing::Test {
 protected:
  bool Bind(uint32_t id, uint32_t kind, uint32_t slot, Side side = Side::kFirmware) {
    return model_.WriteRegister(
        doorbell::kBindOffset,
        doorbell::MakeBindId(id) | doorbell::MakeBindKind(kind) | doorbell::MakeBindSlot(slot),
        side);
  }
  uint32_t Pop() { return *model_.ReadRegister(doorbell::kPopOffset, Side::kFirmware); }
  uint32_t Read(uint32_t offset) { return *model_.ReadRegister(offset, Side::kHost); }

  Clock clock_;
  Listeners listeners_{&clock_};
  DoorbellModel model_{&listeners_};
};

TEST_F(DoorbellModelTest, UnboundRingsAreStrays) {
  EXPECT_EQ(model_.Ring(77), std::nullopt);
  EXPECT_EQ(Read(doorbell::kStrayCountOffset), 1u);
  EXPECT_EQ(Read(doorbell::kStrayIdOffset), 77u);
  EXPECT_FALSE(model_.irq());
}

TEST_F(DoorbellModelTest, MappedRingsGoToTheirSlot) {
  ASSERT_TRUE(Bind(512, doorbell::kBindKindMapped, 3));
  EXPECT_EQ(model_.Ring(512), 3u);
  EXPECT_FALSE(model_.irq());
}

TEST_F(DoorbellModelTest, UnmappedRingsArePendingOnceInTheirOrder) {
  ASSERT_TRUE(Bind(8, doorbell::kBindKindUnmapped, 0));
  ASSERT_TRUE(Bind(5, doorbell::kBindKindUnmapped, 0));
  for (uint32_t id : {8, 5, 8}) EXPECT_EQ(model_.Ring(id), std::nullopt);
  EXPECT_EQ(Read(doorbell::kPeekCountOffset), 2u);
  EXPECT_EQ(Read(doorbell::kUnmappedCountOffset), 3u);
  EXPECT_EQ(Pop(), doorbell::kPopValidMask | 8u);
  model_.Ring(8);
  EXPECT_EQ(Pop(), doorbell::kPopValidMask | 5u);
  EXPECT_EQ(Pop(), doorbell::kPopValidMask | 8u);
  EXPECT_EQ(Pop(), 0u);
  EXPECT_FALSE(model_.irq());
}

TEST_F(DoorbellModelTest, HostLooksOnly) {
  EXPECT_FALSE(Bind(1, doorbell::kBindKindMapped, 0, Side::kHost));
  EXPECT_EQ(model_.ReadRegister(doorbell::kPopOffset, Side::kHost), std::nullopt);
  EXPECT_FALSE(Bind(1, 3, 0)) << "there is no kind 3";
  EXPECT_EQ(Read(doorbell::kQueryResultOffset), 0u);
}

}  // namespace
}  // namespace ringside::model
