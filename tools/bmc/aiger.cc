#include "tools/bmc/aiger.h"

#include <sstream>

#include "absl/status/status.h"

namespace ringside {
namespace {

// Seven bits a byte, least significant first, the top bit set in all but the last.
bool ReadDelta(std::istream& in, uint32_t* delta) {
  *delta = 0;
  for (int shift = 0; shift < 35; shift += 7) {
    const int byte = in.get();
    if (byte < 0) return false;
    *delta |= static_cast<uint32_t>(byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) return true;
  }
  return false;
}

bool ReadLiteral(std::istream& in, uint32_t* literal) {
  std::string line;
  if (!std::getline(in, line)) return false;
  return static_cast<bool>(std::istringstream(line) >> *literal);
}

}  // namespace

absl::StatusOr<Aiger> Aiger::Read(std::istream& in) {
  const absl::Status broken = absl::InvalidArgumentError("not a whole binary AIGER file");
  std::string line, magic;
  if (!std::getline(in, line)) return broken;
  std::istringstream header(line);
  uint32_t variables = 0, latches = 0, outputs = 0, ands = 0, bad = 0, constraints = 0;
  Aiger graph;
  header >> magic >> variables >> graph.inputs_ >> latches >> outputs >> ands;
  if (!header || magic != "aig" || variables != graph.inputs_ + latches + ands) return broken;
  header >> bad >> constraints;  // Both are left out if 0.

  graph.next_.resize(latches);
  for (uint32_t& next : graph.next_) {
    if (!ReadLiteral(in, &next)) return broken;
  }
  uint32_t ignored = 0;
  // What is to be proved and what was assumed: not needed here.
  for (uint32_t i = 0; i < outputs + bad + constraints; ++i) {
    if (!ReadLiteral(in, &ignored)) return broken;
  }
  graph.ands_.resize(ands);
  uint32_t literal = 2 * (graph.inputs_ + latches + 1);
  for (auto& [left, right] : graph.ands_) {
    uint32_t first = 0, second = 0;
    if (!ReadDelta(in, &first) || !ReadDelta(in, &second)) return broken;
    if (first > literal || second > literal - first) return broken;
    left = literal - first;
    right = left - second;
    literal += 2;
  }
  for (const uint32_t next : graph.next_) {
    if (next / 2 > variables) return broken;
  }
  graph.values_.resize(variables + 1);
  return graph;
}

void Aiger::Step(const std::vector<bool>& inputs) {
  const uint32_t first_latch = 1 + inputs_;
  if (started_) {
    std::vector<bool> next(next_.size());
    for (size_t i = 0; i < next_.size(); ++i) next[i] = Value(next_[i]);
    for (size_t i = 0; i < next_.size(); ++i) values_[first_latch + i] = next[i];
  }
  started_ = true;
  for (uint32_t i = 0; i < inputs_; ++i) values_[1 + i] = inputs[i];
  uint32_t variable = first_latch + next_.size();
  for (const auto& [left, right] : ands_) values_[variable++] = Value(left) && Value(right);
}

}  // namespace ringside
