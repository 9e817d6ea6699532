// Prints a block in the three forms that are used: SystemVerilog, C++ and Markdown.
//
// Each opens with `source`, the repository path of the description, so that a reader knows what to
// edit. README.md lists the names that come out.
#ifndef TOOLS_REGS_EMIT_H_
#define TOOLS_REGS_EMIT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "tools/regs/block.h"

namespace ringside::regs {

// Package <block>_regs_pkg.
std::string EmitSystemVerilog(const Block& block, absl::string_view source);

// Header of namespace ringside::regs::<block>, needing nothing but <stdint.h>.
std::string EmitCpp(const Block& block, absl::string_view source);

// The table for people.
std::string EmitMarkdown(const Block& block, absl::string_view source);

}  // namespace ringside::regs

#endif  // TOOLS_REGS_EMIT_H_
