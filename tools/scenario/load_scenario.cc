#include "tools/scenario/load_scenario.h"

#include <fstream>
#include <set>
#include <sstream>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "toml++/toml.h"
#include "tools/scenario/check_races.h"
#include "tools/scenario/read_packets.h"
#include "tools/scenario/table_reader.h"
#include "uapi/limits.h"
#include "uapi/memory_map.h"
#include "uapi/pte.h"

namespace ringside::scenario {
namespace {

constexpr uint64_t kMib = 1 << 20;
constexpr uint64_t kMaxCycles = 100'000'000'000;
// Buffers without a `va` follow each other from here, with an unmapped page between them.
constexpr uint64_t kFirstVa = 0x1'0000'0000;
// The driver keeps the lowest addresses free.
constexpr uint64_t kMinVa = 0x10000;
constexpr uint64_t kMaxBufferBytes = uint64_t{1} << 30;
// Each has a page of doorbells; page 0 is the kernel's.
constexpr size_t kMaxProcesses = RS_NUM_DOORBELL_PAGES - 1;

const std::vector<std::string>& PlacementNames() {
  static const auto& names = *new std::vector<std::string>{"vram", "system"};
  return names;
}

uint64_t RoundUpToPage(uint64_t bytes) {
  return (bytes + RS_PAGE_BYTES - 1) / RS_PAGE_BYTES * RS_PAGE_BYTES;
}

MachineSpec ReadMachine(TableReader in) {
  MachineSpec machine;
  machine.vram_bytes = in.Integer("vram_mib", 1, RS_MEMORY_MAX_BYTES / kMib, 64) * kMib;
  machine.system_bytes = in.Integer("system_mib", 8, RS_MEMORY_MAX_BYTES / kMib, 256) * kMib;
  machine.vram_latency_cycles = in.Integer("vram_latency_cycles", 1, 100000, 0);
  machine.vram_bytes_per_cycle = in.Integer("vram_bytes_per_cycle", 1, 32, 0);
  machine.system_latency_cycles = in.Integer("system_latency_cycles", 1, 100000, 0);
  machine.system_bytes_per_cycle = in.Integer("system_bytes_per_cycle", 1, 32, 0);
  machine.gang_quantum_ticks = in.Integer("gang_quantum_ticks", 1, 10'000'000, 100);
  machine.max_cycles = in.Integer("max_cycles", 1000, kMaxCycles, machine.max_cycles);
  in.Finish();
  return machine;
}

BufferSpec ReadBuffer(TableReader& in, const std::vector<BufferSpec>& before, uint64_t* next_va) {
  BufferSpec buffer;
  buffer.name = in.String("name");
  buffer.bytes = in.Integer("bytes", 4, kMaxBufferBytes);
  buffer.va = in.Integer("va", 0, kQueueMemoryVa, 0);
  buffer.placement = static_cast<Placement>(in.Choice("placement", PlacementNames(), 0));
  buffer.random = in.Choice("init", {"zero", "random"}, 0) == 1;
  buffer.writable = in.Boolean("writable", true);
  if (buffer.va % RS_PAGE_BYTES != 0) in.Error("va", "must be a multiple of 4096");
  if (!in.Has("va")) buffer.va = *next_va;
  const uint64_t end = buffer.va + RoundUpToPage(buffer.bytes);
  if (buffer.va < kMinVa || end > kQueueMemoryVa) {
    in.Error("va",
             absl::StrFormat("the buffer must lie between 0x%x and 0x%x", kMinVa, kQueueMemoryVa));
  }
  for (const BufferSpec& other : before) {
    if (other.name == buffer.name) in.Error("name", "is the name of an earlier buffer");
    if (buffer.va < other.va + RoundUpToPage(other.bytes) && other.va < end) {
      in.Error("va", absl::StrCat("overlaps buffer '", other.name, "'"));
    }
  }
  *next_va = std::max(*next_va, end + RS_PAGE_BYTES);
  in.Finish();
  return buffer;
}

QueueSpec ReadQueue(TableReader& in, const ProcessSpec& process) {
  QueueSpec queue;
  queue.line = in.line();
  queue.name = in.String("name");
  queue.ring_bytes = in.Integer("ring_bytes", 0, uint64_t{1} << 40, 4096);
  if ((queue.ring_bytes & (queue.ring_bytes - 1)) != 0) {
    in.Error("ring_bytes", absl::StrCat("is ", queue.ring_bytes, ", must be a power of two"));
  }
  const uint64_t max_ring = uint64_t{1} << RS_RING_SIZE_LOG2_MAX;
  if (queue.ring_bytes < RS_PAGE_BYTES || queue.ring_bytes > max_ring) {
    in.Error("ring_bytes", absl::StrCat("is ", queue.ring_bytes, ", must be 4096 to ", max_ring));
  }
  queue.doorbell = in.Integer("doorbell", 0, RS_DOORBELLS_PER_PAGE - 1, process.queues.size());
  for (const QueueSpec& other : process.queues) {
    if (other.doorbell == queue.doorbell) {
      in.Error("doorbell", absl::StrCat("is used by queue '", other.name, "'"));
    }
  }
  queue.repeat = in.Integer("repeat", 1, 1'000'000, 1);
  queue.depth = in.Integer("depth", 1, 64, 1);
  queue.start_cycle = in.Integer("start_cycle", 0, kMaxCycles, 0);
  queue.gap_cycles = in.Integer("gap_cycles", 0, kMaxCycles, 0);
  queue.indirect = in.Boolean("indirect", false);
  queue.expect_fault = in.Boolean("expect_fault", false);
  queue.packets = ReadPackets(in, process);
  CheckSubmissionFits(in, queue);
  in.Finish();
  return queue;
}

ProcessSpec ReadProcess(TableReader& in) {
  ProcessSpec process;
  process.name = in.String("name");
  uint64_t next_va = kFirstVa;
  for (const auto& [table, path] : in.Tables("buffer")) {
    TableReader reader = in.Inner(*table, path);
    process.buffers.push_back(ReadBuffer(reader, process.buffers, &next_va));
  }
  const auto queues = in.Tables("queue");
  if (queues.empty()) in.Error("queue", "a process needs at least one queue");
  for (const auto& [table, path] : queues) {
    TableReader reader = in.Inner(*table, path);
    process.queues.push_back(ReadQueue(reader, process));
  }
  in.Finish();
  return process;
}

// Queue names are unique in the whole scenario.
bool FindQueue(const Scenario& scenario, const std::string& name, EventSpec* event) {
  for (size_t p = 0; p < scenario.processes.size(); ++p) {
    for (size_t q = 0; q < scenario.processes[p].queues.size(); ++q) {
      if (scenario.processes[p].queues[q].name != name) continue;
      event->process = p;
      event->queue = q;
      return true;
    }
  }
  return false;
}

bool FindProcess(const Scenario& scenario, const std::string& name, EventSpec* event) {
  for (size_t p = 0; p < scenario.processes.size(); ++p) {
    if (scenario.processes[p].name != name) continue;
    event->process = p;
    return true;
  }
  return false;
}

EventSpec ReadEvent(TableReader& in, const Scenario& scenario) {
  EventSpec event;
  event.line = in.line();
  event.kind = static_cast<EventKind>(in.Choice("kind", {"evict", "pressure", "preempt"}));
  event.delay_cycles = in.Integer("delay_cycles", 0, kMaxCycles, 0);
  switch (event.kind) {
    case EventKind::kEvict:
      event.at_cycle = in.Integer("at_cycle", 0, kMaxCycles);
      if (const std::string name = in.String("process"); !FindProcess(scenario, name, &event)) {
        in.Error("process", absl::StrCat("there is no process '", name, "'"));
      }
      event.return_after_cycles = in.Integer("return_after_cycles", 1, kMaxCycles, 0);
      break;
    case EventKind::kPressure:
      event.at_cycle = in.Integer("at_cycle", 0, kMaxCycles);
      event.bytes = in.Integer("bytes", RS_PAGE_BYTES, scenario.machine.vram_bytes);
      if (scenario.processes.size() == kMaxProcesses) {
        in.Error("kind", absl::StrCat("pressure comes from a process of its own, and there are ",
                                      kMaxProcesses, " already"));
      }
      break;
    case EventKind::kPreempt:
      if (const std::string name = in.String("queue"); !FindQueue(scenario, name, &event)) {
        in.Error("queue", absl::StrCat("there is no queue '", name, "'"));
      }
      if (in.Has("inside_copy_bytes") == in.Has("at_cycle")) {
        in.Error("at_cycle", "give either at_cycle or inside_copy_bytes");
      }
      event.at_cycle = in.Integer("at_cycle", 0, kMaxCycles, 0);
      event.inside_copy_bytes = in.Integer("inside_copy_bytes", 1, kMaxBufferBytes, 0);
      event.restore_after_cycles = in.Integer("restore_after_cycles", 0, kMaxCycles, 0);
      break;
  }
  in.Finish();
  return event;
}

void CheckNames(TableReader& in, const Scenario& scenario) {
  std::set<std::string> names;
  for (const ProcessSpec& process : scenario.processes) {
    if (!names.insert(process.name).second) {
      in.Error("process", absl::StrCat("two processes are named '", process.name, "'"));
    }
  }
  names.clear();
  for (const ProcessSpec& process : scenario.processes) {
    for (const QueueSpec& queue : process.queues) {
      if (!names.insert(queue.name).second) {
        in.Error("process", absl::StrCat("two queues are named '", queue.name, "'"));
      }
    }
  }
}

}  // namespace

absl::StatusOr<Scenario> ParseScenario(std::string_view text, const std::string& path) {
  toml::table root;
  try {
    root = toml::parse(text, path);
  } catch (const toml::parse_error& error) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ":", error.source().begin.line, ": ", std::string(error.description())));
  }
  FileErrors errors(path);
  TableReader in(root, "", &errors);
  Scenario scenario;
  scenario.path = path;
  scenario.name = in.String("name");
  scenario.seed = in.Integer("seed", 0, INT64_MAX, 1);
  if (const toml::table* machine = in.Table("machine"); machine != nullptr) {
    scenario.machine = ReadMachine(in.Inner(*machine, "machine"));
  }
  const auto processes = in.Tables("process");
  if (processes.empty() || processes.size() > kMaxProcesses) {
    in.Error("process", absl::StrCat("there must be 1 to ", kMaxProcesses, " processes"));
  }
  for (const auto& [table, where] : processes) {
    TableReader reader = in.Inner(*table, where);
    scenario.processes.push_back(ReadProcess(reader));
    if (!errors.ok()) return errors.status();
    CheckRaces(reader, scenario.processes.back());
  }
  CheckNames(in, scenario);
  for (const auto& [table, where] : in.Tables("event")) {
    TableReader reader = in.Inner(*table, where);
    scenario.events.push_back(ReadEvent(reader, scenario));
  }
  in.Finish();
  if (!errors.ok()) return errors.status();
  return scenario;
}

absl::StatusOr<Scenario> LoadScenario(const std::string& path) {
  std::ifstream file(path);
  // Finds out about folders, too, which can be opened.
  file.peek();
  if (!file.is_open() || file.bad()) {
    return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  }
  std::ostringstream text;
  text << file.rdbuf();
  return ParseScenario(text.str(), path);
}

}  // namespace ringside::scenario
