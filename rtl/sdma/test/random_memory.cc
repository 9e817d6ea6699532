#include "rtl/sdma/test/random_memory.h"

#include <cstring>
#include <iterator>

namespace ringside {
namespace {

constexpr uint64_t kBeatBytes = 32;
constexpr uint8_t kDecodeError = 3;

// One of the queues whose oldest entry is ready, at random; nullptr if there is none.
template <typename Queues>
typename Queues::value_type* PickReady(Queues& queues, uint64_t cycle, std::mt19937& random) {
  std::vector<typename Queues::value_type*> ready;
  for (auto& queue : queues) {
    if (queue.second.front().ready_at <= cycle) ready.push_back(&queue);
  }
  if (ready.empty()) return nullptr;
  return ready[random() % ready.size()];
}

}  // namespace

bool RandomMemory::Chance(double p) {
  return p > 0 && std::uniform_real_distribution<double>(0, 1)(random_) < p;
}

bool RandomMemory::Bad(uint64_t addr) const {
  return addr + kBeatBytes > bytes_.size() || (addr >= bad_begin_ && addr < bad_end_);
}

uint64_t RandomMemory::ReadyAt() {
  return cycle_ + std::uniform_int_distribution<uint32_t>(behaviour_.latency_min,
                                                          behaviour_.latency_max)(random_);
}

const BusOut& RandomMemory::Drive() {
  ++cycle_;
  out_ = {};
  out_.ar_ready = !Chance(behaviour_.stall);
  out_.aw_ready = !Chance(behaviour_.stall);
  out_.w_ready = !open_writes_.empty() && !Chance(behaviour_.stall);
  if (!Chance(behaviour_.stall)) {
    if (auto* queue = PickReady(reads_, cycle_, random_)) {
      const Read& read = queue->second.front();
      out_.r_valid = true;
      out_.r_id = queue->first;
      out_.r_last = read.beats_left == 1;
      if (Bad(read.addr)) {
        out_.r_resp = kDecodeError;
      } else {
        std::memcpy(out_.r_data.data(), &bytes_[read.addr], kBeatBytes);
      }
    }
  }
  if (!Chance(behaviour_.stall)) {
    if (auto* queue = PickReady(writes_, cycle_, random_)) {
      const Write& write = queue->second.front();
      out_.b_valid = true;
      out_.b_id = queue->first;
      if (Bad(write.addr)) out_.b_resp = kDecodeError;
    }
  }
  return out_;
}

void RandomMemory::Step(const BusIn& in) {
  // The engine is always ready for answers.
  if (out_.r_valid) {
    auto queue = reads_.find(out_.r_id);
    Read& read = queue->second.front();
    read.addr += kBeatBytes;
    if (--read.beats_left == 0) queue->second.pop_front();
    if (queue->second.empty()) reads_.erase(queue);
  }
  if (out_.b_valid) {
    auto queue = writes_.find(out_.b_id);
    const Write& write = queue->second.front();
    for (size_t beat = 0; beat < write.data.size() && out_.b_resp == 0; ++beat) {
      const auto* from = reinterpret_cast<const uint8_t*>(write.data[beat].data());
      for (uint64_t i = 0; i < kBeatBytes; ++i) {
        if (write.strobes[beat] >> i & 1) bytes_[write.addr + beat * kBeatBytes + i] = from[i];
      }
    }
    queue->second.pop_front();
    if (queue->second.empty()) writes_.erase(queue);
  }
  if (in.w_valid && out_.w_ready) {
    Write& write = open_writes_.front();
    write.data.push_back(in.w_data);
    write.strobes.push_back(in.w_strb);
    if (--write.beats_left == 0) {
      write.ready_at = ReadyAt();
      writes_[write.id].push_back(write);
      open_writes_.pop_front();
    }
  }
  if (in.ar_valid && out_.ar_ready) {
    reads_[in.ar_id].push_back({in.ar_addr, in.ar_len + 1u, ReadyAt()});
  }
  if (in.aw_valid && out_.aw_ready) {
    open_writes_.push_back({in.aw_id, in.aw_addr, in.aw_len + 1u, 0, {}, {}});
  }
}

}  // namespace ringside
