#include "rtl/hqd/test/axi_memory.h"

#include <cstring>

#include "gtest/gtest.h"

namespace ringside {
namespace {

constexpr int kBeatBytes = 32;
constexpr uint8_t kSlvErr = 2;

}  // namespace

void AxiMemory::SetFailing(uint64_t addr, bool failing) {
  addr &= ~uint64_t{511};
  if (failing) {
    failing_.insert(addr);
  } else {
    failing_.erase(addr);
  }
}

uint64_t AxiMemory::Read64(uint64_t addr) const {
  uint64_t value = 0;
  std::memcpy(&value, &bytes_.at(addr), sizeof(value));
  return value;
}

void AxiMemory::Write32(uint64_t addr, uint32_t value) {
  std::memcpy(&bytes_.at(addr), &value, sizeof(value));
}

void AxiMemory::Write64(uint64_t addr, uint64_t value) {
  std::memcpy(&bytes_.at(addr), &value, sizeof(value));
}

void AxiMemory::Drive(Vhqd_harness* top) {
  top->ar_ready_i = Chance();
  top->aw_ready_i = !write_ && !answer_due_ && Chance();
  top->w_ready_i = write_ && write_->taken < write_->beats && Chance();

  top->r_valid_i = 0;
  const int first = rng_ == nullptr ? 0 : static_cast<int>((*rng_)() % 2);
  for (int n = 0; n < 2 && !top->r_valid_i; ++n) {
    const int id = first ^ n;
    if (reads_[id].empty() || reads_[id].front().due > now_ || !Chance()) continue;
    const Read& read = reads_[id].front();
    top->r_valid_i = 1;
    top->r_id_i = id;
    top->r_last_i = read.sent + 1 == read.beats;
    top->r_resp_i = read.fails ? kSlvErr : 0;
    std::memcpy(&top->r_data_i, &bytes_.at(read.addr + read.sent * kBeatBytes), kBeatBytes);
  }

  top->b_valid_i = answer_due_ && *answer_due_ <= now_;
  top->b_resp_i = answered_.fails ? kSlvErr : 0;
}

void AxiMemory::Clock(const Vhqd_harness* top) {
  ++now_;
  if (top->r_valid_i) {
    Read& read = reads_[top->r_id_i].front();
    ++read.sent;
    if (top->r_last_i) {
      if (on_answer_) on_answer_({false, top->r_id_i, read.addr, top->r_resp_i != 0});
      reads_[top->r_id_i].pop_front();
    }
  }
  if (top->b_valid_i) {
    if (on_answer_) on_answer_({true, 0, answered_.addr, top->b_resp_i != 0});
    answer_due_.reset();
  }
  if (top->ar_valid_o && top->ar_ready_i) {
    ASSERT_LT(top->ar_id_o, 2);
    ASSERT_EQ(top->ar_addr_o % kBeatBytes, 0u);
    ASSERT_EQ(top->ar_addr_o / 4096, (top->ar_addr_o + top->ar_len_o * kBeatBytes) / 4096);
    reads_[top->ar_id_o].push_back({.addr = top->ar_addr_o,
                                    .beats = top->ar_len_o + 1,
                                    .fails = Fails(top->ar_addr_o),
                                    .due = Due()});
  }
  if (top->w_valid_o && top->w_ready_i) {
    for (int n = 0; n < kBeatBytes; ++n) {
      if ((top->w_strb_o >> n & 1) == 0 || write_->fails) continue;
      const auto* data = reinterpret_cast<const uint8_t*>(&top->w_data_o);
      bytes_.at(write_->addr + write_->taken * kBeatBytes + n) = data[n];
    }
    ++write_->taken;
    ASSERT_EQ(top->w_last_o, write_->taken == write_->beats);
    if (top->w_last_o) {
      answered_ = *write_;
      answer_due_ = Due();
      write_.reset();
    }
  }
  if (top->aw_valid_o && top->aw_ready_i) {
    ASSERT_EQ(top->aw_addr_o % kBeatBytes, 0u);
    write_ =
        Write{.addr = top->aw_addr_o, .beats = top->aw_len_o + 1, .fails = Fails(top->aw_addr_o)};
  }
}

}  // namespace ringside
