// What most tests of the HQD bank begin with: an MQD whose every dword is different, and its queue
// in slot 0.
#ifndef RINGSIDE_RTL_HQD_TEST_QUEUE_FIXTURE_H_
#define RINGSIDE_RTL_HQD_TEST_QUEUE_FIXTURE_H_

#include <cstdint>
#include <cstring>

#include "gtest/gtest.h"
#include "rtl/hqd/test/hqd_bench.h"

namespace ringside {

constexpr uint64_t kMqd = 0x1000;
constexpr uint64_t kPollWord = 0x3018;

// A queue with an empty 4 KiB ring; words that mean nothing to hardware hold marks.
inline rs_sdma_mqd MakeMqd() {
  uint32_t words[RS_MQD_DWORDS];
  for (uint32_t n = 0; n < RS_MQD_DWORDS; ++n) words[n] = 0xa5000000 + n * 0x10101;
  rs_sdma_mqd mqd;
  std::memcpy(&mqd, words, sizeof(mqd));
  mqd.rb_cntl = RS_RB_CNTL_ENABLE | 10 << RS_RB_CNTL_SIZE_SHIFT | 5u << RS_RB_CNTL_VMID_SHIFT;
  mqd.rb_base_lo = 0x12345678;
  mqd.rb_base_hi = 0x9a;
  mqd.rptr_lo = 0x5000;
  mqd.rptr_hi = 0;
  mqd.wptr_lo = 0x5000;
  mqd.wptr_hi = 0;
  mqd.ib_cntl = 0;
  mqd.context_status = 0;
  mqd.doorbell_offset = 0x1234;
  mqd.wptr_poll_hi = 0;
  mqd.wptr_poll_lo = kPollWord;
  mqd.midcmd_cntl = 0;
  return mqd;
}

class QueueTest : public testing::Test {
 protected:
  QueueTest() {
    bench_.StoreMqd(kMqd, MakeMqd());
    bench_.memory().Write64(kPollWord, 0x5000);
  }

  // Loads the queue into `slot` and polls: it is armed and idle.
  void Map(int slot = 0) {
    bench_.Load(slot, kMqd);
    ASSERT_TRUE(bench_.Give(slot, kPoll));
    while (bench_.ReadSlot(slot, kStatus) & kStatusPolling) {
    }
  }

  // As Map, with work in the ring, and the engine holding the slot.
  void MapAndTake(int slot = 0) {
    Map(slot);
    bench_.Ring(slot, 0x5100);
    bench_.Tick();
    ASSERT_TRUE(bench_.Runnable(slot));
    bench_.Take(slot);
    bench_.Tick();
    ASSERT_TRUE(bench_.Held(slot));
  }

  HqdBench bench_;
};

}  // namespace ringside

#endif  // RINGSIDE_RTL_HQD_TEST_QUEUE_FIXTURE_H_
