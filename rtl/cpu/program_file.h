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

// What they do; the first has something of all the others but the last.
inline constexpr const char* kPrograms[] = {"mix", "lists", "matrices", "states", "crc", "queues"};
// How each is built, by the end of its name: -O2 or -O3 (_o3), without or with compressed
// instructions and bit manipulation (_c).
inline constexpr const char* kBuilds[] = {"", "_c", "_o3", "_c_o3"};

// All programs in all builds.
std::vector<std::string> ProgramNames();

// By name, from the runfiles. NotFound, or DataLoss for a file of another shape.
absl::StatusOr<Program> ReadProgram(const std::string& name);

}  // namespace ringside

#endif  // RINGSIDE_RTL_CPU_PROGRAM_FILE_H_
