#include "firmware/sched/queue_table.h"

#include <memory>

#include "gtest/gtest.h"

namespace ringside::firmware {
namespace {

class QueueTableTest : public testing::Test {
 protected:
  std::unique_ptr<QueueTable> table_ = std::make_unique<QueueTable>();
};

TEST_F(QueueTableTest, FindsByDoorbellAndGang) {
  const uint32_t first = table_->Add(0);
  const uint32_t second = table_->Add(QueueTable::kDoorbells - 1);
  (*table_)[second].gang = 0x1000;
  EXPECT_EQ(table_->FindByDoorbell(0), first);
  EXPECT_EQ(table_->FindByDoorbell(QueueTable::kDoorbells - 1), second);
  EXPECT_EQ(table_->FindByDoorbell(QueueTable::kDoorbells), kNoQueue);
  EXPECT_EQ(table_->FindByDoorbell(0xffffffffu), kNoQueue);
  EXPECT_EQ(table_->FindByGang(0x1000), second);
  EXPECT_EQ(table_->FindByGang(0x2000), kNoQueue);
}

TEST_F(QueueTableTest, RemovedQueueIsNotFoundAndItsRecordIsBlankAgain) {
  const uint32_t index = table_->Add(7);
  (*table_)[index].gang = 0x1000;
  (*table_)[index].has_work = true;
  table_->Remove(index);
  EXPECT_EQ(table_->count(), 0u);
  EXPECT_EQ(table_->FindByDoorbell(7), kNoQueue);
  EXPECT_EQ(table_->FindByGang(0x1000), kNoQueue);
  EXPECT_EQ(table_->Add(8), index);
  EXPECT_FALSE((*table_)[index].has_work);
}

TEST_F(QueueTableTest, HoldsAsManyAsPromised) {
  for (uint32_t i = 0; i < RS_MAX_QUEUES; ++i) ASSERT_EQ(table_->Add(i), i);
  EXPECT_EQ(table_->Add(500), kNoQueue);
  EXPECT_EQ(table_->FindByDoorbell(500), kNoQueue);
  table_->Remove(77);
  EXPECT_EQ(table_->Add(500), 77u);
}

TEST_F(QueueTableTest, VisitsExactlyThoseInUse) {
  for (uint32_t i = 0; i < 5; ++i) table_->Add(i);
  table_->Remove(1);
  table_->Remove(4);
  uint32_t seen = 0;
  table_->ForEach([&](uint32_t index) { seen |= 1u << index; });
  EXPECT_EQ(seen, 0b01101u);
}

}  // namespace
}  // namespace ringside::firmware
