#include "testbench/core_runner/core_model.h"

#include <bit>

#include "testbench/iss/fetch_port.h"

namespace ringside {
namespace {

// mem_op_e of core_pkg; the third is a fence, which has nothing to wait for here.
constexpr uint32_t kOpLoad = 0;
constexpr uint32_t kOpStore = 1;

// Wave time: 1 ns a cycle, in ps so that the falling edge has a time too.
constexpr uint64_t kPsPerCycle = 1000;

}  // namespace

CoreModel::CoreModel(ProgramMemory* memory, uint32_t latency, bool waves)
    : memory_(memory), latency_(latency) {
  // Else Verilator starts a pool of threads that a single-threaded model never uses.
  context_.threads(1);
  context_.traceEverOn(waves);
  core_ = std::make_unique<Vcore_runner>(&context_);
  core_->clk_i = 0;
  core_->rst_ni = 0;
  core_->eval();
  core_->clk_i = 1;
  core_->eval();
  core_->clk_i = 0;
  core_->eval();
  core_->rst_ni = 1;
}

CoreModel::~CoreModel() {
  if (waves_ != nullptr) waves_->close();
  core_->final();
}

bool CoreModel::OpenWaves(const std::string& path) {
  waves_ = std::make_unique<VerilatedFstC>();
  waves_->set_time_unit("1ps");
  waves_->set_time_resolution("1ps");
  core_->trace(waves_.get(), /*levels=*/99);
  waves_->open(path.c_str());
  return waves_->isOpen();
}

void CoreModel::TakeFetch() {
  if (!core_->imem_valid_o) return;
  // Also in place of a request that is not yet answered: that one is abandoned.
  const FetchAnswer answer = FetchFrom(memory_, core_->imem_addr_o);
  fetch_ = {.wait = latency_, .rdata = answer.rdata, .error = answer.error};
}

void CoreModel::TakeData() {
  if (!core_->dmem_valid_o) return;
  data_ = {.wait = latency_};
  const uint32_t address = core_->dmem_addr_o;
  if (core_->dmem_op_o == kOpLoad) {
    // The whole word is given; the core picks its lanes.
    data_.error = !memory_->Load(address & ~3u, 4, &data_.rdata);
  } else if (core_->dmem_op_o == kOpStore) {
    const int lane = std::countr_zero(core_->dmem_be_o);
    data_.error = !memory_->Store((address & ~3u) + lane, std::popcount(core_->dmem_be_o),
                                  core_->dmem_wdata_o >> (8 * lane));
  }
}

void CoreModel::Answer() {
  // An answered fetch stays on the port until the next request.
  if (fetch_.wait != 0) {
    core_->imem_rvalid_i = --fetch_.wait == 0;
    core_->imem_rdata_i = fetch_.rdata;
    core_->imem_error_i = fetch_.error;
  }
  core_->dmem_rvalid_i = 0;
  if (data_.wait != 0 && --data_.wait == 0) {
    core_->dmem_rvalid_i = 1;
    core_->dmem_rdata_i = data_.rdata;
    core_->dmem_error_i = data_.error;
  }
}

void CoreModel::Settle() {
  core_->eval();
  if (waves_ != nullptr) waves_->dump(cycle_ * kPsPerCycle + kPsPerCycle / 2);
}

void CoreModel::Clock() {
  TakeFetch();
  TakeData();
  core_->clk_i = 1;
  core_->eval();
  ++cycle_;
  if (waves_ != nullptr) waves_->dump(cycle_ * kPsPerCycle);
  core_->clk_i = 0;
  Answer();
}

}  // namespace ringside
