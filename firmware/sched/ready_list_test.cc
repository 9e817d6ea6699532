#include "firmware/sched/ready_list.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace ringside::firmware {
namespace {

TEST(ReadyList, FirstComeFirstServed) {
  auto queues = std::make_unique<QueueTable>();
  ReadyList list;
  for (uint32_t i = 0; i < 3; ++i) list.PushBack(*queues, queues->Add(i));
  EXPECT_EQ(list.PopFront(*queues), 0u);
  list.PushBack(*queues, 0);
  EXPECT_EQ(list.PopFront(*queues), 1u);
  EXPECT_EQ(list.PopFront(*queues), 2u);
  EXPECT_EQ(list.PopFront(*queues), 0u);
  EXPECT_TRUE(list.empty());
}

// Against a vector, with removals anywhere.
TEST(ReadyList, RandomAgainstAVector) {
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    auto queues = std::make_unique<QueueTable>();
    for (uint32_t i = 0; i < RS_MAX_QUEUES; ++i) queues->Add(i);
    ReadyList list;
    std::vector<uint32_t> expected;
    for (int step = 0; step < 5000; ++step) {
      const uint32_t index = random() % RS_MAX_QUEUES;
      const auto found = std::find(expected.begin(), expected.end(), index);
      if (!expected.empty() && random() % 3 == 0) {
        ASSERT_EQ(list.PopFront(*queues), expected.front());
        expected.erase(expected.begin());
      } else if (found != expected.end()) {
        list.Remove(*queues, index);
        expected.erase(found);
      } else {
        list.PushBack(*queues, index);
        expected.push_back(index);
      }
      ASSERT_EQ(list.size(), expected.size());
    }
  }
}

}  // namespace
}  // namespace ringside::firmware
