#include "rtl/core/core_harness.h"

#include <algorithm>
#include <bit>

#include "absl/strings/str_format.h"
#include "testbench/iss/rvfi.h"

namespace ringside {
namespace {

// mem_op_e of core_pkg.
constexpr uint32_t kOpLoad = 0;
constexpr uint32_t kOpStore = 1;

// No instruction, WFI aside, takes as long as this with the latencies that tests use.
constexpr int kStuckCycles = 1000;

}  // namespace

CoreHarness::CoreHarness(Options options) : options_(options), random_(options.seed) {
  core_.clk_i = 0;
  core_.rst_ni = 0;
  core_.eval();
  core_.clk_i = 1;
  core_.eval();
  core_.clk_i = 0;
  core_.eval();
  core_.rst_ni = 1;
}

void CoreHarness::LoadCode(uint32_t address, const std::vector<uint32_t>& words) {
  std::copy(words.begin(), words.end(), memory_.code().begin() + address / 4);
  iss_memory_.code() = memory_.code();
}

void CoreHarness::LoadData(uint32_t address, const std::vector<uint32_t>& words) {
  const uint32_t offset = address - FlatMemory::kDataBase;
  std::copy(words.begin(), words.end(), memory_.data().begin() + offset / 4);
  iss_memory_.data() = memory_.data();
}

void CoreHarness::BreakFetch(uint32_t address) {
  memory_.BreakFetch(address);
  iss_memory_.BreakFetch(address);
}

void CoreHarness::BreakStore(uint32_t address) {
  memory_.BreakStore(address);
  iss_memory_.BreakStore(address);
}

void CoreHarness::set_interrupts(uint32_t mip) {
  mip_ = mip & 0xffff0888;
  core_.irq_software_i = mip >> 3 & 1;
  core_.irq_timer_i = mip >> 7 & 1;
  core_.irq_external_i = mip >> 11 & 1;
  core_.irq_fast_i = mip >> 16;
}

void CoreHarness::TakeFetch() {
  if (!core_.imem_valid_o) return;
  fetch_ = FetchFrom(&memory_, core_.imem_addr_o);
  fetch_wait_ = Latency(options_.max_fetch_latency);
  fetch_taken_ = true;
}

void CoreHarness::TakeData() {
  if (!core_.dmem_valid_o) return;
  data_rdata_ = 0;
  data_error_ = false;
  data_wait_ = Latency(options_.max_data_latency);
  const uint32_t address = core_.dmem_addr_o;
  const int bytes = std::popcount(core_.dmem_be_o);
  if (core_.dmem_op_o == kOpLoad) {
    // The whole word is given; the core picks its lanes.
    data_error_ = !memory_.Load(address & ~3u, 4, &data_rdata_);
  } else if (core_.dmem_op_o == kOpStore) {
    data_error_ = !memory_.Store(address, bytes, core_.dmem_wdata_o >> (8 * (address % 4)));
  }
}

void CoreHarness::Answer() {
  if (fetch_taken_) core_.imem_rvalid_i = 0;
  fetch_taken_ = false;
  if (fetch_wait_ != 0 && --fetch_wait_ == 0) {
    core_.imem_rvalid_i = 1;
    core_.imem_rdata_i = fetch_.rdata;
    core_.imem_error_i = fetch_.error;
  }
  core_.dmem_rvalid_i = 0;
  if (data_wait_ != 0 && --data_wait_ == 0) {
    core_.dmem_rvalid_i = 1;
    core_.dmem_rdata_i = data_rdata_;
    core_.dmem_error_i = data_error_;
  }
}

absl::Status CoreHarness::Cycle() {
  core_.eval();
  retired_.reset();
  retired_after_nmi_ = false;
  absl::Status status;
  if (core_.rvfi_valid || core_.rvfi_ext_debug) {
    retired_ = ReadRvfi(core_);
    retired_after_nmi_ = retired_->intr && (core_.rvfi_ext_mip & 1) != 0;
    if (!retired_->trap && !retired_->debug) ++instructions_;
    status = lockstep_.Check(*retired_, core_.rvfi_ext_mip);
  }
  TakeFetch();
  TakeData();
  debugger_.Sample(core_.debug_o);

  core_.clk_i = 1;
  core_.eval();
  core_.clk_i = 0;
  Answer();
  debugger_.Drive(&core_.debug_i[0]);
  ++cycles_;
  return status;
}

absl::Status CoreHarness::Run(uint64_t count) {
  const uint64_t goal = instructions_ + count;
  uint64_t last_progress = cycles_;
  while (instructions_ < goal) {
    if (absl::Status status = Cycle(); !status.ok()) return status;
    if (retired_.has_value()) last_progress = cycles_;
    if (cycles_ - last_progress > kStuckCycles) {
      return absl::DeadlineExceededError(
          absl::StrFormat("nothing retired for %d cycles, after %#x", kStuckCycles, iss().pc()));
    }
  }
  return absl::OkStatus();
}

}  // namespace ringside
