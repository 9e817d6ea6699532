// Reads a bare-metal program: a 32-bit little-endian RISC-V ELF executable with its symbols.
//
// The file is not trusted: whatever its bytes are, the answer is a checked program or one clear
// error.
#ifndef RINGSIDE_TESTBENCH_CORE_RUNNER_ELF_PROGRAM_H_
#define RINGSIDE_TESTBENCH_CORE_RUNNER_ELF_PROGRAM_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace ringside {

struct ElfProgram {
  struct Segment {
    uint32_t address;  // Physical, where a loader puts it.
    std::vector<uint8_t> data;
    uint32_t memory_bytes;  // At least data's; the rest is zero.
  };

  uint32_t entry = 0;
  std::vector<Segment> segments;
  std::map<std::string, uint32_t> symbols;  // Empty for a stripped file.

  std::optional<uint32_t> Symbol(const std::string& name) const {
    const auto symbol = symbols.find(name);
    return symbol == symbols.end() ? std::nullopt : std::optional(symbol->second);
  }
};

// INVALID_ARGUMENT: not such an executable, or cut short; one line without the file's name.
absl::StatusOr<ElfProgram> ParseElfProgram(absl::Span<const uint8_t> file);

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_CORE_RUNNER_ELF_PROGRAM_H_
