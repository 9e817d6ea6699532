#include "tools/bench/rig.h"

#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "tools/run/ring_queue.h"

namespace ringside::bench {
namespace {

constexpr uint64_t kVramBytes = 32 << 20;
constexpr uint64_t kSystemBytes = 64 << 20;
constexpr uint64_t kQueueVa = 0x1'0000'0000;
constexpr uint64_t kQueueVaStride = 1 << 20;
constexpr uint64_t kRingBytes = 4096;
constexpr uint64_t kPatienceCycles = 50'000'000;

}  // namespace

absl::StatusOr<std::unique_ptr<Rig>> Rig::Boot(const Context& context, const RigOptions& options) {
  auto rig = absl::WrapUnique(new Rig());
  MachineOptions machine;
  machine.vram_bytes = kVramBytes;
  machine.system_memory_bytes = kSystemBytes;
  machine.waves_path = options.waves_path;
  machine.lockstep = options.lockstep;
  machine.skip_idle = options.skip_idle;
  auto device = VerilatorDevice::Create(machine);
  if (!device.ok()) return device.status();
  rig->device_ = *std::move(device);
  if (options.record) rig->device_->AddListener(&rig->log_);
  rig->loop_ = std::make_unique<EventLoop>(rig->device_.get());
  auto driver =
      Driver::Create(rig->device_.get(), rig->loop_.get(), context.firmware_elf,
                     {.gang_quantum_ticks = options.gang_quantum_ticks, .trace = options.trace});
  if (!driver.ok()) return driver.status();
  rig->driver_ = *std::move(driver);
  return rig;
}

absl::StatusOr<Process*> Rig::AddProcess() {
  absl::StatusOr<Process*> process =
      driver_->CreateProcess(absl::StrCat("p", driver_->processes().size()));
  if (!process.ok()) return process.status();
  absl::Status status =
      run::CreateMapped(*process, "vram", kVramVa, 2 * kHalfBytes, Placement::kVram, true).status();
  if (!status.ok()) return status;
  status =
      run::CreateMapped(*process, "system", kSystemVa, 2 * kHalfBytes, Placement::kSystem, true)
          .status();
  if (!status.ok()) return status;
  return process;
}

absl::StatusOr<RigQueue*> Rig::AddQueue(Process* process) {
  const uint32_t index = static_cast<uint32_t>(process->queues().size());
  absl::StatusOr<run::RingQueue> queue =
      run::CreateRingQueue(process, absl::StrCat("q", index), kQueueVa + index * kQueueVaStride,
                           kRingBytes, /*doorbell_index=*/index);
  if (!queue.ok()) return queue.status();
  queues_.push_back(std::make_unique<RigQueue>(RigQueue{
      .process = process,
      .queue = queue->queue,
      .ring =
          std::make_unique<UserRing>(device_.get(), queue->memory, queue->queue->doorbell_id())}));
  return queues_.back().get();
}

absl::StatusOr<RigQueue*> Rig::AddQueueOfOwn() {
  absl::StatusOr<Process*> process = AddProcess();
  if (!process.ok()) return process.status();
  return AddQueue(*process);
}

absl::Status Rig::RunFor(uint64_t cycles) {
  const uint64_t end = now() + cycles;
  return loop_->WaitUntil([&] { return now() >= end; }, end, "time to pass");
}

absl::Status Rig::RunUntil(absl::FunctionRef<bool()> done, absl::string_view what) {
  absl::Status status = loop_->WaitUntil(done, now() + kPatienceCycles, what);
  if (status.ok()) return status;
  return absl::Status(status.code(), absl::StrCat(status.message(), "\n", driver_->DumpState()));
}

absl::Status Rig::Submit(RigQueue* queue, PacketBuilder packets) {
  packets.ProtectedFence();
  return queue->ring->Submit(packets.dwords()).status();
}

absl::Status Rig::Finish(RigQueue* queue) {
  absl::Status failure;
  const auto reached = [&] {
    const absl::StatusOr<bool> fence = queue->ring->FenceReached(queue->ring->wptr());
    failure = fence.status();
    return !fence.ok() || *fence;
  };
  if (absl::Status status = RunUntil(reached, "a fence"); !status.ok()) return status;
  return failure;
}

absl::Status Rig::Execute(RigQueue* queue, const PacketBuilder& packets) {
  if (absl::Status status = Submit(queue, packets); !status.ok()) return status;
  return Finish(queue);
}

absl::Status Rig::KeepBusy(RigQueue* queue, uint64_t bytes) {
  queue->queue->SetFenceListener(
      [this, queue, bytes](uint64_t, uint64_t) { Refill(queue, bytes); });
  for (int i = 0; i < 2; ++i) Refill(queue, bytes);
  return RunFor(1);
}

void Rig::Refill(RigQueue* queue, uint64_t bytes) {
  PacketBuilder copy;
  copy.Copy(kVramVa, kVramVa + kHalfBytes, bytes);
  if (absl::Status status = Submit(queue, copy); !status.ok()) loop_->Fail(status);
}

}  // namespace ringside::bench
