// Boot, processes, queues and submissions, end to end over the fake device.
#include "host/driver/driver.h"

#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "host/driver/testing/driver_fixture.h"
#include "host/registers/registers.h"
#include "uapi/firmware_abi.h"
#include "uapi/interrupt.h"
#include "uapi/limits.h"

namespace ringside {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class DriverTest : public DriverFixture {};

TEST_F(DriverTest, BootTellsFirmwareOfSlotsAndAddsTheKernelQueue) {
  EXPECT_THAT(device_.firmware().history(), ElementsAre(RS_FW_OP_SET_HW_RSRC, RS_FW_OP_ADD_QUEUE));
  ASSERT_EQ(device_.firmware().queues().count(RS_DOORBELL_KERNEL_SDMA), 1u);
  EXPECT_EQ(device_.firmware().queues().at(RS_DOORBELL_KERNEL_SDMA).pasid, 0);
}

TEST_F(DriverTest, DeathOfTheDriverStopsTheCore) {
  EXPECT_TRUE(device_.core_running());
  driver_.reset();
  EXPECT_FALSE(device_.core_running());
}

TEST_F(DriverTest, FirmwareWithoutASignOfLifeIsAnError) {
  driver_.reset();
  device_.firmware().SetStillborn();
  const auto driver = Driver::Create(&device_, &loop_, FakeFirmwareElf(), {});
  EXPECT_EQ(driver.status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_THAT(std::string(driver.status().message()), HasSubstr("firmware boot"));
  EXPECT_FALSE(device_.core_running());
}

// Each of them: boot, command, invalidation; that of a copy is in eviction_test.
TEST_F(DriverTest, PatienceMultipliesTimeOuts) {
  const auto cycles_of = [this](auto call) {
    const uint64_t begin = loop_.now();
    EXPECT_EQ(call().code(), absl::StatusCode::kDeadlineExceeded);
    return loop_.now() - begin;
  };
  const auto command = [this] {
    device_.firmware().IgnoreNext(RS_FW_OP_ADD_QUEUE);
    Client client = PrepareClient(NewProcess("p"), 0);
    return client.process->CreateQueue(client.spec).status();
  };
  const auto invalidation = [this] {
    Process* process = NewProcess("p");
    NewBuffer(process, kDataVa, 4096, Placement::kVram);
    device_.StickInvalidation();
    return process->Unmap(kDataVa);
  };
  const auto boot = [this] {
    driver_.reset();
    device_.firmware().SetStillborn();
    return Driver::Create(&device_, &loop_, FakeFirmwareElf(), {.patience = 3}).status();
  };
  Boot({.command_timeout_cycles = 10'000, .patience = 3});
  // Some more, because what was not answered is asked to be taken back.
  EXPECT_EQ(cycles_of(command) / 1000, 30u);
  EXPECT_EQ(cycles_of(invalidation), 3'000'000u);
  EXPECT_EQ(cycles_of(boot), 6'000'000u);
}

TEST_F(DriverTest, MachineOfAnotherMajorVersionIsRefused) {
  FakeDevice device(kVramBytes, kSystemBytes);
  EventLoop loop(&device);
  device.SetVersion((bar::kSysVersionMajor + 1) << 16 | 3);
  const auto driver = Driver::Create(&device, &loop, FakeFirmwareElf(), {});
  EXPECT_EQ(driver.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(driver.status().message(),
            absl::StrFormat("the machine's register map is version %u.3, the driver is for "
                            "version %u",
                            bar::kSysVersionMajor + 1, bar::kSysVersionMajor));
  EXPECT_EQ(device.registers().count(RS_BAR_ITCM), 0u) << "its memories were written";
}

TEST_F(DriverTest, MachineOfANewerMinorVersionIsTaken) {
  FakeDevice device(kVramBytes, kSystemBytes);
  EventLoop loop(&device);
  device.SetVersion(bar::kSysVersionMajor << 16 | 0xffff);
  EXPECT_TRUE(Driver::Create(&device, &loop, FakeFirmwareElf(), {}).ok());
}

TEST_F(DriverTest, BadImageLeavesTheMachineAlone) {
  FakeDevice device(kVramBytes, kSystemBytes);
  EventLoop loop(&device);
  const auto driver = Driver::Create(&device, &loop, std::vector<uint8_t>(100), {});
  EXPECT_EQ(driver.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(device.core_running());
  EXPECT_EQ(device.registers().count(bar::kIhRingSize), 0u);
}

TEST_F(DriverTest, SubmissionFillsMemoryAndReportsItsFence) {
  Process* process = NewProcess("p");
  Buffer* data = NewBuffer(process, kDataVa, 8192, Placement::kVram);
  Client client = NewClient(process, 3);
  uint64_t fence_seen = 0;
  client.queue->SetFenceListener([&](uint64_t value, uint64_t) { fence_seen = value; });
  PacketBuilder packets;
  packets.Fill(kDataVa, 0x7e7e7e7e, 8192);
  ASSERT_TRUE(Execute(client, packets).ok());
  EXPECT_THAT(Contents(*data), Each(0x7e));
  EXPECT_EQ(fence_seen, client.user->wptr());
  EXPECT_EQ(client.queue->stats().fences, 1u);
  EXPECT_EQ(client.user->doorbells_rung(), 1u);
}

TEST_F(DriverTest, RingWrapsAndFreeSpaceComesBack) {
  Process* process = NewProcess("p");
  NewBuffer(process, kDataVa, 4096, Placement::kVram);
  Client client = NewClient(process, 0);
  for (int i = 0; i < 400; ++i) {
    PacketBuilder packets;
    packets.Nop(i % 7).Fence(kDataVa, i);
    ASSERT_TRUE(Execute(client, packets).ok()) << i;
  }
  EXPECT_GT(client.user->wptr(), 2 * Client::kRingBytes);
  EXPECT_EQ(*client.user->FreeBytes(), Client::kRingBytes - 4);
}

TEST_F(DriverTest, NewBuffersAreZero) {
  Process* process = NewProcess("p");
  EXPECT_THAT(Contents(*NewBuffer(process, kDataVa, 4096, Placement::kVram)), Each(0));
}

TEST_F(DriverTest, FencePageIsReadOnlyForUsers) {
  Process* process = NewProcess("p");
  Client client = NewClient(process, 0);
  PacketBuilder packets;
  packets.Fence(client.queue->fence_va(), 99);
  ASSERT_TRUE(client.user->Submit(packets.dwords()).ok());
  ASSERT_TRUE(loop_
                  .WaitUntil([&] { return client.queue->fault().has_value(); },
                             loop_.now() + 100'000, "fault")
                  .ok());
  EXPECT_EQ(client.queue->fault()->reason, uint32_t{RS_FAULT_NO_WRITE});
  EXPECT_EQ(*client.queue->FenceValue(), 0u);
}

TEST_F(DriverTest, FaultStopsOnlyTheGuiltyQueueAndNamesIt) {
  Process* process = NewProcess("victim");
  Buffer* data = NewBuffer(process, kDataVa, 4096, Placement::kVram);
  Client guilty = NewClient(process, 1);
  Client innocent = NewClient(process, 2);
  std::string report;
  driver_->SetFaultListener([&](const FaultReport& fault) { report = fault.ToString(); });
  PacketBuilder bad;
  bad.Copy(kDataVa, 0x123456000, 64);
  ASSERT_TRUE(guilty.user->Submit(bad.dwords()).ok());
  ASSERT_TRUE(Execute(innocent, PacketBuilder().Fill(kDataVa, 0x11111111, 4096)).ok());
  EXPECT_THAT(Contents(*data), Each(0x11));
  EXPECT_EQ(guilty.queue->state(), QueueState::kHung);
  EXPECT_EQ(innocent.queue->state(), QueueState::kMapped);
  EXPECT_THAT(report, HasSubstr("process victim, queue q1"));
  EXPECT_THAT(report, HasSubstr("packet COPY_LINEAR"));
  EXPECT_THAT(report, HasSubstr("write at address 0x123456000: address is not mapped"));
  EXPECT_EQ(driver_->faults().size(), 1u);
  EXPECT_TRUE(process->DestroyQueue(guilty.queue).ok());
  EXPECT_EQ(process->queues().size(), 1u);
}

TEST_F(DriverTest, UnknownPacketNamesItsHeader) {
  Process* process = NewProcess("p");
  Client client = NewClient(process, 1);
  ASSERT_TRUE(client.user->Submit(PacketBuilder().Raw(0xdd).dwords()).ok());
  ASSERT_TRUE(loop_
                  .WaitUntil([&] { return client.queue->fault().has_value(); },
                             loop_.now() + 100'000, "fault")
                  .ok());
  EXPECT_THAT(client.queue->fault()->ToString(), HasSubstr("unknown (header 0x000000dd)"));
}

// No packet asked for the access, so the engine tells of no fault: the firmware's word is the only
// one.
TEST_F(DriverTest, BusErrorOnAQueuesMemoryStopsItAndIsReported) {
  Process* process = NewProcess("victim");
  Buffer* data = NewBuffer(process, kDataVa, 4096, Placement::kVram);
  Client guilty = NewClient(process, 1);
  Client innocent = NewClient(process, 2);
  std::string report;
  driver_->SetFaultListener([&](const FaultReport& fault) { report = fault.ToString(); });
  device_.firmware().FailQueueMemory(guilty.queue->doorbell_id());
  ASSERT_TRUE(Execute(innocent, PacketBuilder().Fill(kDataVa, 0x11111111, 4096)).ok());
  EXPECT_THAT(Contents(*data), Each(0x11));
  EXPECT_EQ(guilty.queue->state(), QueueState::kHung);
  EXPECT_EQ(innocent.queue->state(), QueueState::kMapped);
  ASSERT_TRUE(guilty.queue->fault().has_value());
  EXPECT_EQ(guilty.queue->fault()->reason, uint32_t{RS_FAULT_BUS_ERROR});
  EXPECT_EQ(guilty.queue->fault()->pasid, process->pasid());
  EXPECT_THAT(report, HasSubstr("process victim, queue q1"));
  EXPECT_THAT(report, HasSubstr("packet none"));
  EXPECT_THAT(report, HasSubstr("at address 0x0: bus error"));
  EXPECT_EQ(driver_->faults().size(), 1u);
  EXPECT_TRUE(process->DestroyQueue(guilty.queue).ok());
}

TEST_F(DriverTest, BusErrorOnTheKernelQueuesMemoryFailsItsCopy) {
  Process* process = NewProcess("p");
  Buffer* data = NewBuffer(process, kDataVa, 256 << 10, Placement::kVram);
  device_.At(2000, [this] { device_.firmware().FailQueueMemory(RS_DOORBELL_KERNEL_SDMA); });
  const absl::Status status = driver_->EvictProcess(process);
  EXPECT_THAT(std::string(status.message()), HasSubstr("queue (kernel)"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("bus error"));
  EXPECT_EQ(data->placement(), Placement::kVram);
}

// The removal's answer is in memory before the interrupt entries that the firmware sent earlier.
TEST_F(DriverTest, LateFaultDoesNotHitTheNextQueueOfTheDoorbell) {
  constexpr uint64_t kDelay = 20'000;
  Process* process = NewProcess("p");
  Buffer* data = NewBuffer(process, kDataVa, 4096, Placement::kVram);
  Client client = NewClient(process, 1);
  const uint32_t doorbell = client.queue->doorbell_id();
  device_.firmware().DelayInterrupts(kDelay);
  device_.firmware().FailQueueMemory(doorbell);
  const uint64_t late = loop_.now() + kDelay;
  ASSERT_TRUE(process->DestroyQueue(client.queue).ok());
  StartQueue(&client);
  ASSERT_LT(loop_.now(), late);
  ASSERT_TRUE(
      loop_.WaitUntil([&] { return loop_.now() > late + 5000; }, late + 10'000, "entries").ok());
  EXPECT_EQ(client.queue->state(), QueueState::kMapped);
  EXPECT_TRUE(driver_->faults().empty());
  ASSERT_TRUE(Execute(client, PacketBuilder().Fill(kDataVa, 0x22222222, 4096)).ok());
  EXPECT_THAT(Contents(*data), Each(0x22));
  // Its own faults are its own.
  device_.firmware().DelayInterrupts(0);
  device_.firmware().FailQueueMemory(doorbell);
  ASSERT_TRUE(loop_
                  .WaitUntil([&] { return client.queue->fault().has_value(); },
                             loop_.now() + 100'000, "fault")
                  .ok());
  EXPECT_EQ(client.queue->state(), QueueState::kHung);
}

TEST_F(DriverTest, DoorbellPagesRunOut) {
  for (int i = 1; i < RS_NUM_DOORBELL_PAGES; ++i) NewProcess(absl::StrCat("p", i));
  EXPECT_EQ(driver_->CreateProcess("more").status().code(), absl::StatusCode::kResourceExhausted);
  Process* second = driver_->processes()[1].get();
  const uint16_t pasid = second->pasid();
  ASSERT_TRUE(driver_->DestroyProcess(second).ok());
  Process* next = NewProcess("next");
  EXPECT_EQ(next->doorbell_page(), 2u);
  EXPECT_NE(next->pasid(), pasid);
}

TEST_F(DriverTest, DestroyingAProcessReturnsAllItsMemory) {
  const uint64_t vram = driver_->vram_used();
  const uint64_t system = driver_->system_memory_used();
  Process* process = NewProcess("p");
  NewBuffer(process, kDataVa, 64 << 10, Placement::kVram);
  NewClient(process, 0);
  NewClient(process, 511);
  ASSERT_TRUE(driver_->DestroyProcess(process).ok());
  EXPECT_EQ(driver_->vram_used(), vram);
  EXPECT_EQ(driver_->system_memory_used(), system);
  EXPECT_EQ(device_.firmware().queues().size(), 1u);
  EXPECT_EQ(driver_->DestroyProcess(process).code(), absl::StatusCode::kNotFound);
}

TEST_F(DriverTest, UnmapInvalidatesWhatTheEngineKnew) {
  Process* process = NewProcess("p");
  Buffer* data = NewBuffer(process, kDataVa, 4096, Placement::kVram);
  Client client = NewClient(process, 0);
  ASSERT_TRUE(Execute(client, PacketBuilder().Fill(kDataVa, 1, 4096)).ok());
  EXPECT_EQ(process->DestroyBuffer(data).code(), absl::StatusCode::kFailedPrecondition);
  ASSERT_TRUE(process->Unmap(kDataVa).ok());
  EXPECT_EQ(client.queue->state(), QueueState::kMapped);
  EXPECT_EQ(client.queue->stats().preempts, 1u);
  ASSERT_TRUE(process->DestroyBuffer(data).ok());
  ASSERT_TRUE(client.user->Submit(PacketBuilder().Fill(kDataVa, 2, 4).dwords()).ok());
  ASSERT_TRUE(loop_
                  .WaitUntil([&] { return client.queue->fault().has_value(); },
                             loop_.now() + 100'000, "fault")
                  .ok());
  EXPECT_EQ(client.queue->fault()->address, kDataVa);
}

TEST_F(DriverTest, UnmapWithoutItsInvalidationLetsNoQueueBack) {
  Process* process = NewProcess("p");
  NewBuffer(process, kDataVa, 4096, Placement::kVram);
  Client client = NewClient(process, 0);
  device_.StickInvalidation();
  EXPECT_EQ(process->Unmap(kDataVa).code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(client.queue->state(), QueueState::kHung);
}

TEST_F(DriverTest, MemoryOfAQueueCannotBeUnmapped) {
  Process* process = NewProcess("p");
  Client client = NewClient(process, 0);
  const absl::Status status = process->Unmap(client.spec.ring_va);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("queue q0"));
  ASSERT_TRUE(process->DestroyQueue(client.queue).ok());
  EXPECT_TRUE(process->Unmap(client.spec.ring_va).ok());
}

TEST_F(DriverTest, DeathOfTheFirmwareEndsTheWait) {
  Process* process = NewProcess("p");
  Client client = NewClient(process, 0);
  device_.firmware().IgnoreNext(RS_FW_OP_SUSPEND);
  device_.At(500, [this] { device_.firmware().Die(RS_FW_ERROR_TRAP); });
  const uint64_t begin = loop_.now();
  const absl::Status status = process->PreemptQueue(client.queue);
  EXPECT_THAT(std::string(status.message()), HasSubstr("firmware died with error 0x30"));
  EXPECT_LT(loop_.now() - begin, 1000u);
  EXPECT_EQ(client.queue->state(), QueueState::kHung);
}

TEST_F(DriverTest, DumpNamesEverything) {
  Process* process = NewProcess("painter");
  Client client = NewClient(process, 7);
  const std::string dump = driver_->DumpState();
  EXPECT_THAT(dump, HasSubstr("process painter"));
  EXPECT_THAT(dump, HasSubstr("queue q7 doorbell 0x207 MAPPED"));
  EXPECT_THAT(dump, HasSubstr("kernel queue"));
}

}  // namespace
}  // namespace ringside
