#include "tools/scenario/read_packets.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "tools/scenario/packet_size.h"
#include "uapi/sdma_packets.h"

namespace ringside::scenario {
namespace {

constexpr uint64_t kMaxMoveBytes = uint64_t{1} << 30;
constexpr size_t kMaxWriteDwords = 512;

const BufferSpec* FindBuffer(const ProcessSpec& process, std::string_view name) {
  for (const BufferSpec& buffer : process.buffers) {
    if (buffer.name == name) return &buffer;
  }
  return nullptr;
}

bool AnyBufferHolds(const ProcessSpec& process, uint64_t address, uint64_t bytes, bool write) {
  for (const BufferSpec& buffer : process.buffers) {
    if (address < buffer.va || address - buffer.va > buffer.bytes) continue;
    if (bytes <= buffer.bytes - (address - buffer.va)) return buffer.writable || !write;
  }
  return false;
}

// "BUFFER" or "BUFFER+OFFSET".
std::optional<uint64_t> ResolveName(TableReader& in, std::string_view key,
                                    const ProcessSpec& process, const std::string& text) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('+', 1));
  const BufferSpec* buffer = FindBuffer(process, parts.first);
  if (buffer == nullptr) {
    in.Error(key, absl::StrCat("there is no buffer '", parts.first, "' in process '", process.name,
                               "'"));
    return std::nullopt;
  }
  uint64_t offset = 0;
  if (parts.second.empty()) return buffer->va;
  const bool hex = parts.second.rfind("0x", 0) == 0;
  if (hex ? !absl::SimpleHexAtoi(parts.second, &offset)
          : !absl::SimpleAtoi(parts.second, &offset)) {
    in.Error(key, absl::StrCat("'", parts.second, "' is not an offset"));
    return std::nullopt;
  }
  if (offset > buffer->bytes) {
    in.Error(key, absl::StrFormat("offset 0x%x is beyond buffer '%s' of 0x%x bytes", offset,
                                  buffer->name, buffer->bytes));
    return std::nullopt;
  }
  return buffer->va + offset;
}

// An address with `bytes` behind it, all mapped (and writable where `write`).
uint64_t ReadAddress(TableReader& in, std::string_view key, const ProcessSpec& process,
                     uint64_t bytes, bool write) {
  const toml::node* node = in.Node(key);
  std::optional<uint64_t> address;
  if (node != nullptr && node->is_string()) {
    address = ResolveName(in, key, process, in.String(key));
  } else {
    address = in.Integer(key, 0, INT64_MAX);
  }
  if (!address.has_value()) return 0;
  if (!AnyBufferHolds(process, *address, bytes, write)) {
    in.Error(key, absl::StrFormat("%u bytes at 0x%x do not lie in one %smapping of process '%s'",
                                  bytes, *address, write ? "writable " : "", process.name));
  }
  return *address;
}

uint64_t ReadBytes(TableReader& in) { return in.Integer("bytes", 1, kMaxMoveBytes); }

void CheckDwords(TableReader& in, std::string_view key, uint64_t value) {
  if (value % 4 != 0) in.Error(key, "must be a multiple of 4");
}

PacketSpec ReadPacket(TableReader& in, const ProcessSpec& process) {
  PacketSpec packet;
  packet.line = in.line();
  packet.kind = static_cast<PacketKind>(
      in.Choice("op", {"nop", "copy", "fill", "write", "fence", "trap", "raw"}));
  switch (packet.kind) {
    case PacketKind::kNop:
      packet.count = in.Integer("count", 0, RS_SDMA_NOP_COUNT_MASK, 0);
      break;
    case PacketKind::kCopy:
      packet.bytes = ReadBytes(in);
      packet.from = ReadAddress(in, "from", process, packet.bytes, false);
      packet.to = ReadAddress(in, "to", process, packet.bytes, true);
      if (packet.from < packet.to + packet.bytes && packet.to < packet.from + packet.bytes) {
        in.Error("to", "overlaps the source of the copy");
      }
      break;
    case PacketKind::kFill:
      packet.bytes = ReadBytes(in);
      packet.to = ReadAddress(in, "to", process, packet.bytes, true);
      packet.value = in.Integer("value", 0, UINT32_MAX);
      packet.value_step = in.Integer("value_step", 0, UINT32_MAX, 0);
      CheckDwords(in, "bytes", packet.bytes);
      CheckDwords(in, "to", packet.to);
      break;
    case PacketKind::kWrite:
      packet.dwords = in.Dwords("dwords");
      if (packet.dwords.size() > kMaxWriteDwords) {
        in.Error("dwords", absl::StrCat("has more than ", kMaxWriteDwords, " elements"));
      }
      packet.bytes = packet.dwords.size() * 4;
      packet.to = ReadAddress(in, "to", process, packet.bytes, true);
      CheckDwords(in, "to", packet.to);
      break;
    case PacketKind::kFence:
      packet.bytes = 4;
      packet.to = ReadAddress(in, "to", process, packet.bytes, true);
      packet.value = in.Integer("value", 0, UINT32_MAX);
      packet.value_step = in.Integer("value_step", 0, UINT32_MAX, 0);
      CheckDwords(in, "to", packet.to);
      break;
    case PacketKind::kTrap:
      packet.value = in.Integer("value", 0, RS_SDMA_TRAP_CONTEXT_MASK, 0);
      break;
    case PacketKind::kRaw:
      packet.dwords = in.Dwords("dwords");
      break;
  }
  in.Finish();
  return packet;
}

}  // namespace

std::vector<PacketSpec> ReadPackets(TableReader& queue, const ProcessSpec& process) {
  std::vector<PacketSpec> packets;
  const auto tables = queue.Tables("packets");
  if (tables.empty()) queue.Error("packets", "a queue needs at least one packet");
  for (const auto& [table, path] : tables) {
    TableReader reader = queue.Inner(*table, path);
    packets.push_back(ReadPacket(reader, process));
  }
  return packets;
}

void CheckSubmissionFits(TableReader& in, const QueueSpec& queue) {
  uint64_t dwords = RS_SDMA_DWORDS_INDIRECT + RS_SDMA_DWORDS_PROTECTED_FENCE;
  if (!queue.indirect) {
    dwords = RS_SDMA_DWORDS_PROTECTED_FENCE;
    for (const PacketSpec& packet : queue.packets) dwords += PacketDwords(packet);
  }
  // A full ring cannot be told from an empty one, so one dword stays free.
  if (queue.depth * dwords * 4 >= queue.ring_bytes) {
    in.Error("ring_bytes",
             absl::StrCat("is ", queue.ring_bytes, ", but ", queue.depth, " submissions of ",
                          dwords * 4, " bytes must stand in the ring at once"));
  }
}

}  // namespace ringside::scenario
