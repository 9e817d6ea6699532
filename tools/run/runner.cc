#include "tools/run/runner.h"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "host/event_loop/event_loop.h"
#include "testbench/backends/backends.h"
#include "tools/run/client.h"
#include "tools/run/compare.h"
#include "tools/run/contents.h"
#include "tools/run/machine_stats.h"
#include "tools/run/memory_events.h"
#include "tools/run/setup.h"
#include "tools/run/wave_recorder.h"

namespace ringside::run {
namespace {

using scenario::Scenario;

constexpr uint64_t kProgressCycles = 20000;
constexpr uint64_t kNever = UINT64_MAX;
// What a debugger's user may take, in time-outs of the driver: a day or so.
constexpr uint64_t kDebuggerPatience = 1000;

// Whether waves are made of what has happened already, from a snapshot.
bool RecordsLater(const RunOptions& options) {
  const WaveWindow::Around around = options.waves_window.around;
  return !options.waves_path.empty() &&
         (around == WaveWindow::Around::kFailure || around == WaveWindow::Around::kEvent);
}

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
  // The model says itself that it has no waves.
  if (!RecordsLater(options) || options.backend == Backend::kModel) {
    machine.waves_path = options.waves_path;
  }
  machine.waves_from = options.waves_window.from;
  machine.waves_to = options.waves_window.to;
  machine.skip_idle = options.skip_idle;
  machine.check_skip = options.check_skip;
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
  absl::StatusOr<Result> RunAndCompare(absl::Span<const uint8_t> firmware_elf);
  absl::Status Boot(absl::Span<const uint8_t> firmware_elf);
  absl::Status SetUp();
  void OnFault(const FaultReport& report);
  void PostProgress();
  absl::Status WaitForDebugger();
  // Lets clients and events run to their end.
  absl::Status Simulate();
  absl::Status RunToEnd();
  void Collect(Result* result);
  void CollectQueue(const Process& process, const Client& client, Result* result);
  void CollectStays(Result* result);

  const Scenario& scenario_;
  const RunOptions& options_;
  MachineStats stats_;
  std::unique_ptr<SimulatedDevice> device_;
  std::unique_ptr<WaveRecorder> recorder_;
  std::unique_ptr<EventLoop> loop_;
  std::unique_ptr<Driver> driver_;
  std::vector<LiveProcess> live_;
  std::optional<MemoryEvents> events_;
  uint64_t first_cycle_ = 0;
  size_t clients_running_ = 0;
};

absl::Status Runner::Boot(absl::Span<const uint8_t> firmware_elf) {
  auto device = CreateMachine(options_.backend, ToMachine(scenario_, options_));
  if (!device.ok()) return device.status();
  device_ = *std::move(device);
  if (options_.debugger != nullptr) device_ = options_.debugger->Attach(std::move(device_));
  device_->AddListener(&stats_);
  if (options_.listener != nullptr) device_->AddListener(options_.listener);
  DriverTrace* trace = options_.driver_trace;
  if (RecordsLater(options_)) {
    recorder_ = std::make_unique<WaveRecorder>(device_.get(), options_.waves_path,
                                               options_.waves_window, trace);
    device_->AddListener(recorder_.get());
    trace = recorder_.get();
    recorder_->OnTime();
  }
  loop_ = std::make_unique<EventLoop>(device_.get());
  auto driver = Driver::Create(device_.get(), loop_.get(), firmware_elf,
                               {.patience = options_.debugger != nullptr ? kDebuggerPatience : 1,
                                .gang_quantum_ticks = scenario_.machine.gang_quantum_ticks,
                                .trace = trace});
  if (!driver.ok()) return driver.status();
  driver_ = *std::move(driver);
  driver_->SetFaultListener([this](const FaultReport& report) { OnFault(report); });
  return absl::OkStatus();
}

absl::Status Runner::WaitForDebugger() {
  if (options_.debugger == nullptr) return absl::OkStatus();
  if (absl::Status status = options_.debugger->OnBoot(); !status.ok()) return status;
  return loop_->WaitUntil([this] { return options_.debugger->MayBegin(); }, kNever, "a debugger");
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
      const UserQueue& queue = *client->queue();
      if (options_.on_queue) options_.on_queue(queue.name(), queue.doorbell_id());
      if (recorder_ != nullptr) recorder_->NameQueue(queue.name(), queue.doorbell_id());
    }
  }
  return absl::OkStatus();
}

void Runner::OnFault(const FaultReport& report) {
  for (LiveProcess& live : live_) {
    for (auto& client : live.clients) {
      if (client->queue()->doorbell_id() != report.doorbell_id) continue;
      client->Stop();
      if (recorder_ == nullptr || client->spec().expect_fault) continue;
      recorder_->OnFailure(absl::StrCat("fault of queue ", client->queue()->name()));
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
  if (options_.on_progress) options_.on_progress(loop_->now(), completed, total);
  if (recorder_ != nullptr) recorder_->OnTime();
  loop_->PostAt(loop_->now() + kProgressCycles, [this] { PostProgress(); });
}

absl::Status Runner::Simulate() {
  first_cycle_ = loop_->now();
  events_.emplace(scenario_, loop_.get(), driver_.get(), live_);
  stats_.SetPacketHook([this](uint64_t cycle, uint32_t doorbell, uint64_t rptr) {
    events_->OnPacket(cycle, doorbell, rptr);
  });
  events_->Start(first_cycle_);
  for (LiveProcess& live : live_) {
    for (auto& client : live.clients) {
      ++clients_running_;
      client->Start(first_cycle_, [this] { --clients_running_; });
    }
  }
  if (options_.on_progress || recorder_ != nullptr) PostProgress();
  const absl::Status ran = RunToEnd();
  if (ran.ok()) return ran;
  return absl::Status(ran.code(), absl::StrCat(ran.message(), "\n", driver_->DumpState()));
}

absl::Status Runner::RunToEnd() {
  constexpr char kWhat[] = "all queues to finish";
  const uint64_t deadline = first_cycle_ + scenario_.machine.max_cycles;
  const auto done = [this] { return clients_running_ == 0 && events_->done(); };
  if (options_.debugger == nullptr) return loop_->Run(done, deadline, kWhat);
  // A deadline that moves while the core is held.
  const uint64_t held = options_.debugger->held_cycles();
  const auto overdue = [&] {
    return loop_->now() >= deadline + options_.debugger->held_cycles() - held;
  };
  const absl::Status ran = loop_->Run([&] { return done() || overdue(); }, kNever, kWhat);
  if (!ran.ok() || done()) return ran;
  return absl::DeadlineExceededError(absl::StrCat(kWhat, ": not done at cycle ", loop_->now()));
}

void Runner::CollectQueue(const Process& process, const Client& client, Result* result) {
  const UserQueue& queue = *client.queue();
  QueueResult out;
  out.process = process.name();
  out.name = queue.name();
  out.doorbell = queue.doorbell_id();
  out.state = std::string(QueueStateName(queue.state()));
  out.submissions = client.completed();
  out.bytes_moved = client.bytes_moved();
  out.doorbells_rung = client.doorbells_rung();
  out.counts = stats_.queue(queue.doorbell_id());
  // What the doorbell block never saw, and what it saw but the engine never began.
  out.doorbells_lost = out.doorbells_rung - out.counts.rings;
  if (!client.stopped()) out.doorbells_lost += out.counts.not_begun;
  out.preempts = queue.stats().preempts;
  out.restores = queue.stats().restores;
  out.submission_cycles = client.submission_cycles();
  out.preempt_cycles.Add(queue.stats().preempt_cycles);
  out.restore_cycles.Add(queue.stats().restore_cycles);
  if (client.stopped() != client.spec().expect_fault) {
    result->problems.push_back(absl::StrCat(
        "queue '", out.name,
        client.stopped() ? "' was stopped by a fault" : "' was expected to fault and did not"));
  }
  result->queues.push_back(std::move(out));
}

void Runner::CollectStays(Result* result) {
  std::map<uint32_t, int> index;
  for (size_t i = 0; i < result->queues.size(); ++i) {
    index[result->queues[i].doorbell] = static_cast<int>(i);
  }
  for (const Residency& stay : stats_.residencies()) {
    const auto found = index.find(stay.doorbell);
    result->stays.push_back({.slot = stay.slot,
                             .queue = found == index.end() ? -1 : found->second,
                             .begin = stay.begin,
                             .end = stay.end});
  }
}

void Runner::Collect(Result* result) {
  stats_.Finish(loop_->now());
  for (const LiveProcess& live : live_) {
    for (const auto& client : live.clients) CollectQueue(*live.process, *client, result);
  }
  CollectStays(result);
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
  result->bus_bytes_read = device_->bus_bytes_read();
  result->bus_bytes_written = device_->bus_bytes_written();
  result->cut_copies = events_->cut_copies();
  for (std::string& line : events_->Unmet()) result->problems.push_back(std::move(line));
}

absl::StatusOr<Result> Runner::Run(absl::Span<const uint8_t> firmware_elf) {
  absl::StatusOr<Result> result = RunAndCompare(firmware_elf);
  if (recorder_ == nullptr) return result;
  if (!result.ok()) {
    recorder_->OnFailure("the run failed");
  } else if (!result->verified) {
    recorder_->OnFailure(result->problems.front());
  }
  // In a snapshot the run is over here.
  const std::string waves = recorder_->Finish();
  if (options_.on_waves) options_.on_waves(waves);
  return result;
}

absl::StatusOr<Result> Runner::RunAndCompare(absl::Span<const uint8_t> firmware_elf) {
  const auto start = std::chrono::steady_clock::now();
  absl::Status status = Boot(firmware_elf);
  if (status.ok()) status = WaitForDebugger();
  if (status.ok()) status = SetUp();
  if (status.ok()) status = Simulate();
  if (!status.ok()) return status;

  Result result;
  result.scenario = scenario_.name;
  result.seed = scenario_.seed;
  result.cycles = loop_->now();
  result.first_cycle = first_cycle_;
  if (status = CompareBuffers(scenario_, live_, &result); !status.ok()) return status;
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
