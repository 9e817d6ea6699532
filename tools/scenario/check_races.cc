#include "tools/scenario/check_races.h"

#include "absl/strings/str_cat.h"

namespace ringside::scenario {
namespace {

bool Inside(const BufferSpec& buffer, uint64_t address) {
  return address >= buffer.va && address < buffer.va + buffer.bytes;
}

bool Writes(const QueueSpec& queue, const BufferSpec& buffer) {
  for (const PacketSpec& packet : queue.packets) {
    if (packet.to != 0 && Inside(buffer, packet.to)) return true;
  }
  return false;
}

bool Uses(const QueueSpec& queue, const BufferSpec& buffer) {
  for (const PacketSpec& packet : queue.packets) {
    if (packet.from != 0 && Inside(buffer, packet.from)) return true;
  }
  return Writes(queue, buffer);
}

}  // namespace

void CheckRaces(TableReader& in, const ProcessSpec& process) {
  for (const BufferSpec& buffer : process.buffers) {
    for (const QueueSpec& writer : process.queues) {
      if (!Writes(writer, buffer)) continue;
      for (const QueueSpec& other : process.queues) {
        if (&other == &writer || !Uses(other, buffer)) continue;
        in.Error("queue", absl::StrCat("buffer '", buffer.name, "' is written by queue '",
                                       writer.name, "' and used by queue '", other.name,
                                       "': the result would depend on timing"));
      }
    }
  }
}

}  // namespace ringside::scenario
