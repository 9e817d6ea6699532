#include "testbench/machine/wave_file.h"

namespace ringside {
namespace {

// Wave time: 1 ns a cycle, in ps so that the falling edge has a time too.
constexpr uint64_t kPsPerCycle = 1000;

}  // namespace

bool WaveFile::Open(Vmachine* model, const std::string& path, uint64_t from, uint64_t to) {
  file_.reset(new VerilatedFstC);
  file_->set_time_unit("1ps");
  file_->set_time_resolution("1ps");
  model->trace(file_.get(), /*levels=*/99);
  file_->open(path.c_str());
  from_ = from;
  to_ = to;
  last_ = 0;
  return file_->isOpen();
}

void WaveFile::Close(uint64_t cycle) {
  if (Covers(cycle) && cycle > last_) file_->dump(cycle * kPsPerCycle);
  file_.reset();
}

void WaveFile::Rise(uint64_t cycle) {
  if (Covers(cycle)) file_->dump(cycle * kPsPerCycle);
}

void WaveFile::Fall(uint64_t cycle) {
  if (Covers(cycle)) {
    file_->dump(cycle * kPsPerCycle + kPsPerCycle / 2);
    last_ = cycle;
  }
  if (cycle >= to_) file_.reset();
}

}  // namespace ringside
