// What a scenario file says, checked: processes, buffers, queues, packets and memory events.
//
// A Scenario that LoadScenario() returns can be run: names are unique and resolve, sizes and
// addresses are in range, and no two queues race for a buffer, so that the final bytes are a
// function of the file and the seed.
#ifndef RINGSIDE_TOOLS_SCENARIO_SCENARIO_H_
#define RINGSIDE_TOOLS_SCENARIO_SCENARIO_H_

#include <cstdint>
#include <string>
#include <vector>

namespace ringside::scenario {

// Buffers lie below this GPU virtual address; rings and their pointers above.
inline constexpr uint64_t kQueueMemoryVa = 0x7f00'0000'0000;

enum class Placement { kVram, kSystem };

// [machine]: what is simulated. Zero latency or bandwidth: the machine's default.
struct MachineSpec {
  uint64_t vram_bytes = 64 << 20;
  uint64_t system_bytes = 256 << 20;
  uint32_t vram_latency_cycles = 0;
  uint32_t vram_bytes_per_cycle = 0;
  uint32_t system_latency_cycles = 0;
  uint32_t system_bytes_per_cycle = 0;
  // Time on a slot before another waiting queue gets it, in 100 ns units.
  uint32_t gang_quantum_ticks = 100;
  // The run fails if it has not ended by then.
  uint64_t max_cycles = 200'000'000;
};

struct BufferSpec {
  std::string name;
  // GPU virtual address, 4 KiB aligned; 0 in the file: chosen by the loader.
  uint64_t va = 0;
  uint64_t bytes = 0;
  Placement placement = Placement::kVram;
  // Filled from the seed before the run; else zero.
  bool random = false;
  bool writable = true;
};

enum class PacketKind { kNop, kCopy, kFill, kWrite, kFence, kTrap, kRaw };

struct PacketSpec {
  PacketKind kind = PacketKind::kNop;
  // Line in the file.
  int line = 0;
  // GPU virtual addresses.
  uint64_t from = 0;
  uint64_t to = 0;
  uint64_t bytes = 0;
  // Fill and fence value, trap context; grows by `value_step` with each repetition.
  uint32_t value = 0;
  uint32_t value_step = 0;
  // Further dwords of a NOP.
  uint32_t count = 0;
  // WRITE data, or the raw packet with its header.
  std::vector<uint32_t> dwords;
};

struct QueueSpec {
  std::string name;
  int line = 0;
  uint64_t ring_bytes = 4096;
  // Index in the process's doorbell page.
  uint32_t doorbell = 0;
  // A submission is all packets once, closed by a protected fence; `repeat` submissions, at most
  // `depth` of them outstanding, `gap_cycles` after an earlier one completes.
  std::vector<PacketSpec> packets;
  uint32_t repeat = 1;
  uint32_t depth = 1;
  uint64_t start_cycle = 0;
  uint64_t gap_cycles = 0;
  // Packets are reached through an indirect buffer.
  bool indirect = false;
  // A raw packet is meant to fault: the run succeeds only if the queue is stopped, and its buffers
  // are not compared.
  bool expect_fault = false;
};

struct ProcessSpec {
  std::string name;
  std::vector<BufferSpec> buffers;
  std::vector<QueueSpec> queues;
};

enum class EventKind {
  // Preempt all queues of a process, migrate its buffers, restore.
  kEvict,
  // Ask for VRAM that is not free, so that the driver must evict.
  kPressure,
  // Preempt one queue and restore it.
  kPreempt,
};

struct EventSpec {
  EventKind kind = EventKind::kEvict;
  int line = 0;
  // When: at a cycle, or `delay_cycles` after `queue` begins a copy of at least
  // `inside_copy_bytes`.
  uint64_t at_cycle = 0;
  uint64_t inside_copy_bytes = 0;
  uint64_t delay_cycles = 0;
  // kEvict: which process, and when its buffers come back to VRAM (0: never). kPressure: `bytes` of
  // VRAM are taken and kept. kPreempt: which queue, and how long it stays off.
  size_t process = 0;
  size_t queue = 0;
  uint64_t return_after_cycles = 0;
  uint64_t bytes = 0;
  uint64_t restore_after_cycles = 0;
};

struct Scenario {
  std::string path;
  std::string name;
  uint64_t seed = 1;
  MachineSpec machine;
  std::vector<ProcessSpec> processes;
  // In file order; EventSpec::process and ::queue are indices into the lists above.
  std::vector<EventSpec> events;
};

}  // namespace ringside::scenario

#endif  // RINGSIDE_TOOLS_SCENARIO_SCENARIO_H_
