#include "rtl/cpu/random_axi_memory.h"

namespace ringside {
namespace {

constexpr uint8_t kRespOkay = 0;
constexpr uint8_t kRespDecErr = 3;

}  // namespace

void RandomAxiMemory::Drive(Vcpu_testbench* cpu) {
  cpu->ar_ready_i = beats_left_ == 0 && read_wait_ == 0;
  cpu->r_valid_i = beats_left_ != 0 && read_wait_ == 0;
  if (cpu->r_valid_i) {
    const bool inside = Inside(read_address_);
    for (uint32_t i = 0; i < kBeatBytes / 4; ++i) {
      cpu->r_data_i[i] = inside ? words_[read_address_ / 4 + i] : 0;
    }
    cpu->r_resp_i = inside ? kRespOkay : kRespDecErr;
    cpu->r_last_i = beats_left_ == 1;
  }
  cpu->aw_ready_i = write_ == Write::kIdle && write_wait_ == 0;
  cpu->w_ready_i = write_ == Write::kData && write_wait_ == 0;
  cpu->b_valid_i = write_ == Write::kAnswer && write_wait_ == 0;
  cpu->b_resp_i = Inside(write_address_) ? kRespOkay : kRespDecErr;
}

void RandomAxiMemory::Step(const Vcpu_testbench& cpu) {
  if (read_wait_ != 0) --read_wait_;
  if (write_wait_ != 0) --write_wait_;

  if (cpu.ar_valid_o && cpu.ar_ready_i) {
    read_address_ = cpu.ar_addr_o;
    beats_left_ = cpu.ar_len_o + 1;
    read_wait_ = Wait();
    ++reads_;
  } else if (cpu.r_valid_i && cpu.r_ready_o) {
    read_address_ += kBeatBytes;
    --beats_left_;
    read_wait_ = Wait();
  }

  if (cpu.aw_valid_o && cpu.aw_ready_i) {
    write_address_ = cpu.aw_addr_o;
    write_ = Write::kData;
    write_wait_ = Wait();
    ++writes_;
  } else if (cpu.w_valid_o && cpu.w_ready_i) {
    for (uint32_t i = 0; i < kBeatBytes && Inside(write_address_); ++i) {
      if ((cpu.w_strb_o >> i & 1) == 0) continue;
      uint32_t& word = words_[(write_address_ + i) / 4];
      const uint32_t mask = 0xffu << 8 * (i % 4);
      word = (word & ~mask) | (cpu.w_data_o[i / 4] & mask);
    }
    write_ = Write::kAnswer;
    write_wait_ = Wait();
  } else if (cpu.b_valid_i && cpu.b_ready_o) {
    write_ = Write::kIdle;
    write_wait_ = Wait();
  }
}

}  // namespace ringside
