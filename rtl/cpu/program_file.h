// The measured programs of rtl/cpu/programs, as the two memories want them.
#ifndef RINGSIDE_RTL_CPU_PROGRAM_FILE_H_
#define RINGSIDE_RTL_CPU_PROGRAM_FILE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace ringside {

struct Program {
  std::vector<uint32_t> code;
  std::vector<uint32_t> data;
};

// Those that end in _c are the same with compressed instructions and bit manipulation.
inline constexpr const char* kPrograms[] = {"lists",   "matrices",   "states",   "queues",
                                            "lists_c", "matrices_c", "states_c", "queues_c"};

// By name; the current folder is the repository's (or its runfiles'). NotFound, or DataLoss for a
// file of another shape.
absl::StatusOr<Program> ReadProgram(const std::string& name);

}  // namespace ringside

#endif  // RINGSIDE_RTL_CPU_PROGRAM_FILE_H_
