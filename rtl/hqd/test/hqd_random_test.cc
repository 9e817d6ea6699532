// Firmware, doorbell, engine, host and memory all act at random; every slot is compared with its
// model every cycle.
//
// A failure names the seed: runs are the same for the same seed.
#include <array>
#include <cstring>
#include <iterator>
#include <optional>
#include <random>
#include <utility>

#include "gtest/gtest.h"
#include "rtl/hqd/test/hqd_bench.h"
#include "rtl/hqd/test/slot_model.h"

namespace ringside {
namespace {

constexpr int kQueues = 7;
constexpr int kCycles = 40000;

constexpr uint64_t MqdAddr(int queue) { return 0x4000 + queue * RS_MQD_BYTES; }
// One in each 512 bytes, so that memory can fail one at a time.
constexpr uint64_t PollWord(int queue) { return 0x8000 + queue * 512 + 40; }

class RandomRun {
 public:
  explicit RandomRun(uint64_t seed) : rng_(seed) {
    bench_.memory().Randomize(&rng_, 1 + static_cast<int>(rng_() % 40));
    bench_.memory().set_on_answer([this](const AxiMemory::Answer& answer) { OnAnswer(answer); });
    for (int n = 0; n < kQueues; ++n) NewQueue(n);
    slot_queue_.fill(-1);
  }

  void Run() {
    for (int n = 0; n < kCycles && !testing::Test::HasFailure(); ++n) Cycle();
  }

  // How often what is hard to reach was reached.
  struct Coverage {
    int saves = 0, drops = 0, faults = 0, errors = 0, rings_in_poll = 0, rings_in_stop = 0,
        refused = 0;
  };
  const Coverage& coverage() const { return coverage_; }

 private:
  uint64_t Random(uint64_t below) { return rng_() % below; }
  bool OneIn(uint64_t n) { return Random(n) == 0; }

  void NewQueue(int queue) {
    uint32_t words[RS_MQD_DWORDS];
    for (uint32_t& word : words) word = static_cast<uint32_t>(rng_());
    rs_sdma_mqd& mqd = queues_[queue];
    std::memcpy(&mqd, words, sizeof(mqd));
    mqd.rb_cntl &= ~RS_RB_CNTL_SIZE_MASK;
    mqd.rb_cntl |= (10 + Random(13)) << RS_RB_CNTL_SIZE_SHIFT;
    mqd.wptr_poll_hi = 0;
    mqd.wptr_poll_lo = queue == 0 ? 0 : PollWord(queue);
    if (OneIn(2)) mqd.ib_cntl = 0;
    if (OneIn(2)) mqd.midcmd_cntl = 0;
    bench_.StoreMqd(MqdAddr(queue), mqd);
  }

  void OnAnswer(const AxiMemory::Answer& answer) {
    const bool poll = !answer.write && answer.id == 1;
    for (int n = 0; n < kSlots; ++n) {
      const int queue = slot_queue_[n];
      if (queue < 0) continue;
      const SlotModel::End end = {.error = answer.error};
      if (poll && answer.addr == PollWord(queue) / 32 * 32) {
        cycle_[n].poll = {.error = answer.error, .wptr = bench_.memory().Read64(PollWord(queue))};
      } else if (!poll && answer.addr == MqdAddr(queue)) {
        // The bank tells the slot in the cycle after memory's answer.
        next_job_[n] = end;
      }
    }
  }

  uint64_t RandomWptr() { return rng_() & ~uint64_t{3}; }

  void Host() {
    if (OneIn(10)) bench_.memory().Write64(PollWord(Random(kQueues)), RandomWptr());
    if (OneIn(200)) {
      const int queue = static_cast<int>(Random(kQueues));
      bench_.memory().SetFailing(MqdAddr(queue), OneIn(3));
      bench_.memory().SetFailing(PollWord(queue), OneIn(3));
    }
  }

  // Gives a free slot a queue that no other slot has, if it draws one.
  void AssignQueue(int slot) {
    const int queue = static_cast<int>(Random(kQueues));
    for (int n = 0; n < kSlots; ++n) {
      if (n != slot && slot_queue_[n] == queue) return;
    }
    EXPECT_TRUE(bench_.WriteInCycle(slot * kSlotStride + kMqdAddr, MqdAddr(queue) >> 8));
    slot_queue_[slot] = queue;
    models_[slot].Assign(queues_[queue]);
  }

  void Firmware() {
    if (!OneIn(4)) return;
    if (OneIn(10)) {
      EXPECT_EQ(bench_.Peek(kEvent), events_);
      clear_ = static_cast<uint32_t>(rng_());
      EXPECT_TRUE(bench_.WriteInCycle(kEvent, clear_));
      return;
    }
    const int slot = static_cast<int>(Random(kSlots));
    SlotModel& model = models_[slot];
    if (model.state() == kFree && (slot_queue_[slot] < 0 || OneIn(2))) {
      AssignQueue(slot);
      return;
    }
    constexpr Command kCommands[] = {kLoad, kLoad, kPoll, kPoll, kPoll, kSave, kSave, kReset};
    const Command command = kCommands[Random(std::size(kCommands))];
    const bool legal = model.Legal(command);
    EXPECT_EQ(bench_.WriteInCycle(slot * kSlotStride + kCmd, command), legal)
        << "slot " << slot << " command " << command << " in state " << int{model.state()};
    if (legal) {
      cycle_[slot].command = command;
    } else {
      ++coverage_.refused;
    }
  }

  void Doorbell() {
    if (!OneIn(6)) return;
    const int slot = static_cast<int>(Random(kSlots));
    const SlotState state = models_[slot].state();
    if (state != kActive && state != kStopping && state != kFaulted) return;
    const uint64_t wptr =
        OneIn(8) ? models_[slot].progress().rptr : RandomWptr();  // Sometimes: nothing left.
    bench_.Ring(slot, wptr);
    cycle_[slot].ring = wptr;
    coverage_.rings_in_stop += state == kStopping;
  }

  Progress RandomProgress(Progress progress, uint64_t wptr) {
    constexpr uint64_t kAddress = (uint64_t{1} << 48) - 1;
    progress.rptr = OneIn(3) ? wptr : progress.rptr + Random(1024) * 4;
    progress.ib_active = OneIn(4);
    progress.ib_base = rng_() & kAddress;
    progress.ib_offset = Random(1 << 20);
    progress.ib_size = Random(1 << 20);
    progress.mid_active = OneIn(4);
    progress.mid_header = static_cast<uint32_t>(rng_());
    progress.mid_src = rng_() & kAddress;
    progress.mid_dst = rng_() & kAddress;
    progress.mid_left = static_cast<uint32_t>(rng_());
    progress.mid_data = static_cast<uint32_t>(rng_());
    return progress;
  }

  void Engine() {
    const bool released = held_ >= 0;
    if (held_ >= 0) {
      const bool stop = bench_.top().hold_stop_o;
      EXPECT_EQ(stop, models_[held_].state() == kStopping);
      EXPECT_EQ(bench_.top().hold_wptr_o, models_[held_].wptr());
      if (!OneIn(stop ? 5 : 20)) return;
      SlotModel::Cycle& cycle = cycle_[held_];
      cycle.release = true;
      cycle.progress = RandomProgress(models_[held_].progress(), models_[held_].wptr());
      if (OneIn(8)) {
        cycle.fault = {.reason = static_cast<uint8_t>(rng_()), .addr = rng_() & 0xffffffff};
      }
      bench_.Release(held_, cycle.progress, cycle.fault ? &*cycle.fault : nullptr);
      held_ = -1;
      if (OneIn(2)) return;
    }
    const int slot = static_cast<int>(Random(kSlots));
    if (bench_.Runnable(slot) && !cycle_[slot].release) {
      // While a release is on the port, the selection is the released slot's.
      if (!released) {
        EXPECT_EQ(bench_.Selected(slot), models_[slot].progress());
      }
      bench_.Take(slot);
      cycle_[slot].take = true;
      held_ = slot;
    }
  }

  void Cycle() {
    for (int n = 0; n < kSlots; ++n) {
      cycle_[n] = SlotModel::Cycle();
      cycle_[n].job = std::exchange(next_job_[n], std::nullopt);
    }
    Host();
    Firmware();
    Doorbell();
    Engine();
    const bool polling = bench_.top().ar_valid_o && bench_.top().ar_id_o == 1;
    bench_.Tick();
    events_ &= ~std::exchange(clear_, 0);
    for (int n = 0; n < kSlots; ++n) {
      coverage_.rings_in_poll += polling && cycle_[n].ring.has_value();
      StepModel(n);
      Compare(n);
    }
  }

  void StepModel(int slot) {
    SlotModel& model = models_[slot];
    const SlotState before = model.state();
    const uint32_t events = model.Step(cycle_[slot]);
    events_ |= events << slot;
    coverage_.faults += (events & Event(kFault, 0)) != 0;
    coverage_.errors += (events & Event(kBusError, 0)) != 0;
    if (model.state() != kFree || before == kFree) return;

    // The queue has left. What memory holds of it must be the model's, to the last dword.
    const int queue = slot_queue_[slot];
    if (before == kSaving && (events & Event(kSaveDone, 0)) != 0) {
      ++coverage_.saves;
      queues_[queue] = model.mqd();
    }
    coverage_.drops += before == kStopping;
    const rs_sdma_mqd mqd = bench_.FetchMqd(MqdAddr(queue));
    EXPECT_EQ(std::memcmp(&mqd, &queues_[queue], sizeof(mqd)), 0) << "MQD of slot " << slot;
    if (OneIn(4)) NewQueue(queue);
    model.Assign(queues_[queue]);
  }

  void Compare(int slot) {
    const SlotModel& model = models_[slot];
    EXPECT_EQ(bench_.State(slot), model.state()) << "slot " << slot;
    EXPECT_EQ(bench_.Held(slot), model.held()) << "slot " << slot;
    if (model.state() == kFree || model.state() == kLoading) return;
    EXPECT_EQ(bench_.Wptr(slot), model.wptr()) << "slot " << slot;
    EXPECT_EQ(bench_.HasWork(slot), model.has_work()) << "slot " << slot;
    EXPECT_EQ(bench_.top().runnable_o >> slot & 1, model.runnable()) << "slot " << slot;
    if (model.held()) return;
    EXPECT_EQ(bench_.Rptr(slot), model.progress().rptr) << "slot " << slot;
  }

  std::mt19937_64 rng_;
  HqdBench bench_;
  std::array<SlotModel, kSlots> models_;
  std::array<SlotModel::Cycle, kSlots> cycle_;
  std::array<std::optional<SlotModel::End>, kSlots> next_job_;
  // The queue that each slot has or last had; -1: none yet.
  std::array<int, kSlots> slot_queue_;
  // The MQDs as memory must have them.
  std::array<rs_sdma_mqd, kQueues> queues_;
  uint32_t events_ = 0;
  // Events that firmware clears in this cycle.
  uint32_t clear_ = 0;
  int held_ = -1;
  Coverage coverage_;
};

class HqdRandomTest : public testing::TestWithParam<uint64_t> {};

TEST_P(HqdRandomTest, SlotsDoWhatTheirModelsDo) {
  SCOPED_TRACE(testing::Message() << "seed " << GetParam());
  RandomRun run(GetParam());
  run.Run();
  if (HasFailure()) return;
  const RandomRun::Coverage& coverage = run.coverage();
  EXPECT_GT(coverage.saves, 100);
  EXPECT_GT(coverage.drops, 10);
  EXPECT_GT(coverage.faults, 10);
  EXPECT_GT(coverage.errors, 10);
  EXPECT_GT(coverage.rings_in_poll, 10);
  EXPECT_GT(coverage.rings_in_stop, 10);
  EXPECT_GT(coverage.refused, 100);
}

INSTANTIATE_TEST_SUITE_P(Seeds, HqdRandomTest, testing::Range<uint64_t>(1, 9));

}  // namespace
}  // namespace ringside
