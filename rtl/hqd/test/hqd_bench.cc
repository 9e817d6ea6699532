#include "rtl/hqd/test/hqd_bench.h"

#include <cstring>

#include "gtest/gtest.h"

namespace ringside {

HqdBench::HqdBench() : top_(std::make_unique<Vhqd_harness>(&context_)) {
  top_->clk_i = 0;
  top_->rst_ni = 0;
  Tick(2);
  top_->rst_ni = 1;
  Tick();
}

HqdBench::~HqdBench() {
  // Verilator 5.006 unregisters a model's scopes from the thread's last context, whosever that is.
  Verilated::threadContextp(&context_);
  top_->final();
}

void HqdBench::Settle() {
  top_->clk_i = 0;
  top_->eval();
}

void HqdBench::Tick(int cycles) {
  for (int n = 0; n < cycles; ++n) {
    memory_.Drive(top_.get());
    Settle();
    memory_.Clock(top_.get());
    top_->clk_i = 1;
    top_->eval();
    top_->clk_i = 0;
    top_->ring_valid_i = 0;
    top_->take_valid_i = 0;
    top_->release_valid_i = 0;
    top_->fault_valid_i = 0;
    top_->reg_valid_i = 0;
    ++cycle_;
  }
  Settle();
}

bool HqdBench::WriteInCycle(uint32_t addr, uint32_t value, bool from_host) {
  top_->reg_valid_i = 1;
  top_->reg_write_i = 1;
  top_->reg_from_host_i = from_host;
  top_->reg_addr_i = addr;
  top_->reg_wdata_i = value;
  Settle();
  return !top_->reg_error_o;
}

bool HqdBench::Write(uint32_t addr, uint32_t value, bool from_host) {
  const bool ok = WriteInCycle(addr, value, from_host);
  Tick();
  return ok;
}

uint32_t HqdBench::Peek(uint32_t addr) {
  top_->reg_valid_i = 1;
  top_->reg_write_i = 0;
  top_->reg_addr_i = addr;
  Settle();
  EXPECT_FALSE(top_->reg_error_o) << "register " << addr;
  top_->reg_valid_i = 0;
  return top_->reg_rdata_o;
}

uint32_t HqdBench::Read(uint32_t addr) {
  const uint32_t value = Peek(addr);
  Tick();
  return value;
}

bool HqdBench::ReadFails(uint32_t addr) {
  top_->reg_valid_i = 1;
  top_->reg_write_i = 0;
  top_->reg_addr_i = addr;
  Settle();
  const bool fails = top_->reg_error_o;
  Tick();
  return fails;
}

void HqdBench::Ring(int slot, uint64_t wptr) {
  top_->ring_valid_i = 1;
  top_->ring_slot_i = slot;
  top_->ring_wptr_i = wptr;
}

bool HqdBench::Runnable(int slot) {
  Settle();
  return top_->runnable_o >> slot & 1;
}

void HqdBench::Take(int slot) {
  top_->take_valid_i = 1;
  top_->take_slot_i = slot;
}

Progress HqdBench::Selected(int slot) {
  top_->sel_slot_i = slot;
  Settle();
  return {.rptr = top_->rptr_o,
          .ib_active = top_->ib_active_o != 0,
          .ib_base = top_->ib_base_o,
          .ib_offset = top_->ib_offset_o,
          .ib_size = top_->ib_size_o,
          .mid_active = top_->mid_active_o != 0,
          .mid_header = top_->mid_header_o,
          .mid_src = top_->mid_src_o,
          .mid_dst = top_->mid_dst_o,
          .mid_left = top_->mid_left_o,
          .mid_data = top_->mid_data_o};
}

void HqdBench::Release(int slot, const Progress& progress, const Fault* fault) {
  top_->sel_slot_i = slot;
  top_->release_valid_i = 1;
  top_->rptr_i = progress.rptr;
  top_->ib_active_i = progress.ib_active;
  top_->ib_base_i = progress.ib_base;
  top_->ib_offset_i = progress.ib_offset;
  top_->ib_size_i = progress.ib_size;
  top_->mid_active_i = progress.mid_active;
  top_->mid_header_i = progress.mid_header;
  top_->mid_src_i = progress.mid_src;
  top_->mid_dst_i = progress.mid_dst;
  top_->mid_left_i = progress.mid_left;
  top_->mid_data_i = progress.mid_data;
  top_->fault_valid_i = fault != nullptr;
  if (fault != nullptr) {
    top_->fault_reason_i = fault->reason;
    top_->fault_write_i = fault->write;
    top_->fault_addr_i = fault->addr;
    top_->fault_header_i = fault->header;
  }
}

void HqdBench::StoreMqd(uint64_t addr, const rs_sdma_mqd& mqd) {
  uint32_t words[RS_MQD_DWORDS];
  std::memcpy(words, &mqd, sizeof(words));
  for (int n = 0; n < RS_MQD_DWORDS; ++n) memory_.Write32(addr + n * 4, words[n]);
}

rs_sdma_mqd HqdBench::FetchMqd(uint64_t addr) const {
  uint32_t words[RS_MQD_DWORDS];
  for (int n = 0; n < RS_MQD_DWORDS; ++n) words[n] = memory_.Read32(addr + n * 4);
  rs_sdma_mqd mqd;
  std::memcpy(&mqd, words, sizeof(words));
  return mqd;
}

int HqdBench::WaitFor(int slot, SlotState state) {
  int cycles = 0;
  while (State(slot) != state && cycles < 1000) {
    Tick();
    ++cycles;
  }
  EXPECT_EQ(State(slot), state) << "slot " << slot;
  return cycles;
}

void HqdBench::Load(int slot, uint64_t mqd_addr) {
  EXPECT_TRUE(Write(slot * kSlotStride + kMqdAddr, mqd_addr >> 8));
  EXPECT_TRUE(Give(slot, kLoad));
  WaitFor(slot, kActive);
}

Progress MqdProgress(const rs_sdma_mqd& mqd) {
  const auto join = [](uint32_t hi, uint32_t lo) { return uint64_t{hi} << 32 | lo; };
  constexpr uint64_t kAddressMask = (uint64_t{1} << 48) - 1;
  constexpr uint32_t kSizeMask = (1u << 20) - 1;
  return {.rptr = join(mqd.rptr_hi, mqd.rptr_lo),
          .ib_active = (mqd.ib_cntl & RS_IB_CNTL_ACTIVE) != 0,
          .ib_base = join(mqd.ib_base_hi, mqd.ib_base_lo) & kAddressMask,
          .ib_offset = mqd.ib_rptr & kSizeMask,
          .ib_size = mqd.ib_size & kSizeMask,
          .mid_active = (mqd.midcmd_cntl & RS_MIDCMD_ACTIVE) != 0,
          .mid_header = mqd.mid_header,
          .mid_src = join(mqd.mid_src_hi, mqd.mid_src_lo) & kAddressMask,
          .mid_dst = join(mqd.mid_dst_hi, mqd.mid_dst_lo) & kAddressMask,
          .mid_left = mqd.mid_left,
          .mid_data = mqd.mid_data};
}

}  // namespace ringside
