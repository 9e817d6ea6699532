// What random programs reached: every instruction, every hazard between neighbours, every trap
// cause and every bit of the CSR fields, counted from what the core retires.
//
// Add() instructions in the order of their retirement; where another program begins, call
// Restart().
#ifndef RINGSIDE_RTL_CORE_CORE_COVERAGE_H_
#define RINGSIDE_RTL_CORE_CORE_COVERAGE_H_

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "testbench/iss/iss.h"

namespace ringside {

// One kind of points: name and how often it was reached, for every point that can be.
struct CoverageGroup {
  std::string name;
  std::vector<std::pair<std::string, uint64_t>> points;

  size_t covered() const;
  std::vector<std::string> missing() const;
};

class CoreCoverage {
 public:
  CoreCoverage();

  void Add(const Retired& retired);
  void Restart() { before_ = {}; }
  void Merge(const CoreCoverage& other);

  // Decode table, hazards, trap causes, CSR fields.
  std::vector<CoverageGroup> Groups() const;

 private:
  static constexpr size_t kKinds = 10;
  static constexpr size_t kOperands = 2;
  // Instructions that stand one or two apart meet in the pipeline; those further apart never do.
  static constexpr size_t kDistances = 2;
  // An instruction whose result a younger one may need.
  struct Producer {
    size_t kind = 0;
    uint32_t rd = 0;
  };

  // `insn` is the instruction in 32 bits.
  void AddHazards(const Retired& retired, uint32_t insn);
  void AddCsr(const Retired& retired);

  // By index into the decode table.
  std::vector<uint64_t> decode_;
  uint64_t hazards_[kKinds][kKinds][kOperands][kDistances] = {};
  // By mcause, interrupts from 32.
  std::array<uint64_t, 64> causes_{};
  // By index of the field: [bit][value].
  std::vector<std::array<std::array<uint64_t, 2>, 32>> csrs_;
  // The younger first.
  std::array<Producer, kDistances> before_{};
};

// One line a group, with up to `most_missing` names of points that were not reached.
std::string CoverageText(const std::vector<CoverageGroup>& groups, size_t most_missing);
// {"<group>": {"covered", "points", "missing": [...], "counts": {...}}}
std::string CoverageJson(const std::vector<CoverageGroup>& groups);

}  // namespace ringside

#endif  // RINGSIDE_RTL_CORE_CORE_COVERAGE_H_
