#include "tools/bench/bandwidth.h"

#include <string>

#include "tools/bench/rig.h"
#include "tools/bench/span_log.h"

namespace ringside::bench {
namespace {

constexpr uint64_t kBytes = 1 << 20;
constexpr uint64_t kRestCycles = 20'000;

void AddRate(const std::string& name, uint64_t bytes, uint64_t cycles, std::vector<Row>* rows) {
  rows->push_back({.name = "bandwidth/" + name,
                   .value = static_cast<double>(bytes) / static_cast<double>(cycles),
                   .unit = "bytes/cycle",
                   .goal = std::nullopt});
}

PacketBuilder Copy(uint64_t from, uint64_t to) { return PacketBuilder().Copy(from, to, kBytes); }
PacketBuilder Fill(uint64_t to) { return PacketBuilder().Fill(to, 0x5a5a5a5a, kBytes); }

// From the first packet begun in the log to the last one, which is a fence.
absl::StatusOr<uint64_t> PacketCycles(const EventLog& log) {
  const auto is_packet = [](const Event& event) { return event.kind == EventKind::kPacket; };
  const Event* first = log.First(is_packet);
  if (first == nullptr) return absl::InternalError("no packet was begun");
  const Event* last = log.LastBefore(log.events().data() + log.events().size(), is_packet);
  return last->cycle - first->cycle;
}

absl::Status MeasurePackets(const Context& context, std::vector<Row>* rows) {
  const struct {
    const char* name;
    PacketBuilder packet;
  } kCases[] = {
      {"copy_vram_to_vram", Copy(kVramVa, kVramVa + kHalfBytes)},
      {"copy_vram_to_vram_unaligned", Copy(kVramVa + 3, kVramVa + kHalfBytes + 13)},
      {"copy_vram_to_system", Copy(kVramVa, kSystemVa)},
      {"copy_system_to_vram", Copy(kSystemVa, kVramVa)},
      {"copy_system_to_system", Copy(kSystemVa, kSystemVa + kHalfBytes)},
      {"fill_vram", Fill(kVramVa)},
      {"fill_system", Fill(kSystemVa)},
  };
  auto rig = Rig::Boot(context, {});
  if (!rig.ok()) return rig.status();
  absl::StatusOr<RigQueue*> queue = (*rig)->AddQueueOfOwn();
  if (!queue.ok()) return queue.status();
  for (const auto& one : kCases) {
    context.on_progress(one.name);
    if (absl::Status status = (*rig)->RunFor(kRestCycles); !status.ok()) return status;
    (*rig)->log().Clear();
    if (absl::Status status = (*rig)->Execute(*queue, one.packet); !status.ok()) return status;
    const absl::StatusOr<uint64_t> cycles = PacketCycles((*rig)->log());
    if (!cycles.ok()) return cycles.status();
    AddRate(one.name, kBytes, *cycles, rows);
  }
  return absl::OkStatus();
}

// The engine's slices are shared by three queues, each with a copy.
absl::Status MeasureThreeQueues(const Context& context, std::vector<Row>* rows) {
  constexpr size_t kQueues = 3;
  context.on_progress("copies of three queues");
  auto rig = Rig::Boot(context, {});
  if (!rig.ok()) return rig.status();
  std::vector<RigQueue*> queues;
  while (queues.size() < kQueues) {
    absl::StatusOr<RigQueue*> queue = (*rig)->AddQueueOfOwn();
    if (!queue.ok()) return queue.status();
    queues.push_back(*queue);
  }
  if (absl::Status status = (*rig)->RunFor(kRestCycles); !status.ok()) return status;
  (*rig)->log().Clear();
  for (RigQueue* queue : queues) {
    absl::Status status = (*rig)->Submit(queue, Copy(kVramVa, kVramVa + kHalfBytes));
    if (!status.ok()) return status;
  }
  for (RigQueue* queue : queues) {
    if (absl::Status status = (*rig)->Finish(queue); !status.ok()) return status;
  }
  const absl::StatusOr<uint64_t> cycles = PacketCycles((*rig)->log());
  if (!cycles.ok()) return cycles.status();
  AddRate("copy_three_queues", kQueues * kBytes, *cycles, rows);
  return absl::OkStatus();
}

absl::Status MeasureMigration(const Context& context, std::vector<Row>* rows) {
  context.on_progress("migration");
  SpanLog spans;
  auto rig = Rig::Boot(context, {.trace = &spans});
  if (!rig.ok()) return rig.status();
  absl::StatusOr<RigQueue*> queue = (*rig)->AddQueueOfOwn();
  if (!queue.ok()) return queue.status();
  const auto add = [&](const std::string& name, const char* span) -> absl::Status {
    const auto entry = spans.Last(span);
    if (!entry.ok()) return entry.status();
    AddRate(name, 2 * kHalfBytes, entry->cycles(), rows);
    return absl::OkStatus();
  };
  absl::Status status = (*rig)->driver().EvictProcess((*queue)->process);
  if (status.ok()) status = add("migration_to_system", "migrate");
  if (status.ok()) status = add("eviction_end_to_end", "evict");
  if (status.ok()) status = (*rig)->driver().MigrateBack((*queue)->process);
  if (status.ok()) status = add("migration_to_vram", "migrate");
  return status;
}

}  // namespace

absl::StatusOr<std::vector<Row>> MeasureBandwidth(const Context& context) {
  std::vector<Row> rows;
  for (auto* measure : {MeasurePackets, MeasureThreeQueues, MeasureMigration}) {
    if (absl::Status status = measure(context, &rows); !status.ok()) return status;
  }
  return rows;
}

}  // namespace ringside::bench
