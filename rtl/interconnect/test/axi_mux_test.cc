// axi_mux under random managers and a random memory: nothing lost, mixed up or starved.
//
// A beat's tag is its address + its number in the burst, on reads and writes, so that both ends can
// tell whose it is. Protocol errors end the process: a checker sits on every port.

#include <array>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <map>
#include <random>
#include <vector>

#include "Vaxi_mux_testbench.h"
#include "gtest/gtest.h"
#include "rtl/interconnect/regbus_bench.h"

namespace ringside {
namespace {

constexpr int kNumManagers = 5;

struct Burst {
  uint8_t id;
  uint32_t addr;
  uint8_t len;  // Beats - 1.
  int beat = 0;

  uint32_t tag() const { return addr + static_cast<uint32_t>(beat); }
  bool ends() const { return beat == len; }
};

// By id, oldest first.
using Waiting = std::map<uint8_t, std::deque<Burst>>;

class AxiMuxTest : public testing::Test {
 protected:
  struct Manager {
    std::deque<Burst> reads_to_send;
    std::deque<Burst> writes_to_send;
    std::deque<Burst> data_to_send;
    Waiting reads;   // Sent, data to come.
    Waiting writes;  // Sent in full, answer to come.
    int finished = 0;
  };

  AxiMuxTest() {
    Clock();
    mux_.rst_ni = 1;
  }

  void Clock() {
    mux_.clk_i = 0;
    mux_.eval();
    mux_.clk_i = 1;
    mux_.eval();
  }

  bool Chance(uint32_t percent) { return random_() % 100 < percent; }

  Burst AnyBurst() {
    const uint8_t len = static_cast<uint8_t>(Chance(50) ? 0 : random_() % 16);
    const uint32_t page = random_() % 0x1000;
    const uint32_t first_beat = random_() % (128 - len);
    return {.id = static_cast<uint8_t>(random_() % 4),
            .addr = page << 12 | first_beat << 5,
            .len = len};
  }

  // Gives a manager more to do.
  void AddRead(int manager) { managers_[manager].reads_to_send.push_back(AnyBurst()); }
  void AddWrite(int manager) {
    const Burst burst = AnyBurst();
    managers_[manager].writes_to_send.push_back(burst);
    managers_[manager].data_to_send.push_back(burst);
  }

  // A checker follows at most 16 bursts of an id.
  static bool MaySend(const std::deque<Burst>& bursts, const Waiting& waiting) {
    if (bursts.empty()) return false;
    const auto same_id = waiting.find(bursts.front().id);
    return same_id == waiting.end() || same_id->second.size() < 16;
  }

  // What is offered stays offered; what is not is offered by chance.
  void DriveManagers() {
    for (int i = 0; i < kNumManagers; ++i) {
      Manager& manager = managers_[i];
      if (!mux_.ar_valid_i[i] && MaySend(manager.reads_to_send, manager.reads) && Chance(busy_)) {
        const Burst& burst = manager.reads_to_send.front();
        mux_.ar_valid_i[i] = 1;
        mux_.ar_id_i[i] = burst.id;
        mux_.ar_addr_i[i] = burst.addr;
        mux_.ar_len_i[i] = burst.len;
      }
      if (!mux_.aw_valid_i[i] && !manager.writes_to_send.empty() && Chance(busy_)) {
        const Burst& burst = manager.writes_to_send.front();
        mux_.aw_valid_i[i] = 1;
        mux_.aw_id_i[i] = burst.id;
        mux_.aw_addr_i[i] = burst.addr;
        mux_.aw_len_i[i] = burst.len;
      }
      // Data may be offered before its address is taken.
      if (!mux_.w_valid_i[i] && MaySend(manager.data_to_send, manager.writes) && Chance(busy_)) {
        const Burst& burst = manager.data_to_send.front();
        mux_.w_valid_i[i] = 1;
        mux_.w_tag_i[i] = burst.tag();
        mux_.w_last_i[i] = burst.ends();
      }
      mux_.r_ready_i[i] = Chance(busy_);
      mux_.b_ready_i[i] = Chance(busy_);
    }
  }

  // Answers ids in any order, and mixes the beats of different ids.
  void DriveMemory() {
    mux_.mem_ar_ready_i = Chance(ready_);
    mux_.mem_aw_ready_i = Chance(ready_);
    mux_.mem_w_ready_i = Chance(ready_);
    if (!mux_.mem_r_valid_i && !memory_reads_.empty() && Chance(ready_)) {
      const Burst& burst = Any(memory_reads_)->second.front();
      mux_.mem_r_valid_i = 1;
      mux_.mem_r_id_i = burst.id;
      mux_.mem_r_tag_i = burst.tag();
      mux_.mem_r_last_i = burst.ends();
    }
    if (!mux_.mem_b_valid_i && !memory_writes_.empty() && Chance(ready_)) {
      mux_.mem_b_valid_i = 1;
      mux_.mem_b_id_i = Any(memory_writes_)->first;
    }
  }

  Waiting::iterator Any(Waiting& waiting) {
    return std::next(waiting.begin(), random_() % waiting.size());
  }

  static void PopFront(Waiting& waiting, uint8_t id) {
    waiting[id].pop_front();
    if (waiting[id].empty()) waiting.erase(id);
  }

  // Does what the settled signals hand over to and from the managers.
  void StepManagers() {
    for (int i = 0; i < kNumManagers; ++i) {
      Manager& manager = managers_[i];
      if (mux_.ar_valid_i[i] && mux_.ar_ready_o[i]) {
        const Burst burst = manager.reads_to_send.front();
        manager.reads_to_send.pop_front();
        manager.reads[burst.id].push_back(burst);
        Drop(&mux_.ar_valid_i[i]);
      }
      if (mux_.aw_valid_i[i] && mux_.aw_ready_o[i]) {
        manager.writes_to_send.pop_front();
        Drop(&mux_.aw_valid_i[i]);
      }
      if (mux_.w_valid_i[i] && mux_.w_ready_o[i]) {
        Burst& burst = manager.data_to_send.front();
        if (burst.ends()) {
          manager.writes[burst.id].push_back(burst);
          manager.data_to_send.pop_front();
        } else {
          ++burst.beat;
        }
        Drop(&mux_.w_valid_i[i]);
      }
      if (mux_.r_valid_o[i] && mux_.r_ready_i[i]) TakeReadBeat(i);
      if (mux_.b_valid_o[i] && mux_.b_ready_i[i]) {
        ASSERT_TRUE(manager.writes.count(mux_.b_id_o[i])) << "manager " << i;
        PopFront(manager.writes, mux_.b_id_o[i]);
        ++manager.finished;
      }
    }
  }

  void TakeReadBeat(int i) {
    Manager& manager = managers_[i];
    const uint8_t id = mux_.r_id_o[i];
    ASSERT_TRUE(manager.reads.count(id)) << "manager " << i;
    Burst& burst = manager.reads[id].front();
    EXPECT_EQ(mux_.r_tag_o[i], burst.tag()) << "manager " << i;
    EXPECT_EQ(mux_.r_last_o[i], burst.ends()) << "manager " << i;
    ++burst.beat;
    if (mux_.r_last_o[i]) {
      PopFront(manager.reads, id);
      ++manager.finished;
    }
  }

  void StepMemory() {
    if (mux_.mem_ar_valid_o && mux_.mem_ar_ready_i) {
      memory_reads_[mux_.mem_ar_id_o].push_back({.id = mux_.mem_ar_id_o,
                                                 .addr = static_cast<uint32_t>(mux_.mem_ar_addr_o),
                                                 .len = mux_.mem_ar_len_o});
      grants_.push_back(mux_.mem_ar_id_o >> 4);
    }
    if (mux_.mem_aw_valid_o && mux_.mem_aw_ready_i) {
      memory_data_.push_back({.id = mux_.mem_aw_id_o,
                              .addr = static_cast<uint32_t>(mux_.mem_aw_addr_o),
                              .len = mux_.mem_aw_len_o});
    }
    if (mux_.mem_w_valid_o && mux_.mem_w_ready_i) {
      ASSERT_FALSE(memory_data_.empty());
      Burst& burst = memory_data_.front();
      EXPECT_EQ(mux_.mem_w_tag_o, burst.tag());
      EXPECT_EQ(mux_.mem_w_last_o, burst.ends());
      ++burst.beat;
      if (mux_.mem_w_last_o) {
        memory_writes_[burst.id].push_back(burst);
        memory_data_.pop_front();
      }
    }
    if (mux_.mem_r_valid_i && mux_.mem_r_ready_o) {
      Burst& burst = memory_reads_[mux_.mem_r_id_i].front();
      ++burst.beat;
      if (mux_.mem_r_last_i) PopFront(memory_reads_, mux_.mem_r_id_i);
      Drop(&mux_.mem_r_valid_i);
    }
    if (mux_.mem_b_valid_i && mux_.mem_b_ready_o) {
      PopFront(memory_writes_, mux_.mem_b_id_i);
      Drop(&mux_.mem_b_valid_i);
    }
  }

  // An offer that was taken ends with the cycle, not before its clock edge.
  void Drop(CData* valid) { taken_.push_back(valid); }

  void Cycle() {
    DriveManagers();
    DriveMemory();
    mux_.clk_i = 0;
    mux_.eval();
    StepManagers();
    StepMemory();
    mux_.clk_i = 1;
    mux_.eval();
    for (CData* valid : taken_) *valid = 0;
    taken_.clear();
  }

  // Cycles until every manager has finished `bursts` bursts; gives up when none finishes any more.
  int RunUntilFinished(int bursts) {
    int cycles = 0;
    int idle_cycles = 0;
    int finished = 0;
    while (finished < kNumManagers * bursts && idle_cycles < 10000 &&
           !testing::Test::HasFailure()) {
      Cycle();
      ++cycles;
      int now = 0;
      for (const Manager& manager : managers_) now += manager.finished;
      idle_cycles = now == finished ? idle_cycles + 1 : 0;
      finished = now;
    }
    for (const Manager& manager : managers_) EXPECT_EQ(manager.finished, bursts);
    return cycles;
  }

  std::mt19937 random_{1};
  uint32_t busy_ = 60;
  uint32_t ready_ = 60;
  std::array<Manager, kNumManagers> managers_;
  Waiting memory_reads_;
  Waiting memory_writes_;
  std::deque<Burst> memory_data_;
  std::vector<CData*> taken_;
  std::vector<int> grants_;  // Manager of each read burst, in order.
  SerialContext context_;
  Vaxi_mux_testbench mux_{&context_};
};

struct Traffic {
  uint32_t seed;
  uint32_t busy;   // How often a manager offers or accepts, percent.
  uint32_t ready;  // How often memory does.
};

class AxiMuxRandomTest : public AxiMuxTest, public testing::WithParamInterface<Traffic> {};

TEST_P(AxiMuxRandomTest, EveryBurstComesBackToItsManager) {
  constexpr int kBursts = 2000;
  std::fprintf(stderr, "seed %u\n", GetParam().seed);
  random_.seed(GetParam().seed);
  busy_ = GetParam().busy;
  ready_ = GetParam().ready;
  for (int i = 0; i < kNumManagers; ++i) {
    for (int burst = 0; burst < kBursts; ++burst) Chance(50) ? AddRead(i) : AddWrite(i);
  }
  RunUntilFinished(kBursts);
}

INSTANTIATE_TEST_SUITE_P(Traffic, AxiMuxRandomTest,
                         testing::Values(Traffic{.seed = 1, .busy = 50, .ready = 50},
                                         Traffic{.seed = 2, .busy = 90, .ready = 20},
                                         Traffic{.seed = 3, .busy = 20, .ready = 90},
                                         Traffic{.seed = 4, .busy = 100, .ready = 100}));

TEST_F(AxiMuxTest, ManagersThatAlwaysAskAreServedInTurn) {
  busy_ = ready_ = 100;
  constexpr int kBursts = 20;
  for (int i = 0; i < kNumManagers; ++i) {
    for (int burst = 0; burst < kBursts; ++burst) AddRead(i);
  }
  RunUntilFinished(kBursts);
  ASSERT_EQ(grants_.size(), static_cast<size_t>(kNumManagers * kBursts));
  // An offer pauses for a cycle after it is taken; with five managers that never costs a turn.
  for (size_t i = kNumManagers; i < grants_.size(); ++i) {
    EXPECT_EQ(grants_[i], grants_[i - kNumManagers]) << "grant " << i;
  }
}

// Addresses run ahead of data, so data flows without gaps between bursts.
TEST_F(AxiMuxTest, LongWritesFillTheBus) {
  busy_ = ready_ = 100;
  constexpr int kBursts = 20;
  for (int i = 0; i < kNumManagers; ++i) {
    for (int burst = 0; burst < kBursts; ++burst) {
      const Burst full = {.id = 0, .addr = static_cast<uint32_t>(burst) << 9, .len = 15};
      managers_[i].writes_to_send.push_back(full);
      managers_[i].data_to_send.push_back(full);
    }
  }
  constexpr int kBeats = kNumManagers * kBursts * 16;
  EXPECT_LE(RunUntilFinished(kBursts), kBeats + 10);
}

using AxiMuxDeathTest = AxiMuxTest;

TEST_F(AxiMuxDeathTest, LongIdIsCaught) {
  mux_.ar_valid_i[2] = 1;
  mux_.ar_id_i[2] = 0x13;
  EXPECT_DEATH(
      {
        Clock();
        Clock();
      },
      "");
}

}  // namespace
}  // namespace ringside
