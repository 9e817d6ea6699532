#include "tools/bench/machine_rates.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "benchmark/benchmark.h"
#include "tools/bench/rig.h"

namespace ringside::bench {
namespace {

constexpr uint64_t kStepCycles = 10'000;
// Each figure is the best of these, because what else the computer does only ever slows it down.
constexpr int kRepetitions = 3;
constexpr double kSecondsARepetition = 0.5;

// The best rate of each benchmark, in simulated cycles a second of CPU time; prints nothing.
class BestRates final : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.run_type != Run::RT_Iteration) continue;
      if (run.error_occurred) error_ = run.error_message;
      const auto rate = run.counters.find("items_per_second");
      if (rate == run.counters.end()) continue;
      double& best = rates_[run.run_name.function_name];
      best = std::max(best, rate->second.value);
    }
  }
  double Megahertz(const std::string& name) { return rates_[name] / 1e6; }
  const std::string& error() const { return error_; }

 private:
  std::map<std::string, double> rates_;
  std::string error_;
};

void Register(const std::string& name, Rig* rig) {
  benchmark::RegisterBenchmark(name.c_str(),
                               [rig](benchmark::State& state) {
                                 const uint64_t begin = rig->now();
                                 for (auto _ : state) {
                                   const absl::Status status = rig->RunFor(kStepCycles);
                                   if (status.ok()) continue;
                                   state.SkipWithError(std::string(status.message()).c_str());
                                   break;
                                 }
                                 state.SetItemsProcessed(static_cast<int64_t>(rig->now() - begin));
                               })
      ->MinTime(kSecondsARepetition)
      ->Repetitions(kRepetitions)
      ->MeasureProcessCPUTime();
}

absl::StatusOr<std::unique_ptr<Rig>> BootBusy(const bench::Context& context, RigOptions options) {
  constexpr int kQueues = 8;
  constexpr uint64_t kCopyBytes = 4096;
  // As in the demo, so that queues take turns.
  options.gang_quantum_ticks = 200;
  options.record = false;
  auto rig = Rig::Boot(context, options);
  if (!rig.ok()) return rig.status();
  for (int i = 0; i < kQueues; ++i) {
    absl::StatusOr<RigQueue*> queue = (*rig)->AddQueueOfOwn();
    if (!queue.ok()) return queue.status();
    if (absl::Status status = (*rig)->KeepBusy(*queue, kCopyBytes); !status.ok()) return status;
  }
  return rig;
}

absl::StatusOr<std::string> NewFolder() {
  std::error_code error;
  std::string folder = (std::filesystem::temp_directory_path(error) / "ringside_XXXXXX").string();
  if (error || mkdtemp(folder.data()) == nullptr) {
    return absl::UnavailableError(absl::StrCat("cannot make ", folder));
  }
  return folder;
}

}  // namespace

absl::StatusOr<MachineRates> MeasureMachineRates(const bench::Context& context) {
  const absl::StatusOr<std::string> folder = NewFolder();
  if (!folder.ok()) return folder.status();
  absl::Cleanup remove = [&] {
    std::error_code ignored;
    std::filesystem::remove_all(*folder, ignored);
  };
  auto idle = Rig::Boot(context, {.record = false});
  if (!idle.ok()) return idle.status();
  auto unskipped = Rig::Boot(context, {.record = false, .skip_idle = false});
  if (!unskipped.ok()) return unskipped.status();
  auto busy = BootBusy(context, {});
  if (!busy.ok()) return busy.status();
  auto lockstep = BootBusy(context, {.lockstep = true});
  if (!lockstep.ok()) return lockstep.status();
  auto waves = BootBusy(context, {.waves_path = absl::StrCat(*folder, "/waves.fst")});
  if (!waves.ok()) return waves.status();

  Register("idle", idle->get());
  Register("unskipped", unskipped->get());
  Register("busy", busy->get());
  Register("lockstep", lockstep->get());
  Register("waves", waves->get());
  BestRates rates;
  benchmark::RunSpecifiedBenchmarks(&rates);
  benchmark::ClearRegisteredBenchmarks();
  if (!rates.error().empty()) return absl::InternalError(rates.error());

  return MachineRates{.idle = rates.Megahertz("idle"),
                      .idle_no_skip = rates.Megahertz("unskipped"),
                      .busy = rates.Megahertz("busy"),
                      .busy_lockstep = rates.Megahertz("lockstep"),
                      .busy_waves = rates.Megahertz("waves")};
}

}  // namespace ringside::bench
