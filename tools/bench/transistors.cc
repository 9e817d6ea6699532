#include "tools/bench/transistors.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace ringside::bench {

absl::StatusOr<double> ReadTransistors(const std::string& module) {
  constexpr char kFigures[] = "rtl/synthesis/transistors.txt";
  std::ifstream file(kFigures);
  if (!file) {
    // Started by hand: the runfiles are beside the program.
    std::error_code ignored;
    const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", ignored);
    file.open(absl::StrCat(self.string(), ".runfiles/ringside/", kFigures));
  }
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string name;
    double transistors = 0;
    if (words >> name >> transistors && name == module) return transistors;
  }
  return absl::NotFoundError(absl::StrCat(kFigures, " has no figure of ", module));
}

}  // namespace ringside::bench
