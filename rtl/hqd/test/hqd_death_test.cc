// Assertions of the HQD bank are live: a neighbour that breaks its rules stops the simulation.
#include "gtest/gtest.h"
#include "rtl/hqd/test/queue_fixture.h"

namespace ringside {
namespace {

using HqdDeathTest = QueueTest;

TEST_F(HqdDeathTest, RingToAFreeSlotIsCaught) {
  EXPECT_DEATH(
      {
        bench_.Ring(0, 0x5100);
        bench_.Tick(2);
      },
      "");
}

TEST_F(HqdDeathTest, TakeOfAnEmptyQueueIsCaught) {
  Map();
  EXPECT_DEATH(
      {
        bench_.Take(0);
        bench_.Tick(2);
      },
      "");
}

TEST_F(HqdDeathTest, ReleaseOfWhatIsNotHeldIsCaught) {
  EXPECT_DEATH(
      {
        bench_.Release(0, Progress());
        bench_.Tick(2);
      },
      "");
}

}  // namespace
}  // namespace ringside
