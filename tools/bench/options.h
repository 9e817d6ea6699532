// The command line of the benchmarks.
#ifndef RINGSIDE_TOOLS_BENCH_OPTIONS_H_
#define RINGSIDE_TOOLS_BENCH_OPTIONS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "tools/bench/group.h"

namespace ringside::bench {

struct Options {
  // In the order of `groups` as given to ParseOptions, each at most once; all when none was named.
  std::vector<const Group*> groups;
  std::string json;
  bool help = false;
};

std::string HelpText(absl::Span<const Group> groups);

// `arguments` without the program's name. The result points into `groups`. INVALID_ARGUMENT: one
// line that names the argument, and for an unknown group all that there are.
absl::StatusOr<Options> ParseOptions(absl::Span<const std::string> arguments,
                                     absl::Span<const Group> groups);

}  // namespace ringside::bench

#endif  // RINGSIDE_TOOLS_BENCH_OPTIONS_H_
