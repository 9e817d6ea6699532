// Far more queues than slots: everybody's work is done, in a bounded time, and no ring is lost.
#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <vector>

#include "gtest/gtest.h"
#include "testbench/e2e/machine_fixture.h"
#include "testbench/machine/machine_listener.h"
#include "uapi/limits.h"

namespace ringside::e2e {
namespace {

constexpr uint64_t kDataVa = 0x5000'0000;
constexpr uint64_t kDataStride = 0x10'0000;
constexpr uint64_t kHalf = 8192;  // A queue's buffer: source, then destination.

// Counts rings, and times how long a ring that met no slot waits for its queue's next packet.
class SlotWatch : public MachineListener {
 public:
  void OnRing(uint64_t cycle, uint32_t doorbell, RingOutcome outcome, uint32_t) override {
    ++rings[doorbell];
    if (outcome == RingOutcome::kStray) ++strays;
    if (doorbell < RS_DOORBELLS_PER_PAGE) return;  // The kernel's.
    if (outcome == RingOutcome::kPending) waiting_since.emplace(doorbell, cycle);
  }
  void OnSlotState(uint64_t, uint32_t slot, SlotState state, uint32_t doorbell) override {
    if (state == SlotState::kActive) owners[slot] = doorbell;
  }
  void OnPacket(uint64_t cycle, uint32_t slot, uint32_t, uint64_t) override {
    const auto since = waiting_since.find(owners[slot]);
    if (since == waiting_since.end()) return;
    longest_wait = std::max(longest_wait, cycle - since->second);
    waiting_since.erase(since);
  }

  std::map<uint32_t, uint64_t> rings;
  std::array<uint32_t, RS_NUM_SLOTS> owners{};
  std::map<uint32_t, uint64_t> waiting_since;
  uint64_t strays = 0;
  uint64_t longest_wait = 0;
};

// A client with random small work: bursts of copies and fills with random pauses.
class RandomClient {
 public:
  RandomClient(EventLoop* loop, Client client, Buffer* data, uint64_t data_va, uint32_t seed)
      : loop_(loop), client_(std::move(client)), data_(data), va_(data_va), random_(seed) {
    expected_.resize(2 * kHalf);
    const std::vector<uint8_t> source = RandomBytes(kHalf, seed);
    std::copy(source.begin(), source.end(), expected_.begin());
    EXPECT_TRUE(data_->Write(0, expected_).ok());
  }

  void Start(int submissions) {
    left_ = submissions;
    PostNext();
  }
  bool done() const { return left_ == 0 && *client_.user->FenceReached(client_.user->wptr()); }
  const Client& client() const { return client_; }
  bool RightBytes() const {
    std::vector<uint8_t> found(2 * kHalf);
    EXPECT_TRUE(data_->Read(0, absl::MakeSpan(found)).ok());
    return found == expected_;
  }

 private:
  void PostNext() {
    // Half of the time at once behind the last one, so that rings meet every state of the queue.
    const uint64_t gap = random_() % 2 == 0 ? random_() % 200 : random_() % 30'000;
    loop_->PostAt(loop_->now() + gap, [this] { SubmitOne(); });
  }
  void SubmitOne() {
    const uint64_t bytes = 4 + random_() % 2000 / 4 * 4;
    const uint64_t to = kHalf + random_() % (kHalf - bytes) / 4 * 4;
    PacketBuilder packets;
    if (random_() % 2 == 0) {
      const uint64_t from = random_() % (kHalf - bytes);
      packets.Copy(va_ + from, va_ + to, bytes);
      std::copy_n(expected_.begin() + from, bytes, expected_.begin() + to);
    } else {
      const uint32_t value = random_();
      packets.Fill(va_ + to, value, bytes);
      for (uint64_t i = 0; i < bytes; ++i) expected_[to + i] = value >> (i % 4 * 8);
    }
    packets.ProtectedFence();
    ASSERT_TRUE(client_.user->Submit(packets.dwords()).ok());
    if (--left_ > 0) PostNext();
  }

  EventLoop* const loop_;
  Client client_;
  Buffer* const data_;
  const uint64_t va_;
  std::mt19937 random_;
  std::vector<uint8_t> expected_;
  int left_ = 0;
};

class OversubscriptionTest : public MachineFixture {
 protected:
  // The kernel's queue has one slot to itself.
  static constexpr uint32_t kUserSlots = RS_NUM_SLOTS - 1;

  std::unique_ptr<RandomClient> NewRandomClient(Process* process, uint32_t index, uint32_t seed) {
    const uint64_t va = kDataVa + index * kDataStride;
    Buffer* data = NewBuffer(process, va, 2 * kHalf, Placement::kSystem);
    return std::make_unique<RandomClient>(loop_.get(), NewClient(process, index), data, va, seed);
  }

  SlotWatch watch_;
};

TEST_P(OversubscriptionTest, FortyQueuesOnThreeSlots) {
  constexpr uint32_t kSeed = 20240;
  constexpr int kProcesses = 5;
  constexpr int kQueuesEach = 8;
  constexpr int kSubmissions = 8;
  constexpr uint64_t kQuantumTicks = 100;
  std::printf("seed %u\n", kSeed);
  Boot({.gang_quantum_ticks = kQuantumTicks});
  device_->AddListener(&watch_);
  std::vector<std::unique_ptr<RandomClient>> clients;
  for (int p = 0; p < kProcesses; ++p) {
    Process* process = NewProcess(std::string("p") + static_cast<char>('0' + p));
    for (int q = 0; q < kQueuesEach; ++q) {
      clients.push_back(NewRandomClient(process, q, kSeed + clients.size()));
    }
  }
  for (auto& client : clients) client->Start(kSubmissions);
  ASSERT_TRUE(Wait(
      [&] {
        return std::all_of(clients.begin(), clients.end(), [](auto& c) { return c->done(); });
      },
      "all work"));
  for (auto& client : clients) {
    EXPECT_TRUE(client->RightBytes()) << client->client().spec.name << " has wrong bytes";
    EXPECT_EQ(client->client().queue->state(), QueueState::kMapped);
    EXPECT_EQ(watch_.rings[client->client().queue->doorbell_id()],
              client->client().user->doorbells_rung());
  }
  EXPECT_EQ(watch_.strays, 0u);
  EXPECT_TRUE(watch_.waiting_since.empty()) << "a ring never brought its queue to a slot";
  EXPECT_TRUE(driver_->faults().empty());

  // Round robin: before its turn at most all others have theirs, kUserSlots at a time, each a
  // quantum and a switch: to the end of a burst, save, load, and the engine's slices of the other
  // slots, with their page walks.
  constexpr uint64_t kSwitchCycles = 8000;
  constexpr uint64_t kTurns = (kProcesses * kQueuesEach + kUserSlots - 1) / kUserSlots;
  EXPECT_LE(watch_.longest_wait, kTurns * (kQuantumTicks * RS_CYCLES_PER_TICK + kSwitchCycles));
  std::printf("longest wait: %lu cycles\n", watch_.longest_wait);
}

// A quantum that ends before the first byte can have moved: the firmware must see to it that
// everybody gets somewhere all the same.
TEST_P(OversubscriptionTest, QuantumTooShortForAnything) {
  constexpr int kQueues = 9;
  Boot({.gang_quantum_ticks = 1},
       {.vram_bytes = 2 << 20,
        .system_memory_bytes = 16 << 20,
        .vram = {.latency_cycles = 600, .bytes_per_cycle = 16},
        .system_memory = {.latency_cycles = 1500, .bytes_per_cycle = 8}});
  Process* process = NewProcess("p");
  std::vector<std::unique_ptr<RandomClient>> clients;
  for (int q = 0; q < kQueues; ++q) clients.push_back(NewRandomClient(process, q, 70 + q));
  for (auto& client : clients) client->Start(3);
  for (auto& client : clients) {
    ASSERT_TRUE(Wait([&] { return client->done(); }, client->client().spec.name));
    EXPECT_TRUE(client->RightBytes()) << client->client().spec.name << " has wrong bytes";
  }
}

// A client that never runs dry gives its slot up after its quantum, whatever it does.
TEST_P(OversubscriptionTest, GreedyQueuesLeaveAfterTheirQuantum) {
  constexpr uint64_t kQuantumTicks = 50;
  constexpr uint64_t kBytes = 1 << 20;
  Boot({.gang_quantum_ticks = kQuantumTicks});
  Process* greedy = NewProcess("greedy");
  NewBuffer(greedy, 0x6000'0000, kBytes, Placement::kVram);
  std::vector<Client> hogs;
  std::vector<uint64_t> fences;
  for (uint32_t i = 0; i < kUserSlots; ++i) hogs.push_back(NewClient(greedy, i));
  for (Client& hog : hogs) {
    fences.push_back(Submit(hog, PacketBuilder().Fill(0x6000'0000, 7, kBytes)));
  }
  auto small = NewRandomClient(NewProcess("small"), 0, 3);
  device_->AddListener(&watch_);
  small->Start(1);
  ASSERT_TRUE(Wait([&] { return small->done(); }, "the small one"));
  for (size_t i = 0; i < hogs.size(); ++i) {
    EXPECT_FALSE(*hogs[i].user->FenceReached(fences[i])) << "no queue was greedy";
  }
  EXPECT_LE(watch_.longest_wait, kQuantumTicks * RS_CYCLES_PER_TICK + 4000);
  EXPECT_TRUE(small->RightBytes());
  for (size_t i = 0; i < hogs.size(); ++i) ASSERT_TRUE(WaitFence(hogs[i], fences[i]));
}

INSTANTIATE_TEST_SUITE_P(Backends, OversubscriptionTest, testing::ValuesIn(kBackends),
                         BackendTestName());

}  // namespace
}  // namespace ringside::e2e
