// FST waves of the machine for a span of cycles.
//
// The one rule: the file can be read only once it is closed, by the span's end or Close().
#ifndef RINGSIDE_TESTBENCH_MACHINE_WAVE_FILE_H_
#define RINGSIDE_TESTBENCH_MACHINE_WAVE_FILE_H_

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

#include "Vmachine.h"
#include "verilated_fst_c.h"

namespace ringside {

class WaveFile {
 public:
  // Creates the file at `path` for cycles `from` to `to`, both included. Can it be written?
  bool Open(Vmachine* model, const std::string& path, uint64_t from, uint64_t to);
  // Ends it in `cycle`; signals that stood still until then are shown to.
  void Close(uint64_t cycle);
  bool is_open() const { return file_ != nullptr; }

  // The last cycle before which nothing has to be evaluated for the file's sake, seen from `cycle`.
  uint64_t IdleUntil(uint64_t cycle) const {
    if (file_ == nullptr || cycle > to_) return UINT64_MAX;
    return std::max<uint64_t>(cycle < from_ ? from_ : to_, 1) - 1;
  }

  // The model stands as it is after the rising, then the falling edge that began `cycle`.
  void Rise(uint64_t cycle);
  void Fall(uint64_t cycle);

 private:
  struct CloseFile {
    void operator()(VerilatedFstC* file) const {
      file->close();
      delete file;
    }
  };
  bool Covers(uint64_t cycle) const { return file_ != nullptr && cycle >= from_ && cycle <= to_; }

  std::unique_ptr<VerilatedFstC, CloseFile> file_;
  uint64_t from_ = 0;
  uint64_t to_ = 0;
  // The last cycle in the file; 0: none.
  uint64_t last_ = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_MACHINE_WAVE_FILE_H_
