#include "tools/bench/latency.h"

#include "absl/strings/str_cat.h"
#include "tools/bench/rig.h"
#include "uapi/limits.h"
#include "uapi/mqd.h"

namespace ringside::bench {
namespace {

using run::Samples;

// Queues that fill all slots but the kernel's.
constexpr size_t kUserSlots = RS_NUM_SLOTS - 1;
// Long enough for engine, firmware and switches to come to rest.
constexpr uint64_t kRestCycles = 20'000;
// What a queue may hold a slot for in the busy case, in units of 100 cycles, as in the demo.
constexpr uint64_t kBusyQuantumTicks = 200;
constexpr uint64_t kBusyCopyBytes = 64 << 10;
constexpr uint64_t kLongCopyBytes = 1 << 20;

PacketBuilder Nop() { return PacketBuilder().Nop(); }

// Spreads samples over the phases of whatever is periodic in the machine.
uint64_t Phase(uint32_t sample, uint64_t range) { return sample * uint64_t{7919} % range; }

// Where the next fetch of `doorbell` stands in the log, after a ring that went as `expected`.
absl::StatusOr<const Event*> FetchAfterRing(const EventLog& log, uint32_t doorbell,
                                            RingOutcome expected, Samples* ring_to_fetch) {
  const Event* ring = log.First(Is(EventKind::kRing, doorbell));
  if (ring == nullptr || ring->ring != expected) {
    return absl::InternalError("the ring was not met as the measurement wants it");
  }
  const Event* fetch = log.First(Is(EventKind::kFetch, doorbell), ring);
  if (fetch == nullptr) return absl::InternalError("the queue that rang fetched nothing");
  ring_to_fetch->Add(fetch->cycle - ring->cycle);
  return fetch;
}

// Adds the time since the queue before in `fetch`'s slot was asked to leave.
absl::Status AddSwitch(const EventLog& log, const Event* fetch, Samples* slot_switch) {
  const Event* stop = log.LastBefore(fetch, [&](const Event& event) {
    return event.kind == EventKind::kSlotState && event.state == SlotState::kStopping &&
           event.slot == fetch->slot && event.doorbell != fetch->doorbell;
  });
  if (stop == nullptr) return absl::InternalError("no queue made room");
  slot_switch->Add(fetch->cycle - stop->cycle);
  return absl::OkStatus();
}

absl::Status MeasureMapped(const Context& context, std::vector<Row>* rows) {
  context.on_progress("doorbell of a mapped queue");
  auto rig = Rig::Boot(context, {});
  if (!rig.ok()) return rig.status();
  absl::StatusOr<RigQueue*> queue = (*rig)->AddQueueOfOwn();
  if (!queue.ok()) return queue.status();
  Samples samples;
  for (uint32_t i = 0; i < context.samples; ++i) {
    if (absl::Status status = (*rig)->RunFor(kRestCycles + Phase(i, 1000)); !status.ok()) {
      return status;
    }
    (*rig)->log().Clear();
    if (absl::Status status = (*rig)->Execute(*queue, Nop()); !status.ok()) return status;
    const auto fetch =
        FetchAfterRing((*rig)->log(), (*queue)->doorbell(), RingOutcome::kToSlot, &samples);
    if (!fetch.ok()) return fetch.status();
  }
  AddCycles("latency/doorbell_mapped_to_fetch", samples, rows);
  return absl::OkStatus();
}

// One queue more than there are slots for users; all idle, all but one in a slot.
class IdleQueues {
 public:
  explicit IdleQueues(Rig* rig) : rig_(rig) {}

  absl::Status SetUp() {
    while (queues_.size() <= kUserSlots) {
      absl::StatusOr<RigQueue*> queue = rig_->AddQueueOfOwn();
      if (!queue.ok()) return queue.status();
      queues_.push_back(*queue);
      if (absl::Status status = rig_->Execute(*queue, Nop()); !status.ok()) return status;
    }
    return rig_->RunFor(kRestCycles);
  }

  // The one without a slot, and one with.
  absl::StatusOr<RigQueue*> Find(bool in_slot) const {
    for (RigQueue* queue : queues_) {
      if (rig_->log().IsInSlot(queue->doorbell()) == in_slot) return queue;
    }
    return absl::InternalError("slots are not filled as the measurement wants it");
  }

 private:
  Rig* const rig_;
  std::vector<RigQueue*> queues_;
};

absl::Status SampleIdleSlots(Rig* rig, const IdleQueues& queues, Samples* ring_to_fetch,
                             Samples* slot_switch) {
  const absl::StatusOr<RigQueue*> queue = queues.Find(/*in_slot=*/false);
  if (!queue.ok()) return queue.status();
  rig->log().Clear();
  if (absl::Status status = rig->Execute(*queue, Nop()); !status.ok()) return status;
  const auto fetch =
      FetchAfterRing(rig->log(), (*queue)->doorbell(), RingOutcome::kPending, ring_to_fetch);
  if (!fetch.ok()) return fetch.status();
  return AddSwitch(rig->log(), *fetch, slot_switch);
}

absl::Status SampleFreeSlot(Rig* rig, const IdleQueues& queues, uint64_t phase,
                            Samples* ring_to_fetch) {
  const absl::StatusOr<RigQueue*> queue = queues.Find(/*in_slot=*/false);
  if (!queue.ok()) return queue.status();
  const absl::StatusOr<RigQueue*> leaver = queues.Find(/*in_slot=*/true);
  if (!leaver.ok()) return leaver.status();
  absl::Status status = (*leaver)->process->PreemptQueue((*leaver)->queue);
  if (status.ok()) status = rig->RunFor(kRestCycles + phase);
  if (!status.ok()) return status;
  rig->log().Clear();
  if (status = rig->Execute(*queue, Nop()); !status.ok()) return status;
  const auto fetch =
      FetchAfterRing(rig->log(), (*queue)->doorbell(), RingOutcome::kPending, ring_to_fetch);
  if (!fetch.ok()) return fetch.status();
  // It takes the slot of an idle queue.
  return (*leaver)->process->RestoreQueue((*leaver)->queue);
}

absl::Status MeasureUnmapped(const Context& context, std::vector<Row>* rows) {
  auto rig = Rig::Boot(context, {});
  if (!rig.ok()) return rig.status();
  IdleQueues queues(rig->get());
  if (absl::Status status = queues.SetUp(); !status.ok()) return status;
  Samples free_slot;
  Samples idle_slots;
  Samples slot_switch;
  for (uint32_t i = 0; i < context.samples; ++i) {
    context.on_progress("doorbell of an unmapped queue, slots free or idle");
    absl::Status status = SampleIdleSlots(rig->get(), queues, &idle_slots, &slot_switch);
    if (status.ok()) status = (*rig)->RunFor(kRestCycles + Phase(i, 1000));
    if (status.ok()) status = SampleFreeSlot(rig->get(), queues, Phase(i, 1000), &free_slot);
    if (status.ok()) status = (*rig)->RunFor(kRestCycles + Phase(i, 1000));
    if (!status.ok()) return status;
  }
  AddCycles("latency/doorbell_unmapped_free_slot_to_fetch", free_slot, rows);
  AddCycles("latency/doorbell_unmapped_idle_slots_to_fetch", idle_slots, rows);
  AddCycles("latency/slot_switch_idle", slot_switch, rows);
  return absl::OkStatus();
}

absl::Status MeasureBusy(const Context& context, std::vector<Row>* rows) {
  auto rig = Rig::Boot(context, {.gang_quantum_ticks = kBusyQuantumTicks});
  if (!rig.ok()) return rig.status();
  for (size_t i = 0; i < kUserSlots; ++i) {
    absl::StatusOr<RigQueue*> busy = (*rig)->AddQueueOfOwn();
    if (!busy.ok()) return busy.status();
    if (absl::Status status = (*rig)->KeepBusy(*busy, kBusyCopyBytes); !status.ok()) return status;
  }
  absl::StatusOr<RigQueue*> queue = (*rig)->AddQueueOfOwn();
  if (!queue.ok()) return queue.status();
  const EventLog& log = (*rig)->log();
  Samples ring_to_fetch;
  Samples slot_switch;
  for (uint32_t i = 0; i < context.samples; ++i) {
    context.on_progress("doorbell of an unmapped queue, slots busy");
    // Idle, it loses its slot to whom it took it from.
    absl::Status status = (*rig)->RunFor(kRestCycles);
    if (status.ok()) {
      status = (*rig)->RunUntil([&] { return !log.IsInSlot((*queue)->doorbell()); },
                                "the idle queue to leave");
    }
    if (status.ok()) status = (*rig)->RunFor(Phase(i, kBusyQuantumTicks * RS_CYCLES_PER_TICK));
    if (!status.ok()) return status;
    (*rig)->log().Clear();
    if (status = (*rig)->Execute(*queue, Nop()); !status.ok()) return status;
    const auto fetch =
        FetchAfterRing(log, (*queue)->doorbell(), RingOutcome::kPending, &ring_to_fetch);
    if (!fetch.ok()) return fetch.status();
    if (status = AddSwitch(log, *fetch, &slot_switch); !status.ok()) return status;
  }
  AddCycles("latency/doorbell_unmapped_busy_slots_to_fetch", ring_to_fetch, rows);
  AddCycles("latency/slot_switch_busy", slot_switch, rows);
  return absl::OkStatus();
}

struct InCopy {
  Samples preempt;
  Samples stop_to_free;
  Samples restore;
  Samples restore_to_running;
};

// One preempt and restore, `into` cycles after the submission of a long copy.
absl::Status SampleInCopy(Rig* rig, RigQueue* queue, uint64_t into, InCopy* samples) {
  PacketBuilder copy;
  copy.Copy(kVramVa, kVramVa + kHalfBytes, kLongCopyBytes);
  absl::Status status = rig->Submit(queue, copy);
  if (status.ok()) status = rig->RunFor(into);
  if (!status.ok()) return status;

  rig->log().Clear();
  if (status = queue->process->PreemptQueue(queue->queue); !status.ok()) return status;
  const absl::StatusOr<rs_sdma_mqd> mqd = queue->queue->mqd().Read();
  if (!mqd.ok()) return mqd.status();
  const Event* stop = rig->log().First(Enters(SlotState::kStopping, queue->doorbell()));
  const Event* free = rig->log().First(Enters(SlotState::kFree, queue->doorbell()));
  if ((mqd->midcmd_cntl & RS_MIDCMD_ACTIVE) == 0 || stop == nullptr || free == nullptr) {
    return absl::InternalError("the queue was not preempted inside its copy");
  }
  samples->preempt.Add(queue->queue->stats().preempt_cycles.back());
  samples->stop_to_free.Add(free->cycle - stop->cycle);

  if (status = rig->RunFor(kRestCycles); !status.ok()) return status;
  rig->log().Clear();
  if (status = queue->process->RestoreQueue(queue->queue); !status.ok()) return status;
  samples->restore.Add(queue->queue->stats().restore_cycles.back());
  if (status = rig->Finish(queue); !status.ok()) return status;
  const Event* command = rig->log().First(Is(EventKind::kRing, RS_DOORBELL_FIRMWARE));
  const Event* taken = rig->log().First(Is(EventKind::kEngineTakes, queue->doorbell()));
  if (command == nullptr || taken == nullptr) {
    return absl::InternalError("the restored queue did not run");
  }
  samples->restore_to_running.Add(taken->cycle - command->cycle);
  return absl::OkStatus();
}

absl::Status MeasureInCopy(const Context& context, std::vector<Row>* rows) {
  auto rig = Rig::Boot(context, {});
  if (!rig.ok()) return rig.status();
  absl::StatusOr<RigQueue*> queue = (*rig)->AddQueueOfOwn();
  if (!queue.ok()) return queue.status();
  InCopy samples;
  for (uint32_t i = 0; i < context.samples; ++i) {
    context.on_progress("preempt and restore inside a copy");
    // The copy takes 33000 cycles or more.
    const uint64_t into = 5000 + Phase(i, 20'000);
    if (absl::Status status = SampleInCopy(rig->get(), *queue, into, &samples); !status.ok()) {
      return status;
    }
  }
  AddCycles("latency/preempt_in_copy", samples.preempt, rows);
  AddCycles("latency/preempt_in_copy_stop_to_free", samples.stop_to_free, rows);
  AddCycles("latency/restore_in_copy", samples.restore, rows);
  AddCycles("latency/restore_in_copy_to_running", samples.restore_to_running, rows);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Row>> MeasureLatency(const Context& context) {
  std::vector<Row> rows;
  for (auto* measure : {MeasureMapped, MeasureUnmapped, MeasureBusy, MeasureInCopy}) {
    if (absl::Status status = measure(context, &rows); !status.ok()) return status;
  }
  return rows;
}

}  // namespace ringside::bench
