#include "rtl/cpu/program_file.h"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"

namespace ringside {

std::vector<std::string> ProgramNames() {
  std::vector<std::string> names;
  for (const char* program : kPrograms) {
    for (const char* build : kBuilds) names.push_back(absl::StrCat(program, build));
  }
  return names;
}

absl::StatusOr<Program> ReadProgram(const std::string& name) {
  const std::string path = absl::StrCat("rtl/cpu/programs/", name, ".bin");
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    // Started by hand: the runfiles are beside the program.
    std::error_code ignored;
    const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", ignored);
    file.open(absl::StrCat(self.string(), ".runfiles/ringside/", path), std::ios::binary);
  }
  if (!file) return absl::NotFoundError(path);
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  // program.ld puts the data this far behind the code.
  constexpr size_t kCodeBytes = 64 * 1024;
  if (bytes.size() < kCodeBytes) return absl::DataLossError(path);
  Program program;
  program.code.resize(kCodeBytes / 4);
  program.data.resize((bytes.size() - kCodeBytes + 3) / 4);
  std::memcpy(program.code.data(), bytes.data(), kCodeBytes);
  std::memcpy(program.data.data(), bytes.data() + kCodeBytes, bytes.size() - kCodeBytes);
  return program;
}

}  // namespace ringside
