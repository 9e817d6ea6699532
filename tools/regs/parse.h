// Reads a .regs.toml file; README.md describes the format.
#ifndef TOOLS_REGS_PARSE_H_
#define TOOLS_REGS_PARSE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tools/regs/block.h"

namespace ringside::regs {

// Parses and checks a whole description. `path` stands in messages, and its file name must be
// "<block>.regs.toml". Fails with InvalidArgument and one line "path:line: where: what" for the
// first mistake: bad syntax, an unknown or missing key, a bad value, or registers or fields that
// overlap.
absl::StatusOr<Block> ParseBlock(absl::string_view path, absl::string_view text);

}  // namespace ringside::regs

#endif  // TOOLS_REGS_PARSE_H_
