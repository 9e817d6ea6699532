#include "rtl/mmu/mmu_bench.h"

#include <cstdio>
#include <cstdlib>

#include "uapi/regs/mmu_regs.h"

namespace ringside {
namespace {

namespace mmu = regs::mmu;

// AXI's DECERR.
constexpr uint32_t kDecodeError = 3;

// Ends the program: the bench itself was misused, or the MMU broke the bus protocol.
void Require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "mmu_bench: %s\n", what);
  std::abort();
}

}  // namespace

MmuBench::MmuBench(uint32_t seed)
    : model_(std::make_unique<Vmmu_testbench>(context_.get())), random_(seed) {
  model_->rst_ni = 1;
  model_->eval();
  model_->rst_ni = 0;
  for (int i = 0; i < 2; ++i) Step();
  model_->rst_ni = 1;
  cycle_ = 0;
}

void MmuBench::DriveMemory() {
  model_->ar_ready_i = !random_ready_ || (random_() & 1) != 0;
  const bool due = read_address_.has_value() && read_cycles_left_ == 0;
  model_->r_valid_i = due;
  if (!due) return;
  const bool exists = *read_address_ < kMemoryBytes;
  model_->r_resp_i = exists ? 0 : kDecodeError;
  for (uint64_t i = 0; i < 4; ++i) {
    const uint64_t word = exists ? memory_[*read_address_ / 8 + i] : ~uint64_t{0};
    model_->r_data_i[2 * i] = static_cast<uint32_t>(word);
    model_->r_data_i[2 * i + 1] = static_cast<uint32_t>(word >> 32);
  }
}

void MmuBench::UpdateMemory() {
  Require(!model_->writes_o, "the MMU drove a write channel or an id");
  if (model_->r_valid_i && model_->r_ready_o) read_address_.reset();
  if (read_address_.has_value() && read_cycles_left_ > 0) --read_cycles_left_;
  if (model_->ar_valid_o && model_->ar_ready_i) {
    Require(!read_address_.has_value(), "two reads in flight");
    Require(model_->ar_addr_o % 32 == 0 && model_->ar_len_o == 0, "not one aligned beat");
    read_address_ = model_->ar_addr_o;
    read_cycles_left_ = std::uniform_int_distribution<int>(min_latency_, max_latency_)(random_) - 1;
    ++reads_;
  }
}

void MmuBench::Settle() {
  model_->req_valid_i = 0;
  model_->clk_i = 0;
  model_->eval();
}

bool MmuBench::Step(const std::optional<MmuRequest>& request) {
  model_->req_valid_i = request.has_value();
  if (request.has_value()) {
    model_->req_vmid_i = request->vmid;
    model_->req_va_i = request->va;
    model_->req_write_i = request->write;
  }
  DriveMemory();
  model_->clk_i = 0;
  model_->eval();

  const bool taken = request.has_value() && model_->req_ready_o;
  answer_.reset();
  if (model_->rsp_valid_o) {
    answer_ = MmuAnswer{model_->rsp_ok_o != 0, model_->rsp_pa_o, model_->rsp_reason_o, cycle_};
  }
  UpdateMemory();

  model_->clk_i = 1;
  model_->eval();
  ++cycle_;
  return taken;
}

bool MmuBench::StepWithRegister(RegisterAccess* access, const std::optional<MmuRequest>& request) {
  model_->reg_valid_i = 1;
  model_->reg_write_i = access->write;
  model_->reg_from_host_i = access->from_host;
  model_->reg_addr_i = access->address;
  model_->reg_wdata_i = access->data;
  // The answer is combinational and a read has no side effect here: take it before the clock edge.
  model_->eval();
  if (!access->write) access->data = model_->reg_rdata_o;
  access->error = model_->reg_error_o != 0;
  const bool taken = Step(request);
  model_->reg_valid_i = 0;
  return taken;
}

MmuAnswer MmuBench::Translate(const MmuRequest& request) {
  while (!Step(request)) {
  }
  const uint64_t taken = cycle_ - 1;
  do {
    Step();
  } while (!answer_.has_value());
  last_latency_ = answer_->cycle - taken;
  return *answer_;
}

uint32_t MmuBench::ReadRegister(uint32_t address) {
  RegisterAccess access{.address = address};
  StepWithRegister(&access);
  Require(!access.error, "a register read failed");
  return access.data;
}

void MmuBench::WriteRegister(uint32_t address, uint32_t data) {
  RegisterAccess access{.write = true, .address = address, .data = data};
  StepWithRegister(&access);
  Require(!access.error, "a register write failed");
}

void MmuBench::SetContext(uint32_t vmid, uint64_t root, uint32_t pasid, bool valid) {
  WriteRegister(mmu::VmidContextOffset(vmid), 0);
  WriteRegister(mmu::VmidRootLoOffset(vmid), static_cast<uint32_t>(root));
  WriteRegister(mmu::VmidRootHiOffset(vmid), static_cast<uint32_t>(root >> 32));
  WriteRegister(mmu::VmidContextOffset(vmid), pasid | (valid ? mmu::kVmidContextValidMask : 0));
}

void MmuBench::Invalidate(uint32_t inv_req) {
  WriteRegister(mmu::kInvReqOffset, inv_req);
  while (ReadRegister(mmu::kInvStatusOffset) & mmu::kInvStatusBusyMask) {
  }
}

}  // namespace ringside
