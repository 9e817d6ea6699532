#include "host/device/testing/fake_engine.h"

#include <algorithm>

#include "host/device/testing/fake_device.h"
#include "host/device/testing/fake_firmware.h"
#include "uapi/interrupt.h"
#include "uapi/pte.h"
#include "uapi/sdma_packets.h"

namespace ringside {
namespace {

uint64_t Join(uint32_t lo, uint32_t hi) { return lo | uint64_t{hi} << 32; }

// Bytes of the packet that begins with these dwords (at least one); 0: unknown.
uint64_t PacketBytes(uint32_t header, uint32_t fourth) {
  switch (header & 0xffff) {
#define RS_CASE(sv, c, op, sub, dwords)                                                          \
  case RS_SDMA_HEADER(op, sub):                                                                  \
    return 4 *                                                                                   \
           (uint64_t{dwords} +                                                                   \
            (op == RS_SDMA_OP_NOP ? (header >> RS_SDMA_NOP_COUNT_SHIFT) & RS_SDMA_NOP_COUNT_MASK \
                                  : 0) +                                                         \
            (op == RS_SDMA_OP_WRITE_LINEAR ? (fourth & RS_SDMA_WRITE_COUNT_MASK) + 1 : 0));
    RS_SDMA_PACKETS(RS_CASE)
#undef RS_CASE
    default:
      return 0;
  }
}

}  // namespace

void FakeEngine::Kick(std::map<uint32_t, FakeQueue>* queues) {
  queues_ = queues;
  if (busy_) return;
  busy_ = true;
  device_->At(kPacketCycles, [this] { Next(); });
}

void FakeEngine::Next() {
  busy_ = false;
  // The next queue in turn that has work.
  const auto has_work = [](const auto& entry) {
    return entry.second.state == RS_FW_STATE_RUNNING && entry.second.rptr != entry.second.wptr;
  };
  auto chosen = std::find_if(queues_->upper_bound(current_), queues_->end(), has_work);
  if (chosen == queues_->end()) chosen = std::find_if(queues_->begin(), queues_->end(), has_work);
  if (chosen == queues_->end()) return;
  FakeQueue& queue = chosen->second;
  busy_ = true;
  in_packet_ = true;
  current_ = queue.doorbell;

  std::vector<uint32_t> packet;
  Fault fault = {};
  const auto fetch = [&](uint64_t dwords) {
    for (uint64_t i = packet.size(); i < dwords; ++i) {
      const uint64_t at = queue.ring_va + (queue.rptr + 4 * i) % queue.ring_bytes;
      const std::optional<uint64_t> bus = Translate(queue, at, /*write=*/false, &fault);
      if (!bus.has_value()) return false;
      packet.push_back(device_->Read32(*bus));
    }
    return true;
  };
  const uint64_t available = queue.wptr - queue.rptr;
  bool ok = fetch(std::min<uint64_t>(4, available / 4));
  const uint32_t header = packet.empty() ? 0 : packet[0];
  const uint64_t bytes = ok ? PacketBytes(header, packet.size() > 3 ? packet[3] : 0) : 0;
  if (ok && bytes == 0) fault = {RS_FAULT_BAD_OPCODE, 0, false};
  if (ok && bytes > available) fault = {RS_FAULT_TRUNCATED, 0, false};
  ok = ok && fault.reason == 0 && fetch(bytes / 4);
  uint64_t moved = 0;
  std::optional<Effect> effect;
  if (ok) effect = Decode(queue, packet, &moved, &fault);
  if (!effect.has_value()) {
    Stop(&queue, header, fault);
    Finish(
        queue.doorbell, [] {}, 0);
    return;
  }
  device_->At(kPacketCycles + moved / kBytesPerCycle,
              [this, doorbell = queue.doorbell, effect = *std::move(effect), bytes] {
                Finish(doorbell, effect, bytes);
              });
}

void FakeEngine::Finish(uint32_t doorbell, const Effect& effect, uint64_t packet_bytes) {
  const auto found = queues_->find(doorbell);
  if (found != queues_->end()) {
    FakeQueue& queue = found->second;
    queue.rptr += packet_bytes;
    effect();
    if (packet_bytes != 0) ++packets_;
    if (queue.rptr == queue.wptr && queue.rptr_va != 0) {
      Fault ignored = {};
      Write(queue, queue.rptr_va, {reinterpret_cast<const uint8_t*>(&queue.rptr), 8}, &ignored);
    }
  }
  busy_ = false;
  in_packet_ = false;
  for (auto& action : std::exchange(waiting_, {})) action();
  Kick(queues_);
}

void FakeEngine::Stop(FakeQueue* queue, uint32_t header, const Fault& fault) {
  queue->state = RS_FW_STATE_FAULTED;
  device_->SendInterrupt(
      RS_IH_SOURCE_QUEUE_FAULT, queue->pasid,
      {queue->doorbell | fault.reason << 16 | uint32_t{fault.write} << 24,
       static_cast<uint32_t>(fault.address), static_cast<uint32_t>(fault.address >> 32), header});
  device_->firmware().OnFault(queue->doorbell);
}

std::optional<FakeEngine::Effect> FakeEngine::Decode(const FakeQueue& queue,
                                                     absl::Span<const uint32_t> packet,
                                                     uint64_t* bytes_moved, Fault* fault) {
  const uint32_t doorbell = queue.doorbell;
  // Effects look their queue up again: it may have moved in the map, not out of it.
  const auto write_later = [this, doorbell](uint64_t va, std::vector<uint8_t> data) {
    return [this, doorbell, va, data = std::move(data)] {
      Fault ignored = {};
      Write(queues_->at(doorbell), va, data, &ignored);
    };
  };
  switch (packet[0] & 0xffff) {
    case RS_SDMA_HEADER(RS_SDMA_OP_COPY_LINEAR, RS_SDMA_SUBOP_COPY_LINEAR): {
      const uint64_t bytes = uint64_t{packet[1]} + 1;
      const uint64_t destination = Join(packet[5], packet[6]);
      std::vector<uint8_t> data;
      if (!Read(queue, Join(packet[3], packet[4]), bytes, &data, fault)) return std::nullopt;
      if (!Check(queue, destination, bytes, /*write=*/true, fault)) return std::nullopt;
      *bytes_moved = bytes;
      return write_later(destination, std::move(data));
    }
    case RS_SDMA_HEADER(RS_SDMA_OP_CONST_FILL, RS_SDMA_SUBOP_CONST_FILL): {
      const uint64_t bytes = uint64_t{packet[4]} + 1;
      const uint64_t destination = Join(packet[1], packet[2]);
      if (!Check(queue, destination, bytes, /*write=*/true, fault)) return std::nullopt;
      std::vector<uint8_t> data(bytes);
      for (uint64_t i = 0; i < bytes; ++i) data[i] = packet[3] >> (8 * (i % 4));
      *bytes_moved = bytes;
      return write_later(destination, std::move(data));
    }
    case RS_SDMA_HEADER(RS_SDMA_OP_FENCE, RS_SDMA_SUBOP_FENCE): {
      const uint64_t destination = Join(packet[1], packet[2]);
      if (!Check(queue, destination, 4, /*write=*/true, fault)) return std::nullopt;
      const uint8_t* value = reinterpret_cast<const uint8_t*>(&packet[3]);
      return write_later(destination, std::vector<uint8_t>(value, value + 4));
    }
    case RS_SDMA_HEADER(RS_SDMA_OP_PROTECTED_FENCE, RS_SDMA_SUBOP_PROTECTED_FENCE):
      return [this, doorbell] {
        const FakeQueue& owner = queues_->at(doorbell);
        device_->Write64(owner.fence, owner.rptr);
        device_->SendInterrupt(RS_IH_SOURCE_PROTECTED_FENCE, owner.pasid,
                               {doorbell, static_cast<uint32_t>(owner.rptr),
                                static_cast<uint32_t>(owner.rptr >> 32), 0});
      };
    default:
      return [] {};
  }
}

void FakeEngine::WhenOff(uint32_t doorbell, std::function<void()> action) {
  if (in_packet_ && current_ == doorbell) {
    waiting_.push_back(std::move(action));
  } else {
    action();
  }
}

void FakeEngine::Invalidate(uint16_t pasid) {
  std::erase_if(tlb_, [&](const auto& entry) { return entry.first.first == pasid; });
}

std::optional<uint64_t> FakeEngine::Translate(const FakeQueue& queue, uint64_t va, bool write,
                                              Fault* fault) {
  if (queue.pasid == 0) return va;
  const uint64_t page = va >> RS_PAGE_SHIFT;
  const auto cached = tlb_.find({queue.pasid, page});
  uint64_t entry = 0;
  if (cached != tlb_.end()) {
    entry = cached->second;
  } else {
    uint64_t table = queue.root;
    for (int level = RS_PT_LEVELS - 1; level >= 0; --level) {
      const uint64_t index =
          (va >> (RS_PAGE_SHIFT + level * RS_PT_INDEX_BITS)) & (RS_PT_ENTRIES - 1);
      entry = device_->Read64(table + index * 8);
      if ((entry & RS_PTE(VALID)) == 0) break;
      table = entry & RS_PTE_ADDRESS_MASK;
    }
  }
  if ((entry & RS_PTE(VALID)) == 0) {
    *fault = {RS_FAULT_NOT_PRESENT, va, write};
    return std::nullopt;
  }
  tlb_[{queue.pasid, page}] = entry;
  if ((entry & (write ? RS_PTE(WRITEABLE) : RS_PTE(READABLE))) == 0) {
    *fault = {static_cast<uint32_t>(write ? RS_FAULT_NO_WRITE : RS_FAULT_NO_READ), va, write};
    return std::nullopt;
  }
  return (entry & RS_PTE_ADDRESS_MASK) | (va & (RS_PAGE_BYTES - 1));
}

bool FakeEngine::Check(const FakeQueue& queue, uint64_t va, uint64_t bytes, bool write,
                       Fault* fault) {
  for (uint64_t at = va; at < va + bytes; at = (at | (RS_PAGE_BYTES - 1)) + 1) {
    if (!Translate(queue, at, write, fault).has_value()) return false;
  }
  return true;
}

bool FakeEngine::Read(const FakeQueue& queue, uint64_t va, uint64_t bytes,
                      std::vector<uint8_t>* out, Fault* fault) {
  for (uint64_t at = va; at < va + bytes;) {
    const uint64_t end = std::min((at | (RS_PAGE_BYTES - 1)) + 1, va + bytes);
    const std::optional<uint64_t> bus = Translate(queue, at, /*write=*/false, fault);
    if (!bus.has_value()) return false;
    const std::vector<uint8_t> part = device_->ReadBytes(*bus, end - at);
    out->insert(out->end(), part.begin(), part.end());
    at = end;
  }
  return true;
}

bool FakeEngine::Write(const FakeQueue& queue, uint64_t va, absl::Span<const uint8_t> bytes,
                       Fault* fault) {
  const uint64_t va_end = va + bytes.size();
  for (uint64_t at = va; at < va_end;) {
    const uint64_t end = std::min((at | (RS_PAGE_BYTES - 1)) + 1, va_end);
    const std::optional<uint64_t> bus = Translate(queue, at, /*write=*/true, fault);
    if (!bus.has_value()) return false;
    device_->WriteBytes(*bus, bytes.subspan(at - va, end - at));
    at = end;
  }
  return true;
}

}  // namespace ringside
