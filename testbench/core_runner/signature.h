// The signature of a test program, as riscv-arch-test compares it: memory between two symbols.
#ifndef RINGSIDE_TESTBENCH_CORE_RUNNER_SIGNATURE_H_
#define RINGSIDE_TESTBENCH_CORE_RUNNER_SIGNATURE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "testbench/core_runner/core_runner.h"
#include "testbench/core_runner/elf_program.h"

namespace ringside {

struct SignatureRange {
  uint32_t begin;
  uint32_t end;  // Not in it; the last word may be cut.
};

// From begin_signature to end_signature. INVALID_ARGUMENT: the program does not have both, in
// order, word aligned and inside the memory of `options`.
absl::StatusOr<SignatureRange> FindSignature(const ElfProgram& program,
                                             const CoreRunnerOptions& options);

// Eight hexadecimal digits a word, one word a line, lowest address first.
std::string FormatSignature(const ProgramMemory& memory, SignatureRange range);

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_CORE_RUNNER_SIGNATURE_H_
