// Firmware under random applications and a random driver: no ring is lost, nobody starves, what is
// suspended stays off the hardware.
#include <cstdio>
#include <vector>

#include "firmware/test/driver_model.h"
#include "gtest/gtest.h"

namespace ringside::firmware::test {
namespace {

constexpr uint32_t kQueues = 14;
constexpr uint32_t kOffHardware = RS_NUM_SLOTS;
// A ring holds 4096 bytes; never fill it.
constexpr uint64_t kMostInFlight = 60 * HqdModel::kPacketBytes;

class RandomRun : public testing::TestWithParam<uint32_t> {
 protected:
  struct Client {
    enum class State { kAbsent, kPresent, kSuspended, kFaulted };
    TestQueue queue;
    State state = State::kAbsent;
    bool poisoned = false;  // It will fault, or has.
    bool waiting = false;   // For the answer to `command`.
    uint32_t command = 0;
    State next = State::kAbsent;
  };

  RandomRun() : driver_(GetParam()), random_(GetParam() ^ 0x5eed) {
    std::printf("seed %u\n", GetParam());
    // Few VMIDs, so that they are taken from process to process.
    EXPECT_TRUE(driver_.Succeeded(driver_.Execute(DriverModel::SetHwRsrc(0xe, 0x1c))));
    for (uint32_t i = 0; i < kQueues; ++i) {
      clients_.emplace_back();
      clients_[i].queue = {.number = i, .process = 1 + i % 5, .quantum = 5 + random_.Below(40)};
    }
    driver_.machine().set_outside([this] { Outside(); });
  }

  uint64_t Done(const Client& client) {
    return driver_.machine().hqd().packets(client.queue.doorbell()) * HqdModel::kPacketBytes;
  }

  static bool MustDrain(const Client& client) {
    return client.state == Client::State::kPresent && !client.poisoned;
  }

  // An application or the driver does something, at any moment.
  void Outside() {
    Client& client = clients_[random_.Below(kQueues)];
    if (!random_.OneIn(6)) {
      if (client.state == Client::State::kAbsent || client.next == Client::State::kAbsent) return;
      if (client.queue.submitted - Done(client) < kMostInFlight) {
        driver_.Submit(client.queue, 1 + random_.Below(3));
      }
      return;
    }
    if (client.waiting || !driver_.RingHasRoom()) return;
    using State = Client::State;
    switch (client.state) {
      case State::kAbsent:
        Begin(client, driver_.AddQueue(client.queue), State::kPresent);
        break;
      case State::kPresent:
        if (random_.OneIn(12)) {
          driver_.machine().hqd().Poison(client.queue.doorbell());
          client.poisoned = true;
        } else if (random_.OneIn(8)) {
          // In the middle of its work, which is lost with it.
          Begin(client, DriverModel::RemoveQueue(client.queue), State::kAbsent);
        } else {
          Begin(client, DriverModel::Suspend(client.queue), State::kSuspended);
        }
        break;
      case State::kFaulted:
        Begin(client, DriverModel::RemoveQueue(client.queue), State::kAbsent);
        break;
      case State::kSuspended:
        // Sometimes it goes, when it has nothing left to do.
        if (random_.OneIn(3) && Done(client) == client.queue.submitted) {
          Begin(client, DriverModel::RemoveQueue(client.queue), State::kAbsent);
        } else {
          Begin(client, DriverModel::Resume(client.queue), State::kPresent);
        }
        break;
    }
  }

  void Begin(Client& client, const Frame& frame, Client::State next) {
    if (next == Client::State::kPresent && client.state == Client::State::kAbsent) {
      // A new life: the MQD is fresh, and so must be the count of bytes.
      driver_.machine().memory().Write64(client.queue.wptr_addr(), 0);
      client.queue.submitted = 0;
      driver_.machine().hqd().ForgetQueue(client.queue.doorbell());
      client.poisoned = false;
    }
    client.command = driver_.Send(frame);
    client.waiting = true;
    client.next = next;
  }

  void Collect() {
    for (Client& client : clients_) {
      if (client.waiting && driver_.Answer(client.command) != 0) {
        const bool faulted = !driver_.Succeeded(client.command) && client.poisoned &&
                             driver_.Failure(client.command) == Error::kQueueFaulted;
        EXPECT_TRUE(driver_.Succeeded(client.command) || faulted)
            << "queue " << client.queue.number << " to state " << static_cast<int>(client.next)
            << ": " << std::hex << driver_.Answer(client.command);
        client.waiting = false;
        client.state = faulted ? Client::State::kFaulted : client.next;
        client.next = client.state;
      }
      if (!client.waiting && client.state != Client::State::kPresent) {
        EXPECT_EQ(driver_.SlotOf(client.queue), kOffHardware)
            << "queue " << client.queue.number << " is on the hardware";
      }
    }
  }

  DriverModel driver_;
  Random random_;
  std::vector<Client> clients_;
};

TEST_P(RandomRun, NothingIsLost) {
  for (int step = 0; step < 6000 && !HasFailure(); ++step) {
    if (random_.OneIn(4)) Outside();
    driver_.RunFor(1 + random_.Below(10));
    Collect();
  }
  driver_.machine().set_outside(nullptr);

  // Everybody comes back, and everything that was submitted gets done.
  const auto answered = [&] {
    Collect();
    for (const Client& client : clients_) {
      if (client.waiting) return false;
    }
    return true;
  };
  ASSERT_TRUE(driver_.Run(answered)) << "commands hang";
  ASSERT_TRUE(driver_.Succeeded(driver_.Execute(DriverModel::ResumeAll())));
  for (Client& client : clients_) {
    if (client.state == Client::State::kSuspended) client.state = Client::State::kPresent;
  }
  EXPECT_TRUE(driver_.Run([&] {
    for (const Client& client : clients_) {
      if (MustDrain(client) && !driver_.Drained(client.queue)) return false;
    }
    return true;
  })) << "work was left undone";
  for (const Client& client : clients_) {
    if (MustDrain(client)) {
      EXPECT_EQ(Done(client), client.queue.submitted) << "queue " << client.queue.number;
    }
  }
}

TEST_P(RandomRun, NobodyStarvesWhileAllAreBusy) {
  driver_.machine().set_outside(nullptr);
  for (Client& client : clients_) driver_.Execute(driver_.AddQueue(client.queue));
  std::vector<uint64_t> before(kQueues);
  // A round: every other queue's longest quantum, three at a time, and as much again for switching.
  constexpr uint32_t kRound = kQueues / 3 * 45 * 10 * 2 + 1000;
  for (int round = 0; round < 20; ++round) {
    for (uint32_t i = 0; i < kQueues; ++i) before[i] = Done(clients_[i]);
    for (uint32_t tick = 0; tick < kRound; tick += 10) {
      for (Client& client : clients_) {
        if (client.queue.submitted - Done(client) < kMostInFlight) driver_.Submit(client.queue, 1);
      }
      driver_.RunFor(10);
    }
    for (uint32_t i = 0; i < kQueues; ++i) {
      EXPECT_GT(Done(clients_[i]), before[i]) << "queue " << i << " in round " << round;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomRun, testing::Range(1u, 41u));

}  // namespace
}  // namespace ringside::firmware::test
