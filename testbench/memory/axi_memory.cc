#include "testbench/memory/axi_memory.h"

#include <algorithm>
#include <cstring>

namespace ringside {
namespace {

// AXI4 answer codes (table A3-4).
constexpr uint8_t kRespOkay = 0;
constexpr uint8_t kRespDecodeError = 3;

}  // namespace

AxiMemory::AxiMemory(BusMemory* memory, MemoryTiming vram, MemoryTiming system)
    : vram_{&memory->vram(), vram}, system_{&memory->system(), system} {
  out_.r_data = &beat_;
}

AxiMemory::Port* AxiMemory::Decode(uint64_t address, uint8_t len) {
  const uint64_t start = address / kAxiDataBytes * kAxiDataBytes;
  const uint64_t bytes = (uint64_t{len} + 1) * kAxiDataBytes;
  if (vram_.region->At(start, bytes) != nullptr) return &vram_;
  if (system_.region->At(start, bytes) != nullptr) return &system_;
  return nullptr;
}

const AxiMemorySignals& AxiMemory::Drive() {
  out_.ar_ready = reads_.size() < kMaxOutstanding;
  out_.aw_ready = writes_.size() + answers_.size() < kMaxOutstanding;

  out_.r_valid = false;
  if (!reads_.empty()) {
    const Burst& burst = reads_.front();
    const bool paid = burst.port == nullptr || burst.port->next_beat_read <= cycle_;
    if (burst.ready_cycle <= cycle_ && (paid || beat_valid_)) {
      if (!beat_valid_) {
        // Data is read when the beat is first offered, and holds while it waits.
        if (burst.port != nullptr) {
          std::memcpy(beat_.data(), burst.port->region->At(burst.address, kAxiDataBytes),
                      kAxiDataBytes);
        } else {
          beat_.fill(0);
        }
        beat_valid_ = true;
      }
      out_.r_valid = true;
      out_.r_id = burst.id;
      out_.r_resp = burst.port != nullptr ? kRespOkay : kRespDecodeError;
      out_.r_last = burst.beats_left == 1;
    }
  }

  out_.w_ready = false;
  if (!writes_.empty()) {
    const Port* port = writes_.front().port;
    out_.w_ready = port == nullptr || port->next_beat_write <= cycle_;
  }

  out_.b_valid = !answers_.empty() && answers_.front().ready_cycle <= cycle_;
  if (out_.b_valid) {
    out_.b_id = answers_.front().id;
    out_.b_resp = answers_.front().resp;
  }
  return out_;
}

void AxiMemory::StepRead(const AxiManagerSignals& in) {
  if (out_.r_valid && in.r_ready) {
    Burst& burst = reads_.front();
    if (burst.port != nullptr) {
      burst.port->next_beat_read = cycle_ + BeatCycles(*burst.port);
      bytes_read_ += kAxiDataBytes;
    }
    burst.address += kAxiDataBytes;
    beat_valid_ = false;
    if (--burst.beats_left == 0) reads_.pop_front();
  }
  if (in.ar_valid && out_.ar_ready) {
    Port* port = Decode(in.ar_addr, in.ar_len);
    const uint64_t latency = port != nullptr ? port->timing.latency_cycles : 1;
    reads_.push_back({.ready_cycle = cycle_ + std::max<uint64_t>(latency, 1),
                      .address = in.ar_addr / kAxiDataBytes * kAxiDataBytes,
                      .beats_left = static_cast<uint8_t>(in.ar_len + 1),
                      .id = in.ar_id,
                      .port = port});
  }
}

void AxiMemory::StepWrite(const AxiManagerSignals& in) {
  if (out_.b_valid && in.b_ready) answers_.pop_front();
  if (in.w_valid && out_.w_ready) {
    Burst& burst = writes_.front();
    uint64_t latency = 1;
    if (burst.port != nullptr) {
      burst.port->next_beat_write = cycle_ + BeatCycles(*burst.port);
      latency = std::max<uint64_t>(burst.port->timing.latency_cycles, 1);
      uint8_t* to = burst.port->region->At(burst.address, kAxiDataBytes);
      const auto* from = reinterpret_cast<const uint8_t*>(in.w_data);
      if (in.w_strb == 0xffffffffu) {
        std::memcpy(to, from, kAxiDataBytes);
        bytes_written_ += kAxiDataBytes;
      } else {
        for (int i = 0; i < kAxiDataBytes; ++i) {
          if ((in.w_strb >> i & 1) == 0) continue;
          to[i] = from[i];
          ++bytes_written_;
        }
      }
    }
    burst.address += kAxiDataBytes;
    if (--burst.beats_left == 0) {
      answers_.push_back({.ready_cycle = cycle_ + latency,
                          .id = burst.id,
                          .resp = burst.port != nullptr ? kRespOkay : kRespDecodeError});
      writes_.pop_front();
    }
  }
  if (in.aw_valid && out_.aw_ready) {
    writes_.push_back({.ready_cycle = cycle_,
                       .address = in.aw_addr / kAxiDataBytes * kAxiDataBytes,
                       .beats_left = static_cast<uint8_t>(in.aw_len + 1),
                       .id = in.aw_id,
                       .port = Decode(in.aw_addr, in.aw_len)});
  }
}

void AxiMemory::Step(const AxiManagerSignals& in) {
  StepRead(in);
  StepWrite(in);
  ++cycle_;
}

}  // namespace ringside
