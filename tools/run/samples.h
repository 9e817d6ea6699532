// Latencies of one kind, in cycles, and their percentiles.
#ifndef RINGSIDE_TOOLS_RUN_SAMPLES_H_
#define RINGSIDE_TOOLS_RUN_SAMPLES_H_

#include <algorithm>
#include <cstdint>
#include <vector>

namespace ringside::run {

class Samples {
 public:
  void Add(uint64_t cycles) { cycles_.push_back(cycles); }
  void Add(const std::vector<uint64_t>& cycles) {
    cycles_.insert(cycles_.end(), cycles.begin(), cycles.end());
  }
  void Add(const Samples& other) { Add(other.cycles_); }

  size_t count() const { return cycles_.size(); }
  uint64_t max() const { return Percentile(100); }

  // The smallest sample that at least `percent` of all do not exceed; 0 when there is none.
  uint64_t Percentile(unsigned percent) const {
    if (cycles_.empty()) return 0;
    std::vector<uint64_t> sorted = cycles_;
    std::sort(sorted.begin(), sorted.end());
    const size_t rank = (sorted.size() * percent + 99) / 100;
    return sorted[std::max<size_t>(rank, 1) - 1];
  }

 private:
  std::vector<uint64_t> cycles_;
};

}  // namespace ringside::run

#endif  // RINGSIDE_TOOLS_RUN_SAMPLES_H_
