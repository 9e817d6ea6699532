#include "tools/run/runner.h"

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "host/event_loop/event_loop.h"
#include "testbench/machine/verilator_device.h"
#include "tools/run/client.h"
#include "tools/run/contents.h"
#include "tools/run/machine_stats.h"
#include "tools/run/setup.h"
#include "uapi/mqd.h"

namespace ringside::run {
namespace {

using scenario::EventKind;
using scenario::EventSpec;
using scenario::Scenario;

constexpr uint64_t kProgressCycles = 20000;
// Differing bytes are reported for this many buffers.
constexpr size_t kMaxWrongBuffers = 8;

MachineOptions ToMachine(const Scenario& scenario, const RunOptions& options) {
  MachineOptions machine;
  machine.vram_bytes = scenario.machine.vram_bytes;
  machine.system_memory_bytes = scenario.machine.system_bytes;
  const auto set = [](uint32_t wanted, uint32_t* value) {
    if (wanted != 0) *value = wanted;
  };
  set(scenario.machine.vram_latency_cycles, &machine.vram.latency_cycles);
  set(scenario.machine.vram_bytes_per_cycle, &machine.vram.bytes_per_cycle);
  set(scenario.machine.system_latency_cycles, &machine.system_memory.latency_cycles);
  set(scenario.machine.system_bytes_per_cycle, &machine.system_memory.bytes_per_cycle);
  machine.waves_path = options.waves_path;
  machine.watch_firmware = options.watch_firmware;
  return machine;
}

// One run, from boot to the last byte compared.
class Runner {
 public:
  Runner(const Scenario& scenario, const RunOptions& options)
      : scenario_(scenario), options_(options) {}

  absl::StatusOr<Result> Run(absl::Span<const uint8_t> firmware_elf);

 private:
  absl::Status Boot(absl::Span<const uint8_t> firmware_elf);
  absl::Status SetUp();
  void PostEvents();
  void RunEvent(const EventSpec& event);
  absl::Status Evict(const EventSpec& event);
  absl::Status Press(const EventSpec& event);
  absl::Status Preempt(const EventSpec& event);
  absl::Status Restore(const EventSpec& event);
  // Runs `step` as driver work; a failure ends the run and names the event.
  void PostDriverWork(const EventSpec& event, absl::Status (Runner::*step)(const EventSpec&));
  void OnPacket(uint64_t cycle, uint32_t doorbell, uint64_t rptr);
  void OnFault(const FaultReport& report);
  void PostProgress();
  absl::Status CheckCut(const Client& client);
  absl::Status Compare(Result* result);
  void Collect(Result* result);

  Client& client(const EventSpec& event) { return *live_[event.process].clients[event.queue]; }

  const Scenario& scenario_;
  const RunOptions& options_;
  MachineStats stats_;
  std::unique_ptr<VerilatorDevice> device_;
  std::unique_ptr<EventLoop> loop_;
  std::unique_ptr<Driver> driver_;
  Process* pressure_ = nullptr;
  std::vector<LiveProcess> live_;
  std::vector<CutCopy> cut_copies_;
  // Preempt events that wait for a copy to begin.
  std::vector<const EventSpec*> waiting_for_copy_;
  uint64_t first_cycle_ = 0;
  size_t clients_running_ = 0;
  size_t events_running_ = 0;
};

absl::Status Runner::Boot(absl::Span<const uint8_t> firmware_elf) {
  auto device = VerilatorDevice::Create(ToMachine(scenario_, options_));
  if (!device.ok()) return device.status();
  device_ = *std::move(device);
  device_->AddListener(&stats_);
  if (options_.listener != nullptr) device_->AddListener(options_.listener);
  loop_ = std::make_unique<EventLoop>(device_.get());
  auto driver = Driver::Create(
      device_.get(), loop_.get(), firmware_elf,
      {.gang_quantum_ticks = scenario_.machine.gang_quantum_ticks, .trace = options_.driver_trace});
  if (!driver.ok()) return driver.status();
  driver_ = *std::move(driver);
  driver_->SetFaultListener([this](const FaultReport& report) { OnFault(report); });
  return absl::OkStatus();
}

absl::Status Runner::SetUp() {
  for (size_t i = 0; i < scenario_.processes.size(); ++i) {
    auto live = SetUpProcess(driver_.get(), loop_.get(), &stats_, scenario_.processes[i],
                             InitialContents(scenario_, i));
    if (!live.ok()) {
      return absl::Status(live.status().code(),
                          absl::StrCat(scenario_.path, ": process '", scenario_.processes[i].name,
                                       "': ", live.status().message()));
    }
    live_.push_back(*std::move(live));
  }
  for (const LiveProcess& live : live_) {
    for (const auto& client : live.clients) {
      if (options_.on_queue)
        options_.on_queue(client->queue()->name(), client->queue()->doorbell_id());
    }
  }
  return absl::OkStatus();
}

void Runner::OnFault(const FaultReport& report) {
  for (LiveProcess& live : live_) {
    for (auto& client : live.clients) {
      if (client->queue()->doorbell_id() == report.doorbell_id) client->Stop();
    }
  }
}

void Runner::OnPacket(uint64_t cycle, uint32_t doorbell, uint64_t rptr) {
  for (auto it = waiting_for_copy_.begin(); it != waiting_for_copy_.end(); ++it) {
    const EventSpec& event = **it;
    if (client(event).queue()->doorbell_id() != doorbell) continue;
    const scenario::PacketSpec* packet = client(event).PacketAt(rptr);
    if (packet == nullptr || packet->kind != scenario::PacketKind::kCopy ||
        packet->bytes < event.inside_copy_bytes) {
      continue;
    }
    loop_->PostAt(cycle + event.delay_cycles,
                  [this, &event] { PostDriverWork(event, &Runner::Preempt); });
    waiting_for_copy_.erase(it);
    return;
  }
}

void Runner::PostDriverWork(const EventSpec& event,
                            absl::Status (Runner::*step)(const EventSpec&)) {
  loop_->PostWork([this, &event, step] {
    const absl::Status status = (this->*step)(event);
    if (status.ok()) return;
    loop_->Fail(absl::Status(status.code(), absl::StrCat(scenario_.path, ":", event.line,
                                                         ": event failed: ", status.message())));
  });
}

absl::Status Runner::Evict(const EventSpec& event) {
  if (absl::Status status = driver_->EvictProcess(live_[event.process].process); !status.ok()) {
    return status;
  }
  if (event.return_after_cycles == 0) {
    --events_running_;
    return absl::OkStatus();
  }
  loop_->PostAt(loop_->now() + event.return_after_cycles, [this, &event] {
    loop_->PostWork([this, &event] {
      if (absl::Status status = driver_->MigrateBack(live_[event.process].process); !status.ok()) {
        loop_->Fail(status);
      }
      --events_running_;
    });
  });
  return absl::OkStatus();
}

absl::Status Runner::Press(const EventSpec& event) {
  if (pressure_ == nullptr) {
    absl::StatusOr<Process*> process = driver_->CreateProcess("memory pressure");
    if (!process.ok()) return process.status();
    pressure_ = *process;
  }
  --events_running_;
  return pressure_->CreateBuffer("pressure", event.bytes, ringside::Placement::kVram).status();
}

absl::Status Runner::Preempt(const EventSpec& event) {
  Process* process = live_[event.process].process;
  if (absl::Status status = process->PreemptQueue(client(event).queue()); !status.ok()) {
    return status;
  }
  if (event.inside_copy_bytes != 0) {
    if (absl::Status status = CheckCut(client(event)); !status.ok()) return status;
  }
  loop_->PostAt(loop_->now() + event.restore_after_cycles,
                [this, &event] { PostDriverWork(event, &Runner::Restore); });
  return absl::OkStatus();
}

absl::Status Runner::Restore(const EventSpec& event) {
  --events_running_;
  return live_[event.process].process->RestoreQueue(client(event).queue());
}

// Reads from the saved MQD how much of the copy is left.
absl::Status Runner::CheckCut(const Client& client) {
  const absl::StatusOr<rs_sdma_mqd> mqd = client.queue()->mqd().Read();
  if (!mqd.ok()) return mqd.status();
  const uint64_t rptr = uint64_t{mqd->rptr_hi} << 32 | mqd->rptr_lo;
  const scenario::PacketSpec* packet = client.PacketAt(rptr);
  if ((mqd->midcmd_cntl & RS_MIDCMD_ACTIVE) == 0 || packet == nullptr) {
    return absl::FailedPreconditionError(absl::StrCat(
        "queue '", client.spec().name, "' was not inside a copy when it left its slot"));
  }
  cut_copies_.push_back({.queue = client.spec().name,
                         .cycle = loop_->now(),
                         .copy_bytes = packet->bytes,
                         .bytes_left = mqd->mid_left});
  return absl::OkStatus();
}

void Runner::RunEvent(const EventSpec& event) {
  switch (event.kind) {
    case EventKind::kEvict:
      return PostDriverWork(event, &Runner::Evict);
    case EventKind::kPressure:
      return PostDriverWork(event, &Runner::Press);
    case EventKind::kPreempt:
      return PostDriverWork(event, &Runner::Preempt);
  }
}

void Runner::PostEvents() {
  events_running_ = scenario_.events.size();
  for (const EventSpec& event : scenario_.events) {
    if (event.inside_copy_bytes != 0) {
      waiting_for_copy_.push_back(&event);
    } else {
      loop_->PostAt(first_cycle_ + event.at_cycle + event.delay_cycles,
                    [this, &event] { RunEvent(event); });
    }
  }
}

void Runner::PostProgress() {
  uint64_t completed = 0;
  uint64_t total = 0;
  for (const LiveProcess& live : live_) {
    for (const auto& client : live.clients) {
      completed += client->completed();
      total += client->stopped() ? client->completed() : client->spec().repeat;
    }
  }
  options_.on_progress(loop_->now(), completed, total);
  loop_->PostAt(loop_->now() + kProgressCycles, [this] { PostProgress(); });
}

absl::Status Runner::Compare(Result* result) {
  for (size_t p = 0; p < live_.size(); ++p) {
    const scenario::ProcessSpec& process = scenario_.processes[p];
    Contents expected = InitialContents(scenario_, p);
    RunOnHost(process, &expected);
    for (size_t b = 0; b < process.buffers.size(); ++b) {
      if (WrittenByFaultyQueue(process, process.buffers[b])) continue;
      std::vector<uint8_t> found(expected[b].size());
      if (absl::Status read = live_[p].buffers[b]->Read(0, absl::MakeSpan(found)); !read.ok()) {
        return read;
      }
      result->bytes_verified += found.size();
      if (found == expected[b] || result->problems.size() >= kMaxWrongBuffers) continue;
      size_t at = 0;
      while (found[at] == expected[b][at]) ++at;
      result->problems.push_back(
          absl::StrFormat("process '%s', buffer '%s', offset 0x%x (GPU address 0x%x): found "
                          "0x%02x, expected 0x%02x",
                          process.name, process.buffers[b].name, at, process.buffers[b].va + at,
                          found[at], expected[b][at]));
    }
  }
  return absl::OkStatus();
}

void Runner::Collect(Result* result) {
  stats_.Finish(loop_->now());
  std::map<uint32_t, int> index;
  for (const LiveProcess& live : live_) {
    for (const auto& client : live.clients) {
      const UserQueue& queue = *client->queue();
      QueueResult out;
      out.process = live.process->name();
      out.name = queue.name();
      out.doorbell = queue.doorbell_id();
      out.state = std::string(QueueStateName(queue.state()));
      out.submissions = client->completed();
      out.bytes_moved = client->bytes_moved();
      out.doorbells_rung = client->doorbells_rung();
      out.counts = stats_.queue(queue.doorbell_id());
      // What the doorbell block never saw, and what it saw but the engine never began.
      out.doorbells_lost = out.doorbells_rung - out.counts.rings;
      if (!client->stopped()) out.doorbells_lost += out.counts.not_begun;
      out.preempts = queue.stats().preempts;
      out.restores = queue.stats().restores;
      out.submission_cycles = client->submission_cycles();
      out.preempt_cycles.Add(queue.stats().preempt_cycles);
      out.restore_cycles.Add(queue.stats().restore_cycles);
      index[out.doorbell] = static_cast<int>(result->queues.size());
      if (client->stopped() != client->spec().expect_fault) {
        result->problems.push_back(absl::StrCat("queue '", out.name,
                                                client->stopped()
                                                    ? "' was stopped by a fault"
                                                    : "' was expected to fault and did not"));
      }
      result->queues.push_back(std::move(out));
    }
  }
  for (const Residency& stay : stats_.residencies()) {
    const auto found = index.find(stay.doorbell);
    result->stays.push_back({.slot = stay.slot,
                             .queue = found == index.end() ? -1 : found->second,
                             .begin = stay.begin,
                             .end = stay.end});
  }
  for (const FaultReport& fault : driver_->faults()) result->faults.push_back(fault.ToString());
  const DriverStats driver = driver_->stats();
  result->evictions = driver.evictions;
  result->migrated_bytes = driver.migrated_bytes;
  result->tlb_invalidations = driver.tlb_invalidations;
  result->firmware_commands = driver.commands;
  result->interrupts = driver.interrupts;
  result->stray_rings = stats_.stray_rings();
  result->engine_busy_cycles = stats_.engine_busy_cycles();
  result->core_awake_cycles = stats_.core_awake_cycles();
  result->bus_bytes_read = device_->axi().bytes_read();
  result->bus_bytes_written = device_->axi().bytes_written();
  result->cut_copies = cut_copies_;
  for (const EventSpec* event : waiting_for_copy_) {
    result->problems.push_back(absl::StrCat(scenario_.path, ":", event->line, ": no copy of ",
                                            event->inside_copy_bytes, " bytes or more ever began"));
  }
}

absl::StatusOr<Result> Runner::Run(absl::Span<const uint8_t> firmware_elf) {
  const auto start = std::chrono::steady_clock::now();
  if (absl::Status status = Boot(firmware_elf); !status.ok()) return status;
  if (absl::Status status = SetUp(); !status.ok()) return status;

  first_cycle_ = loop_->now();
  stats_.SetPacketHook([this](uint64_t cycle, uint32_t doorbell, uint64_t rptr) {
    OnPacket(cycle, doorbell, rptr);
  });
  PostEvents();
  for (LiveProcess& live : live_) {
    for (auto& client : live.clients) {
      ++clients_running_;
      client->Start(first_cycle_, [this] { --clients_running_; });
    }
  }
  if (options_.on_progress) PostProgress();
  const absl::Status ran = loop_->Run(
      [this] { return clients_running_ == 0 && events_running_ == waiting_for_copy_.size(); },
      first_cycle_ + scenario_.machine.max_cycles, "all queues to finish");
  if (!ran.ok()) {
    return absl::Status(ran.code(), absl::StrCat(ran.message(), "\n", driver_->DumpState()));
  }

  Result result;
  result.scenario = scenario_.name;
  result.seed = scenario_.seed;
  result.cycles = loop_->now();
  result.first_cycle = first_cycle_;
  if (absl::Status status = Compare(&result); !status.ok()) return status;
  Collect(&result);
  result.verified = result.problems.empty();
  result.host_seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace

absl::StatusOr<Result> RunScenario(const Scenario& scenario, absl::Span<const uint8_t> firmware_elf,
                                   const RunOptions& options) {
  return Runner(scenario, options).Run(firmware_elf);
}

}  // namespace ringside::run
