// Firmware on the behavioural machine, one behaviour a test.
#include <vector>

#include "firmware/test/driver_model.h"
#include "gtest/gtest.h"
#include "uapi/interrupt.h"
#include "uapi/mqd.h"
#include "uapi/pte.h"

namespace ringside::firmware::test {
namespace {

constexpr uint32_t kOffHardware = RS_NUM_SLOTS;

class FirmwareTest : public testing::Test {
 protected:
  FirmwareTest() : driver_(1) { Expect(DriverModel::SetHwRsrc(), Error::kOk); }

  void Expect(const Frame& frame, Error error) {
    const uint32_t command = driver_.Execute(frame);
    if (error == Error::kOk) {
      EXPECT_TRUE(driver_.Succeeded(command)) << std::hex << driver_.Answer(command);
    } else {
      EXPECT_EQ(driver_.Failure(command), error) << std::hex << driver_.Answer(command);
      EXPECT_EQ(driver_.Answer(command) & 0xffffffff, 0u);
    }
  }

  // Adds `count` queues, each of a process of its own.
  std::vector<TestQueue> AddQueues(uint32_t count, uint32_t quantum = 0) {
    std::vector<TestQueue> queues;
    for (uint32_t i = 0; i < count; ++i) {
      queues.push_back({.number = i, .process = i + 1, .quantum = quantum});
      Expect(driver_.AddQueue(queues.back()), Error::kOk);
    }
    return queues;
  }

  bool RunUntilDrained(const std::vector<TestQueue>& queues) {
    return driver_.Run([&] {
      for (const TestQueue& queue : queues) {
        if (!driver_.Drained(queue)) return false;
      }
      return true;
    });
  }

  uint32_t Interrupts(uint32_t kind, uint32_t argument) {
    uint32_t count = 0;
    for (const auto& interrupt : driver_.machine().interrupts()) {
      if (interrupt.kind == kind && interrupt.argument == argument) ++count;
    }
    return count;
  }

  DriverModel driver_;
};

TEST_F(FirmwareTest, AddedQueueRunsWhatWasSubmittedBefore) {
  TestQueue queue{.number = 3};
  driver_.Submit(queue, 2);  // A stray ring: only the wptr word tells.
  Expect(driver_.AddQueue(queue), Error::kOk);
  EXPECT_TRUE(RunUntilDrained({queue}));
  EXPECT_EQ(driver_.machine().doorbells().strays(), 1u);
}

TEST_F(FirmwareTest, IdleQueueKeepsItsSlotWhileNobodyWaits) {
  std::vector<TestQueue> queues = AddQueues(3);
  for (TestQueue& queue : queues) driver_.Submit(queue, 2);
  EXPECT_TRUE(RunUntilDrained(queues));
  driver_.RunFor(1000);
  for (const TestQueue& queue : queues) {
    EXPECT_NE(driver_.SlotOf(queue), kOffHardware);
    EXPECT_EQ(driver_.Record(queue).maps, 1u);
  }
}

TEST_F(FirmwareTest, IdleQueueMakesRoomWhenAnotherRings) {
  std::vector<TestQueue> queues = AddQueues(4);
  EXPECT_TRUE(driver_.Run([&] { return driver_.Record(queues[3]).maps == 1; }));
  driver_.RunFor(1000);
  uint32_t on_hardware = 0;
  for (const TestQueue& queue : queues) on_hardware += driver_.SlotOf(queue) != kOffHardware;
  EXPECT_EQ(on_hardware, 3u);
  EXPECT_EQ(driver_.StateOf(queues[0]), QueueState::kIdle);
  driver_.Submit(queues[0], 1);
  EXPECT_TRUE(RunUntilDrained(queues));
}

TEST_F(FirmwareTest, QuantumTurnsBusyQueuesOver) {
  std::vector<TestQueue> queues = AddQueues(6, /*quantum=*/10);
  for (TestQueue& queue : queues) driver_.Submit(queue, 63);
  EXPECT_TRUE(RunUntilDrained(queues));
  for (const TestQueue& queue : queues) EXPECT_GT(driver_.Record(queue).maps, 1u);
}

TEST_F(FirmwareTest, QueueWithoutQuantumRunsToItsEnd) {
  std::vector<TestQueue> queues = AddQueues(4, /*quantum=*/0);
  for (TestQueue& queue : queues) driver_.Submit(queue, 63);
  EXPECT_TRUE(RunUntilDrained(queues));
  // Nobody lost a slot while at work, so every map but the first found it idle.
  for (const TestQueue& queue : queues) EXPECT_LE(driver_.Record(queue).maps, 2u);
}

TEST_F(FirmwareTest, SuspendWritesFenceThenStatusAndFreezesTheQueue) {
  std::vector<TestQueue> queues = AddQueues(1);
  driver_.Submit(queues[0], 60);
  driver_.Run([&] { return driver_.machine().hqd().packets(queues[0].doorbell()) > 2; });
  Expect(DriverModel::Suspend(queues[0], DriverModel::kScratchBase, 0x1234), Error::kOk);
  EXPECT_EQ(driver_.machine().memory().Read(DriverModel::kScratchBase), 0x1234u);
  EXPECT_EQ(driver_.SlotOf(queues[0]), kOffHardware);
  EXPECT_EQ(driver_.StateOf(queues[0]), QueueState::kSuspended);
  driver_.RunFor(100);
  EXPECT_EQ(Interrupts(RS_IH_FIRMWARE_COMPLETION, RS_FW_OP_SUSPEND), 1u);
  const uint64_t packets = driver_.machine().hqd().packets(queues[0].doorbell());

  driver_.Submit(queues[0], 2);  // Remembered, not run.
  driver_.RunFor(1000);
  EXPECT_EQ(driver_.machine().hqd().packets(queues[0].doorbell()), packets);
  EXPECT_FALSE(driver_.Drained(queues[0]));

  Expect(DriverModel::Resume(queues[0]), Error::kOk);
  EXPECT_TRUE(RunUntilDrained(queues));
}

TEST_F(FirmwareTest, SuspendsOfSeveralQueuesRunInParallel) {
  std::vector<TestQueue> queues = AddQueues(3);
  driver_.Run([&] {
    for (const TestQueue& queue : queues) {
      if (driver_.StateOf(queue) != QueueState::kRunning) return false;
    }
    return true;
  });
  std::vector<uint32_t> commands;
  for (const TestQueue& queue : queues) {
    commands.push_back(driver_.Send(DriverModel::Suspend(queue)));
  }
  bool all_saving = false;
  EXPECT_TRUE(driver_.Run([&] {
    bool now = true;
    bool answered = true;
    for (const TestQueue& queue : queues) {
      now &= driver_.StateOf(queue) == QueueState::kSaving;
    }
    for (const uint32_t command : commands) answered &= driver_.Succeeded(command);
    all_saving |= now;
    return answered;
  }));
  EXPECT_TRUE(all_saving);
}

TEST_F(FirmwareTest, SuspendAllAndResumeAllLeaveTheKernelQueueAlone) {
  TestQueue kernel{.number = 100, .process = 0};
  Expect(driver_.AddQueue(kernel, 0, /*home_slot=*/0), Error::kOk);
  std::vector<TestQueue> queues = AddQueues(5, /*quantum=*/10);
  for (TestQueue& queue : queues) driver_.Submit(queue, 30);
  Expect(DriverModel::SuspendAll(), Error::kOk);
  for (const TestQueue& queue : queues) EXPECT_EQ(driver_.SlotOf(queue), kOffHardware);
  driver_.Submit(kernel, 5);
  EXPECT_TRUE(RunUntilDrained({kernel}));
  EXPECT_EQ(driver_.SlotOf(kernel), 0u);
  Expect(DriverModel::ResumeAll(), Error::kOk);
  EXPECT_TRUE(RunUntilDrained(queues));
}

TEST_F(FirmwareTest, SuspendOfALoadingQueueComesAfterTheLoad) {
  TestQueue queue{.number = 0};
  const uint32_t add = driver_.Send(driver_.AddQueue(queue));
  EXPECT_TRUE(driver_.Run(
      [&] { return driver_.Succeeded(add) && driver_.StateOf(queue) == QueueState::kLoading; }));
  Expect(DriverModel::Suspend(queue), Error::kOk);
  EXPECT_EQ(driver_.SlotOf(queue), kOffHardware);
  EXPECT_EQ(driver_.Record(queue).maps, 0u);
}

TEST_F(FirmwareTest, FaultStopsOnlyTheGuilty) {
  std::vector<TestQueue> queues = AddQueues(3);
  driver_.machine().hqd().Poison(queues[1].doorbell());
  for (TestQueue& queue : queues) driver_.Submit(queue, 10);
  EXPECT_TRUE(RunUntilDrained({queues[0], queues[2]}));
  EXPECT_TRUE(driver_.Run([&] { return driver_.StateOf(queues[1]) == QueueState::kFaulted; }));
  EXPECT_EQ(driver_.SlotOf(queues[1]), kOffHardware);
  EXPECT_EQ(Interrupts(RS_IH_FIRMWARE_QUEUE_FAULT, queues[1].doorbell()), 1u);
  EXPECT_NE(
      driver_.machine().memory().Read(queues[1].mqd() + offsetof(rs_sdma_mqd, context_status)) &
          RS_CONTEXT_FAULTED,
      0u);
  Expect(DriverModel::Suspend(queues[1]), Error::kQueueFaulted);
  Expect(DriverModel::Resume(queues[1]), Error::kQueueFaulted);
  driver_.Submit(queues[1], 1);  // Rings of the dead wake nobody for long.
  Expect(DriverModel::RemoveQueue(queues[1]), Error::kOk);
}

TEST_F(FirmwareTest, UnreadableMqdFaultsTheQueue) {
  TestQueue queue{.number = 7};
  driver_.machine().hqd().BreakAddress(queue.mqd());
  Expect(driver_.AddQueue(queue), Error::kOk);
  EXPECT_TRUE(driver_.Run([&] { return driver_.StateOf(queue) == QueueState::kFaulted; }));
  Expect(DriverModel::RemoveQueue(queue), Error::kOk);
}

TEST_F(FirmwareTest, UnreadableWptrWordFaultsTheQueue) {
  TestQueue queue{.number = 7};
  driver_.machine().hqd().BreakAddress(queue.wptr_addr());
  Expect(driver_.AddQueue(queue), Error::kOk);
  EXPECT_TRUE(driver_.Run([&] { return driver_.StateOf(queue) == QueueState::kFaulted; }));
  EXPECT_EQ(driver_.SlotOf(queue), kOffHardware);
}

TEST_F(FirmwareTest, RemovedQueueIsForgottenAndItsDoorbellStray) {
  std::vector<TestQueue> queues = AddQueues(2);
  Expect(DriverModel::RemoveQueue(queues[0]), Error::kOk);
  driver_.Submit(queues[0], 1);
  EXPECT_EQ(driver_.machine().doorbells().strays(), 1u);
  Expect(DriverModel::RemoveQueue(queues[0]), Error::kQueueUnknown);
  Expect(DriverModel::Suspend(queues[0]), Error::kQueueUnknown);
  queues[0].submitted = 0;
  driver_.machine().memory().Write64(queues[0].wptr_addr(), 0);
  Expect(driver_.AddQueue(queues[0]), Error::kOk);
}

TEST_F(FirmwareTest, RefusesWhatContradictsItsTables) {
  std::vector<TestQueue> queues = AddQueues(1);
  Expect(driver_.AddQueue(queues[0]), Error::kQueueExists);
  Expect(DriverModel::Resume(queues[0]), Error::kNotSuspended);
  Expect(DriverModel::SetHwRsrc(), Error::kQueueBusy);
  // The same process under another root table.
  TestQueue stranger{.number = 9, .process = 1};
  Frame frame = driver_.AddQueue(stranger);
  frame.add_queue.page_table_base += RS_PAGE_BYTES;
  Expect(frame, Error::kBadField);
  TestQueue kernel{.number = 10, .process = 0};
  Expect(driver_.AddQueue(kernel, 0, /*home_slot=*/2), Error::kSlotTaken);
  Expect(driver_.AddQueue(kernel, 0, /*home_slot=*/0), Error::kOk);
  TestQueue second{.number = 11, .process = 0};
  Expect(driver_.AddQueue(second, 0, /*home_slot=*/0), Error::kSlotTaken);
}

TEST_F(FirmwareTest, FullTablesAreToldApart) {
  for (uint32_t i = 0; i < RS_MAX_QUEUES; ++i) {
    Expect(driver_.AddQueue({.number = i, .process = 1 + i % RS_MAX_PROCESSES}), Error::kOk);
  }
  Expect(driver_.AddQueue({.number = 200, .process = 1}), Error::kQueueTableFull);
  Expect(DriverModel::RemoveQueue({.number = 5}), Error::kOk);
  Expect(driver_.AddQueue({.number = 200, .process = 77}), Error::kProcessTableFull);
  Expect(driver_.AddQueue({.number = 200, .process = 1}), Error::kOk);
}

TEST_F(FirmwareTest, SecondCommandOnABusyQueueIsRefused) {
  std::vector<TestQueue> queues = AddQueues(1);
  driver_.Run([&] { return driver_.StateOf(queues[0]) == QueueState::kRunning; });
  const uint32_t suspend = driver_.Send(DriverModel::Suspend(queues[0]));
  const uint32_t resume = driver_.Send(DriverModel::Resume(queues[0]));
  const uint32_t remove = driver_.Send(DriverModel::RemoveQueue(queues[0]));
  const uint32_t all = driver_.Send(DriverModel::SuspendAll());
  EXPECT_TRUE(driver_.Run([&] { return driver_.Answer(suspend) != 0; }));
  EXPECT_TRUE(driver_.Succeeded(suspend));
  for (const uint32_t command : {resume, remove, all}) {
    EXPECT_EQ(driver_.Failure(command), Error::kQueueBusy);
  }
}

TEST_F(FirmwareTest, QueryTellsStateAndCounts) {
  std::vector<TestQueue> queues = AddQueues(2);
  driver_.RunFor(1000);
  Frame frame = {};
  frame.dwords[0] = RS_FW_HEADER(RS_FW_OP_QUERY_SCHEDULER_STATUS);
  frame.query.subop = RS_FW_QUERY_QUEUE;
  frame.query.doorbell = queues[1].doorbell();
  frame.query.result_addr = DriverModel::kScratchBase;
  Expect(frame, Error::kOk);
  const auto word = [&](size_t offset) {
    return driver_.machine().memory().Read(DriverModel::kScratchBase + offset);
  };
  EXPECT_EQ(word(offsetof(rs_fw_query_result, queues)), 2u);
  EXPECT_EQ(word(offsetof(rs_fw_query_result, queues_on_slots)), 2u);
  EXPECT_EQ(word(offsetof(rs_fw_query_result, scheduler_state)), RS_FW_STATE_RUNNING);
  EXPECT_EQ(word(offsetof(rs_fw_query_result, slot)), driver_.SlotOf(queues[1]));
  EXPECT_EQ(word(offsetof(rs_fw_query_result, maps)), 1u);
  EXPECT_GT(word(offsetof(rs_fw_query_result, heartbeat)), 0u);
  frame.query.doorbell = 77;
  Expect(frame, Error::kQueueUnknown);
}

// HOST_IRQ is the other way to say that frames are in the ring; it must not go on calling.
TEST_F(FirmwareTest, HostInterruptAloneHasCommandsCarriedOut) {
  const uint32_t command = driver_.Store(DriverModel::SuspendAll());
  driver_.RunFor(1000);
  EXPECT_EQ(driver_.Answer(command), 0u) << "nobody told firmware";
  driver_.machine().InterruptCore();
  EXPECT_TRUE(driver_.Run([&] { return driver_.Succeeded(command); }));
  EXPECT_EQ(driver_.machine().Pending() & kWakeHost, 0u);
}

TEST(FirmwareBoot, RefusesAMisplacedRing) {
  MachineModel machine(1);
  ScopedMmio mmio(&machine);
  machine.SetBootParameter(RS_FW_SCRATCH_RING_ADDR, DriverModel::kRingBase + 8);
  Firmware firmware;
  EXPECT_EQ(firmware.Init(), Error::kBadField);
  EXPECT_EQ(machine.status(), 0u);
}

TEST(FirmwareBoot, RefusesQueuesBeforeResources) {
  DriverModel driver(1);
  EXPECT_EQ(driver.Failure(driver.Execute(driver.AddQueue({}))), Error::kNotReady);
}

}  // namespace
}  // namespace ringside::firmware::test
