// A group of benchmarks that can be asked for by name, and what each gets to work with.
#ifndef RINGSIDE_TOOLS_BENCH_GROUP_H_
#define RINGSIDE_TOOLS_BENCH_GROUP_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "tools/bench/row.h"

namespace ringside::bench {

struct Context {
  absl::Span<const uint8_t> firmware_elf;
  // Samples of each distribution.
  uint32_t samples = 16;
  // Told what is being measured now.
  std::function<void(const std::string& what)> on_progress = [](const std::string&) {};
};

struct Group {
  std::string name;
  std::string what;  // One line for the help text.
  absl::StatusOr<std::vector<Row>> (*measure)(const Context& context);
};

}  // namespace ringside::bench

#endif  // RINGSIDE_TOOLS_BENCH_GROUP_H_
