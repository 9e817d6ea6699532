// The size of a block as its synthesis test keeps it (//rtl/synthesis).
#ifndef RINGSIDE_TOOLS_BENCH_TRANSISTORS_H_
#define RINGSIDE_TOOLS_BENCH_TRANSISTORS_H_

#include <string>

#include "absl/status/statusor.h"

namespace ringside::bench {

// From the committed figures, which that test holds against the gates that yosys makes. NOT_FOUND:
// no figure of this module.
absl::StatusOr<double> ReadTransistors(const std::string& module);

}  // namespace ringside::bench

#endif  // RINGSIDE_TOOLS_BENCH_TRANSISTORS_H_
