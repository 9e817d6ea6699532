#include "rtl/cpu/cpu_harness.h"

#include "testbench/iss/rvfi.h"

namespace ringside {

CpuHarness::CpuHarness(uint64_t seed, uint32_t max_wait)
    : memory_(seed, kMemoryBytes, max_wait), random_(seed), max_wait_(max_wait) {
  cpu_.clk_i = 0;
  cpu_.rst_ni = 0;
  cpu_.eval();
  cpu_.rst_ni = 1;
  Load({});
}

void CpuHarness::Load(const std::vector<uint32_t>& code, const std::vector<uint32_t>& data) {
  cpu_.run_i = 0;
  Cycle().IgnoreError();
  iss_memory_ = ObservedMemory();
  lockstep_ = std::make_unique<Lockstep>(&iss_memory_, 0);
  for (uint32_t i = 0; i < code.size(); ++i)
    WriteTcm(false, 4 * i, iss_memory_.code()[i] = code[i]);
  for (uint32_t i = 0; i < data.size(); ++i) WriteTcm(true, 4 * i, iss_memory_.data()[i] = data[i]);
  instructions_ = 0;
  cpu_.run_i = !code.empty();
}

void CpuHarness::WriteTcm(bool dtcm, uint32_t address, uint32_t value) {
  cpu_.tcm_req_valid_i = 1;
  cpu_.tcm_req_write_i = 1;
  cpu_.tcm_req_dtcm_i = dtcm;
  cpu_.tcm_req_addr_i = address;
  cpu_.tcm_req_wdata_i = value;
  Cycle().IgnoreError();
  cpu_.tcm_req_valid_i = 0;
}

uint32_t CpuHarness::ReadTcm(bool dtcm, uint32_t address) {
  cpu_.tcm_req_valid_i = 1;
  cpu_.tcm_req_write_i = 0;
  cpu_.tcm_req_dtcm_i = dtcm;
  cpu_.tcm_req_addr_i = address;
  Cycle().IgnoreError();
  cpu_.tcm_req_valid_i = 0;
  cpu_.eval();
  return cpu_.tcm_rsp_rdata_o;
}

void CpuHarness::DriveRegisters() {
  cpu_.reg_ready_i = register_wait_ == 0;
  const uint32_t index = cpu_.reg_addr_o / 4;
  cpu_.reg_error_i = index >= kRegisters;
  cpu_.reg_rdata_i = index < kRegisters ? registers_[index] : 0;
}

void CpuHarness::StepRegisters() {
  if (register_wait_ != 0) {
    --register_wait_;
    return;
  }
  if (!cpu_.reg_valid_o) return;
  const uint32_t index = cpu_.reg_addr_o / 4;
  if (cpu_.reg_write_o && index < kRegisters) registers_[index] = cpu_.reg_wdata_o;
  register_wait_ = std::uniform_int_distribution<uint32_t>(0, max_wait_)(random_);
}

absl::Status CpuHarness::Cycle() {
  memory_.Drive(&cpu_);
  DriveRegisters();
  cpu_.eval();
  retired_.reset();
  absl::Status status;
  if (cpu_.rvfi_valid) {
    retired_ = ReadRvfi(cpu_);
    ++instructions_;
    iss_memory_.Observe(*retired_);
    status = lockstep_->Check(*retired_, cpu_.rvfi_ext_mip);
  }
  memory_.Step(cpu_);
  StepRegisters();
  cpu_.clk_i = 1;
  cpu_.eval();
  cpu_.clk_i = 0;
  ++cycles_;
  return status;
}

absl::Status CpuHarness::RunToSleep(uint64_t limit) {
  for (uint64_t end = cycles_ + limit; cycles_ < end;) {
    if (absl::Status status = Cycle(); !status.ok()) return status;
    if (cpu_.sleep_o) return absl::OkStatus();
  }
  return absl::DeadlineExceededError("the core does not sleep");
}

}  // namespace ringside
