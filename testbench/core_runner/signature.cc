#include "testbench/core_runner/signature.h"

#include "absl/status/status.h"
#include "absl/strings/str_format.h"

namespace ringside {

absl::StatusOr<SignatureRange> FindSignature(const ElfProgram& program,
                                             const CoreRunnerOptions& options) {
  const auto begin = program.Symbol("begin_signature");
  const auto end = program.Symbol("end_signature");
  if (!begin.has_value() || !end.has_value()) {
    return absl::InvalidArgumentError(
        "no signature: the symbols begin_signature and end_signature are missing");
  }
  if (*begin % 4 != 0 || *end < *begin || *begin < options.memory_base ||
      (uint64_t{*end} + 3) / 4 * 4 > options.memory_base + options.memory_bytes) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "no signature: %#x to %#x is no word-aligned range of memory", *begin, *end));
  }
  return SignatureRange{.begin = *begin, .end = *end};
}

std::string FormatSignature(const ProgramMemory& memory, SignatureRange range) {
  std::string text;
  for (uint32_t address = range.begin; address < range.end; address += 4) {
    absl::StrAppendFormat(&text, "%08x\n", memory.Word(address));
  }
  return text;
}

}  // namespace ringside
