#include "tools/bench/userq.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "tools/bench/rig.h"
#include "tools/bench/span_log.h"
#include "uapi/limits.h"
#include "uapi/mqd.h"

namespace ringside::bench {
namespace {

using run::Samples;

constexpr size_t kQueues = 4;
constexpr size_t kUserSlots = RS_NUM_SLOTS - 1;
constexpr uint64_t kRestCycles = 20'000;
constexpr uint64_t kLongCopyBytes = 1 << 20;
// How far the queues are in their copies when they are called back.
constexpr uint64_t kIntoCopyCycles = 8000;

struct Costs {
  Samples preempt;
  Samples restore;
  Samples unmap;
  Samples map;
  Samples preempt_all;
  Samples restore_all;
};

// Four queues of one process: one more than there are slots for.
class FourQueues {
 public:
  FourQueues(Rig* rig, SpanLog* spans, bool in_copy)
      : rig_(rig), spans_(spans), in_copy_(in_copy) {}

  absl::Status SetUp() {
    absl::StatusOr<Process*> process = rig_->AddProcess();
    if (!process.ok()) return process.status();
    process_ = *process;
    while (queues_.size() < kQueues) {
      absl::StatusOr<RigQueue*> queue = rig_->AddQueue(process_);
      if (!queue.ok()) return queue.status();
      queues_.push_back(*queue);
    }
    return rig_->RunFor(kRestCycles);
  }

  absl::Status MeasureRound(Costs* costs) {
    absl::Status status = Begin();
    if (status.ok()) status = Each(&Process::PreemptQueue, &costs->preempt);
    if (status.ok()) status = CheckCut();
    if (status.ok()) status = Each(&Process::RestoreQueue, &costs->restore);
    if (status.ok()) status = End();
    if (status.ok()) status = Begin();
    if (status.ok()) status = Each(&Process::UnmapQueue, &costs->unmap);
    if (status.ok()) status = CheckCut();
    if (status.ok()) status = Each(&Process::MapQueue, &costs->map);
    if (status.ok()) status = End();
    if (status.ok()) status = Begin();
    if (status.ok()) status = Evict(costs);
    if (status.ok()) status = End();
    // Back in VRAM, so that each round is alike.
    if (status.ok()) status = rig_->driver().MigrateBack(process_);
    return status;
  }

 private:
  absl::Status Begin() {
    if (in_copy_) {
      PacketBuilder copy;
      copy.Copy(kVramVa, kVramVa + kHalfBytes, kLongCopyBytes);
      for (RigQueue* queue : queues_) {
        if (absl::Status status = rig_->Submit(queue, copy); !status.ok()) return status;
      }
    }
    return rig_->RunFor(in_copy_ ? kIntoCopyCycles : kRestCycles);
  }

  absl::Status Each(absl::Status (Process::*call)(UserQueue*), Samples* cycles) {
    const uint64_t begin = rig_->now();
    for (RigQueue* queue : queues_) {
      if (absl::Status status = (process_->*call)(queue->queue); !status.ok()) return status;
    }
    cycles->Add(rig_->now() - begin);
    return absl::OkStatus();
  }

  // The driver preempts and restores all queues around a move of memory in one batch each.
  absl::Status Evict(Costs* costs) {
    if (absl::Status status = rig_->driver().EvictProcess(process_); !status.ok()) return status;
    const auto evict = spans_->Last("evict");
    if (!evict.ok()) return evict.status();
    const auto migrate = spans_->Last("migrate");
    if (!migrate.ok()) return migrate.status();
    costs->preempt_all.Add(migrate->begin - evict->begin);
    costs->restore_all.Add(evict->end - migrate->end);
    return absl::OkStatus();
  }

  // As many queues as there are slots must have been called back from the middle of a copy.
  absl::Status CheckCut() const {
    if (!in_copy_) return absl::OkStatus();
    size_t cut = 0;
    for (const RigQueue* queue : queues_) {
      const absl::StatusOr<rs_sdma_mqd> mqd = queue->queue->mqd().Read();
      if (!mqd.ok()) return mqd.status();
      if ((mqd->midcmd_cntl & RS_MIDCMD_ACTIVE) != 0) ++cut;
    }
    if (cut >= kUserSlots) return absl::OkStatus();
    return absl::InternalError(absl::StrCat("only ", cut, " queues were inside a copy"));
  }

  absl::Status End() {
    for (RigQueue* queue : queues_) {
      if (absl::Status status = rig_->Finish(queue); !status.ok()) return status;
    }
    return rig_->RunFor(kRestCycles);
  }

  Rig* const rig_;
  SpanLog* const spans_;
  const bool in_copy_;
  Process* process_ = nullptr;
  std::vector<RigQueue*> queues_;
};

absl::Status Measure(const Context& context, bool in_copy, std::vector<Row>* rows) {
  const std::string which = in_copy ? "in_copy" : "idle";
  SpanLog spans;
  auto rig = Rig::Boot(context, {.record = false, .trace = &spans});
  if (!rig.ok()) return rig.status();
  FourQueues queues(rig->get(), &spans, in_copy);
  if (absl::Status status = queues.SetUp(); !status.ok()) return status;
  Costs costs;
  // A round is long, and rounds differ little.
  for (uint32_t i = 0; i < (context.samples + 3) / 4; ++i) {
    context.on_progress(absl::StrCat("four queues, ", which, ", round ", i + 1));
    if (absl::Status status = queues.MeasureRound(&costs); !status.ok()) return status;
  }
  const auto add = [&](const std::string& what, double value, const std::string& unit) {
    rows->push_back({.name = absl::StrCat("userq/", what, "_", which),
                     .value = value,
                     .unit = unit,
                     .goal = std::nullopt});
    return value;
  };
  const auto p50 = [&](const std::string& what, const Samples& samples) {
    return add(what, static_cast<double>(samples.Percentile(50)), "cycles");
  };
  const double pair = p50("preempt_4", costs.preempt) + p50("restore_4", costs.restore);
  const double remove = p50("unmap_4", costs.unmap) + p50("map_4", costs.map);
  add("preempt_restore_over_unmap_map", pair / remove, "ratio");
  p50("preempt_all_4", costs.preempt_all);
  p50("remap_and_restore_all_4", costs.restore_all);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Row>> MeasureUserq(const Context& context) {
  std::vector<Row> rows;
  for (bool in_copy : {false, true}) {
    if (absl::Status status = Measure(context, in_copy, &rows); !status.ok()) return status;
  }
  return rows;
}

}  // namespace ringside::bench
