#include "tools/run/contents.h"

#include <algorithm>
#include <cstring>
#include <random>

namespace ringside::run {
namespace {

using scenario::BufferSpec;
using scenario::PacketKind;
using scenario::PacketSpec;
using scenario::ProcessSpec;
using scenario::QueueSpec;

// The bytes behind a GPU address; the loader has checked that they lie in one buffer.
uint8_t* At(const ProcessSpec& process, uint64_t va, Contents* contents) {
  for (size_t i = 0; i < process.buffers.size(); ++i) {
    const BufferSpec& buffer = process.buffers[i];
    if (va >= buffer.va && va < buffer.va + buffer.bytes) {
      return (*contents)[i].data() + (va - buffer.va);
    }
  }
  return nullptr;
}

void StoreWord(uint8_t* to, uint32_t value) { std::memcpy(to, &value, sizeof(value)); }

void RunPacket(const ProcessSpec& process, const PacketSpec& packet, uint32_t repetition,
               Contents* contents) {
  const uint32_t value = packet.value + packet.value_step * repetition;
  switch (packet.kind) {
    case PacketKind::kCopy:
      std::memcpy(At(process, packet.to, contents), At(process, packet.from, contents),
                  packet.bytes);
      break;
    case PacketKind::kFill:
      for (uint64_t i = 0; i < packet.bytes; i += 4) {
        StoreWord(At(process, packet.to, contents) + i, value);
      }
      break;
    case PacketKind::kWrite:
      std::memcpy(At(process, packet.to, contents), packet.dwords.data(), packet.bytes);
      break;
    case PacketKind::kFence:
      StoreWord(At(process, packet.to, contents), value);
      break;
    case PacketKind::kNop:
    case PacketKind::kTrap:
    case PacketKind::kRaw:
      break;
  }
}

bool Writes(const QueueSpec& queue, const BufferSpec& buffer) {
  return std::any_of(queue.packets.begin(), queue.packets.end(), [&](const PacketSpec& packet) {
    return packet.to >= buffer.va && packet.to < buffer.va + buffer.bytes;
  });
}

}  // namespace

Contents InitialContents(const scenario::Scenario& scenario, size_t process) {
  Contents contents;
  const std::vector<BufferSpec>& buffers = scenario.processes[process].buffers;
  for (size_t i = 0; i < buffers.size(); ++i) {
    std::vector<uint8_t> bytes(buffers[i].bytes);
    if (buffers[i].random) {
      std::seed_seq seed{scenario.seed & 0xffffffff, scenario.seed >> 32, uint64_t{process},
                         uint64_t{i}};
      std::mt19937 random(seed);
      for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random());
    }
    contents.push_back(std::move(bytes));
  }
  return contents;
}

void RunOnHost(const ProcessSpec& process, Contents* contents) {
  for (const QueueSpec& queue : process.queues) {
    if (queue.expect_fault) continue;
    for (uint32_t repetition = 0; repetition < queue.repeat; ++repetition) {
      for (const PacketSpec& packet : queue.packets) {
        RunPacket(process, packet, repetition, contents);
      }
    }
  }
}

bool WrittenByFaultyQueue(const ProcessSpec& process, const BufferSpec& buffer) {
  return std::any_of(process.queues.begin(), process.queues.end(), [&](const QueueSpec& queue) {
    return queue.expect_fault && Writes(queue, buffer);
  });
}

}  // namespace ringside::run
