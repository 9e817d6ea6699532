#include "rtl/sdma/test/bench.h"

#include <algorithm>
#include <cstring>

#include "Vsdma_testbench.h"
#include "verilated.h"

namespace ringside {

Bench::Bench(uint32_t seed, uint64_t memory_bytes)
    : context_(std::make_unique<VerilatedContext>()),
      model_(std::make_unique<Vsdma_testbench>(context_.get())),
      random_(seed),
      memory_(memory_bytes, seed + 1) {
  model_->clk_i = 0;
  model_->rst_ni = 0;
  model_->eval();
  model_->clk_i = 1;
  model_->eval();
  model_->clk_i = 0;
  model_->rst_ni = 1;
  model_->eval();
}

Bench::~Bench() { model_->final(); }

bool Bench::Chance(double p) {
  return p > 0 && std::uniform_real_distribution<double>(0, 1)(random_) < p;
}

void Bench::Cycle() {
  ++cycle_;
  DriveHqd();
  DriveMmu();
  const BusOut& bus = memory_.Drive();
  model_->ar_ready_i = bus.ar_ready;
  model_->r_valid_i = bus.r_valid;
  model_->r_id_i = bus.r_id;
  model_->r_resp_i = bus.r_resp;
  model_->r_last_i = bus.r_last;
  if (bus.r_valid) std::copy_n(bus.r_data.data(), 8, model_->r_data_i.data());
  model_->aw_ready_i = bus.aw_ready;
  model_->w_ready_i = bus.w_ready;
  model_->b_valid_i = bus.b_valid;
  model_->b_id_i = bus.b_id;
  model_->b_resp_i = bus.b_resp;
  model_->ih_ready_i = !Chance(stall_);
  model_->eval();

  BusIn in = {};
  in.ar_valid = model_->ar_valid_o;
  in.ar_id = model_->ar_id_o;
  in.ar_len = model_->ar_len_o;
  in.ar_addr = model_->ar_addr_o;
  in.aw_valid = model_->aw_valid_o;
  in.aw_id = model_->aw_id_o;
  in.aw_len = model_->aw_len_o;
  in.aw_addr = model_->aw_addr_o;
  in.w_valid = model_->w_valid_o;
  in.w_last = model_->w_last_o;
  in.w_strb = model_->w_strb_o;
  if (in.w_valid) std::copy_n(model_->w_data_o.data(), 8, in.w_data.data());
  StepInterrupt();
  StepMmu();
  StepHqd();
  Watch();
  memory_.Step(in);

  model_->clk_i = 1;
  model_->eval();
  model_->clk_i = 0;
}

void Bench::DriveHqd() {
  uint8_t runnable = 0;
  uint8_t kernel = 0;
  int held = -1;
  for (int i = 0; i < kSlots; ++i) {
    const Slot& slot = slots_[i];
    const uint64_t mask = (uint64_t{1} << slot.context.rb_size_log2) - 1;
    const bool work = ((slot.wptr ^ slot.context.rptr) & mask) != 0 || slot.context.ib_active ||
                      slot.context.mid_active;
    if (slot.active && !slot.stop && !slot.held && !slot.fault.valid && work) runnable |= 1 << i;
    if (slot.context.priv) kernel |= 1 << i;
    if (slot.held) held = i;
  }
  model_->runnable_i = runnable;
  model_->kernel_i = kernel;
  model_->hold_stop_i = held >= 0 && slots_[held].stop;
  model_->hold_wptr_i = held >= 0 ? slots_[held].wptr : 0;
  const Context& context = slots_[model_->sel_slot_o].context;
  model_->sel_vmid_i = context.vmid;
  model_->sel_priv_i = context.priv;
  model_->sel_doorbell_i = context.doorbell;
  model_->sel_rb_base_i = context.rb_base;
  model_->sel_rb_size_log2_i = context.rb_size_log2;
  model_->sel_rptr_i = context.rptr;
  model_->sel_rptr_addr_i = context.rptr_addr;
  model_->sel_fence_addr_i = context.fence_addr;
  model_->sel_ib_active_i = context.ib_active;
  model_->sel_ib_base_i = context.ib_base;
  model_->sel_ib_offset_i = context.ib_offset;
  model_->sel_ib_size_i = context.ib_size;
  model_->sel_mid_active_i = context.mid_active;
  model_->sel_mid_header_i = context.mid_header;
  model_->sel_mid_src_i = context.mid_src;
  model_->sel_mid_dst_i = context.mid_dst;
  model_->sel_mid_left_i = context.mid_left;
  model_->sel_mid_data_i = context.mid_data;
}

void Bench::StepHqd() {
  if (model_->take_valid_o) {
    slots_[model_->take_slot_o].held = true;
    last_take_ = cycle_;
    first_fetch_ = 0;
  }
  if (!model_->release_valid_o) return;
  for (Slot& slot : slots_) {
    if (!slot.held) continue;
    slot.held = false;
    ++slot.releases;
    Context& context = slot.context;
    context.vmid = model_->release_vmid_o;
    context.priv = model_->release_priv_o;
    context.doorbell = model_->release_doorbell_o;
    context.rb_base = model_->release_rb_base_o;
    context.rb_size_log2 = model_->release_rb_size_log2_o;
    context.rptr = model_->release_rptr_o;
    context.rptr_addr = model_->release_rptr_addr_o;
    context.fence_addr = model_->release_fence_addr_o;
    context.ib_active = model_->release_ib_active_o;
    context.ib_base = model_->release_ib_base_o;
    context.ib_offset = model_->release_ib_offset_o;
    context.ib_size = model_->release_ib_size_o;
    context.mid_active = model_->release_mid_active_o;
    context.mid_header = model_->release_mid_header_o;
    context.mid_src = model_->release_mid_src_o;
    context.mid_dst = model_->release_mid_dst_o;
    context.mid_left = model_->release_mid_left_o;
    context.mid_data = model_->release_mid_data_o;
    slot.fault = {model_->fault_valid_o != 0, model_->fault_reason_o, model_->fault_write_o != 0,
                  model_->fault_addr_o, model_->fault_header_o};
    if (!slot.fault.valid) slot.fault = {};
  }
}

void Bench::DriveMmu() {
  model_->mmu_req_ready_i = !translating_ && !Chance(stall_);
  model_->mmu_rsp_valid_i = translating_ && cycle_ >= translation_at_;
  model_->mmu_rsp_ok_i = translation_.ok;
  model_->mmu_rsp_pa_i = translation_.pa + translation_error_;
  model_->mmu_rsp_reason_i = translation_.reason;
}

void Bench::StepMmu() {
  if (model_->mmu_rsp_valid_i) translating_ = false;
  if (!model_->mmu_req_valid_o || !model_->mmu_req_ready_i) return;
  translating_ = true;
  translation_at_ =
      cycle_ + std::uniform_int_distribution<uint32_t>(1, translation_cycles_)(random_);
  translation_ =
      map_.Translate(model_->mmu_req_vmid_o, model_->mmu_req_va_o, model_->mmu_req_write_o != 0);
}

void Bench::StepInterrupt() {
  if (!model_->ih_valid_o || !model_->ih_ready_i) return;
  Interrupt interrupt = {model_->ih_source_o, model_->ih_vmid_o, {}};
  std::copy_n(model_->ih_data_o.data(), 4, interrupt.data.begin());
  interrupts_.push_back(interrupt);
  if (on_interrupt_) on_interrupt_(interrupt);
}

void Bench::Watch() {
  if (model_->watch_packet_valid_o) ++packets_seen_;
  if (model_->watch_fetch_valid_o && first_fetch_ == 0) first_fetch_ = cycle_;
}

bool Bench::RunUntilIdle(uint64_t limit) {
  for (uint64_t i = 0; i < limit; ++i) {
    Cycle();
    if (model_->runnable_i == 0 && !model_->watch_busy_o && memory_.idle()) return true;
  }
  return false;
}

bool Bench::RunUntilHeld(int slot, bool held, uint64_t limit) {
  for (uint64_t i = 0; i < limit; ++i) {
    if (slots_[slot].held == held) return true;
    Cycle();
  }
  return false;
}

bool Bench::ReadRegister(uint32_t addr, uint32_t* value) {
  model_->reg_valid_i = 1;
  model_->reg_write_i = 0;
  model_->reg_addr_i = addr;
  model_->eval();
  *value = model_->reg_rdata_o;
  const bool ok = !model_->reg_error_o;
  model_->reg_valid_i = 0;
  return ok;
}

bool Bench::WriteRegister(uint32_t addr, uint32_t value) {
  model_->reg_valid_i = 1;
  model_->reg_write_i = 1;
  model_->reg_addr_i = addr;
  model_->reg_wdata_i = value;
  model_->eval();
  const bool ok = !model_->reg_error_o;
  Cycle();
  model_->reg_valid_i = 0;
  return ok;
}

void Bench::Poke(uint8_t vmid, uint64_t va, const void* data, uint64_t bytes) {
  const auto* from = static_cast<const uint8_t*>(data);
  while (bytes > 0) {
    const uint64_t chunk = std::min(bytes, AddressMap::kPage - va % AddressMap::kPage);
    std::memcpy(&memory_.bytes().at(map_.Translate(vmid, va, false).pa), from, chunk);
    va += chunk, from += chunk, bytes -= chunk;
  }
}

void Bench::Peek(uint8_t vmid, uint64_t va, void* data, uint64_t bytes) {
  auto* to = static_cast<uint8_t*>(data);
  while (bytes > 0) {
    const uint64_t chunk = std::min(bytes, AddressMap::kPage - va % AddressMap::kPage);
    std::memcpy(to, &memory_.bytes().at(map_.Translate(vmid, va, false).pa), chunk);
    va += chunk, to += chunk, bytes -= chunk;
  }
}

uint32_t Bench::Peek32(uint8_t vmid, uint64_t va) {
  uint32_t value;
  Peek(vmid, va, &value, sizeof(value));
  return value;
}

uint64_t Bench::Peek64(uint8_t vmid, uint64_t va) {
  uint64_t value;
  Peek(vmid, va, &value, sizeof(value));
  return value;
}

void Bench::Submit(int slot, const Packets& packets) {
  Slot& to = slots_[slot];
  const uint64_t mask = (uint64_t{1} << to.context.rb_size_log2) - 1;
  for (uint32_t dword : packets.dwords()) {
    Poke(to.context.vmid, to.context.rb_base + (to.wptr & mask), &dword, sizeof(dword));
    to.wptr += sizeof(dword);
  }
}

}  // namespace ringside
