#include "testbench/e2e/machine_fixture.h"

#include <fstream>
#include <iterator>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"

namespace ringside::e2e {
namespace {

constexpr uint64_t kPageBytes = 4096;
constexpr uint64_t kRptrOffset = 64;  // In the page behind the ring; wptr is at 0.
constexpr uint64_t kClientVa = 0x100'0000;
constexpr uint64_t kClientVaBytes = 0x10'0000;

}  // namespace

std::vector<uint8_t> FirmwareElf() {
  std::ifstream file("firmware/firmware.elf", std::ios::binary);
  EXPECT_TRUE(file) << "the firmware image is not in the runfiles";
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<uint8_t> RandomBytes(uint64_t bytes, uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<uint8_t> out(bytes);
  for (uint8_t& byte : out) byte = static_cast<uint8_t>(random());
  return out;
}

RingMemory Client::Ring() const {
  return {.ring = {memory, 0},
          .ring_bytes = spec.ring_bytes,
          .wptr = {memory, spec.ring_bytes},
          .rptr = {memory, spec.ring_bytes + kRptrOffset},
          .fence_page = &queue->fence_page(),
          .fence_offset = queue->fence_offset()};
}

void MachineFixture::Boot(const DriverOptions& driver_options, MachineOptions machine) {
  driver_.reset();
  loop_.reset();
  auto device = CreateMachine(GetParam(), machine);
  ASSERT_TRUE(device.ok()) << device.status();
  device_ = *std::move(device);
  loop_ = std::make_unique<EventLoop>(device_.get());
  auto driver = Driver::Create(device_.get(), loop_.get(), FirmwareElf(), driver_options);
  ASSERT_TRUE(driver.ok()) << driver.status();
  driver_ = *std::move(driver);
}

Process* MachineFixture::NewProcess(absl::string_view name) {
  absl::StatusOr<Process*> process = driver_->CreateProcess(name);
  EXPECT_TRUE(process.ok()) << process.status();
  return process.value_or(nullptr);
}

Buffer* MachineFixture::NewBuffer(Process* process, uint64_t va, uint64_t bytes,
                                  Placement placement, MapFlags flags) {
  absl::StatusOr<Buffer*> buffer =
      process->CreateBuffer(absl::StrCat("at ", absl::Hex(va)), bytes, placement);
  EXPECT_TRUE(buffer.ok()) << buffer.status();
  if (!buffer.ok()) return nullptr;
  const absl::Status mapped = process->Map(va, *buffer, 0, (*buffer)->bytes(), flags);
  EXPECT_TRUE(mapped.ok()) << mapped;
  return *buffer;
}

Buffer* MachineFixture::NewRandomBuffer(Process* process, uint64_t va, uint64_t bytes,
                                        Placement placement, uint32_t seed) {
  Buffer* buffer = NewBuffer(process, va, bytes, placement);
  EXPECT_TRUE(buffer->Write(0, RandomBytes(bytes, seed)).ok());
  return buffer;
}

Client MachineFixture::PrepareClient(Process* process, uint32_t doorbell_index, uint64_t ring_bytes,
                                     Placement placement) {
  Client client;
  client.process = process;
  const uint64_t va = kClientVa + doorbell_index * kClientVaBytes;
  client.memory = NewBuffer(process, va, ring_bytes + kPageBytes, placement);
  client.spec = {.name = absl::StrCat(process->name(), ".q", doorbell_index),
                 .ring_va = va,
                 .ring_bytes = ring_bytes,
                 .rptr_va = va + ring_bytes + kRptrOffset,
                 .wptr_va = va + ring_bytes,
                 .doorbell_index = doorbell_index};
  return client;
}

void MachineFixture::StartQueue(Client* client) {
  // A new queue starts at 0, whatever an earlier one in the same memory left.
  ASSERT_TRUE(client->memory->FillZero().ok());
  absl::StatusOr<UserQueue*> queue = client->process->CreateQueue(client->spec);
  ASSERT_TRUE(queue.ok()) << queue.status();
  client->queue = *queue;
  client->user =
      std::make_unique<UserRing>(device_.get(), client->Ring(), client->queue->doorbell_id());
}

Client MachineFixture::NewClient(Process* process, uint32_t doorbell_index, uint64_t ring_bytes,
                                 Placement placement) {
  Client client = PrepareClient(process, doorbell_index, ring_bytes, placement);
  StartQueue(&client);
  return client;
}

uint64_t MachineFixture::Submit(Client& client, PacketBuilder packets) {
  packets.ProtectedFence();
  absl::StatusOr<uint64_t> value = client.user->Submit(packets.dwords());
  EXPECT_TRUE(value.ok()) << value.status();
  return value.value_or(0);
}

bool MachineFixture::Wait(std::function<bool()> done, absl::string_view what, uint64_t cycles) {
  const absl::Status status = loop_->WaitUntil([&] { return done(); }, loop_->now() + cycles, what);
  EXPECT_TRUE(status.ok()) << status << "\n" << driver_->DumpState();
  return status.ok();
}

bool MachineFixture::WaitFence(const Client& client, uint64_t value, uint64_t cycles) {
  return Wait([&] { return *client.user->FenceReached(value); },
              absl::StrCat("fence ", value, " of ", client.spec.name), cycles);
}

bool MachineFixture::Execute(Client& client, PacketBuilder packets) {
  return WaitFence(client, Submit(client, std::move(packets)));
}

void MachineFixture::Pass(uint64_t cycles) {
  const uint64_t end = loop_->now() + cycles;
  EXPECT_TRUE(Wait([&] { return loop_->now() >= end; }, "time", cycles + 1000));
}

std::vector<uint8_t> MachineFixture::Contents(const Buffer& buffer) {
  std::vector<uint8_t> bytes(buffer.bytes());
  EXPECT_TRUE(buffer.Read(0, absl::MakeSpan(bytes)).ok());
  return bytes;
}

}  // namespace ringside::e2e
