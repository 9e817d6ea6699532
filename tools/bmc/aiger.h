// And-inverter graphs as yosys writes them (binary AIGER 1.9), and their evaluation cycle by cycle.
//
// A literal is twice a variable's number, plus 1 if inverted; literals 0 and 1 are the constants.
// Latches start at 0: yosys gives those with a free start an input for it (`write_aiger -zinit`).
#ifndef RINGSIDE_TOOLS_BMC_AIGER_H_
#define RINGSIDE_TOOLS_BMC_AIGER_H_

#include <array>
#include <cstdint>
#include <istream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace ringside {

class Aiger {
 public:
  // Errors: not such a file, or one that is cut short.
  static absl::StatusOr<Aiger> Read(std::istream& in);

  uint32_t inputs() const { return inputs_; }

  // Evaluates one more cycle, the first one after the start; `inputs` has a value for each input.
  void Step(const std::vector<bool>& inputs);
  // Of the last cycle.
  bool Value(uint32_t literal) const { return values_[literal / 2] != ((literal & 1) != 0); }

 private:
  uint32_t inputs_ = 0;
  std::vector<uint32_t> next_;  // Of each latch.
  std::vector<std::array<uint32_t, 2>> ands_;
  // By variable: the constant, inputs, latches, gates.
  std::vector<bool> values_;
  bool started_ = false;
};

}  // namespace ringside

#endif  // RINGSIDE_TOOLS_BMC_AIGER_H_
