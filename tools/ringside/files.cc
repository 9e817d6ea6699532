#include "tools/ringside/files.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace ringside {
namespace {

// Where the firmware_image rule puts the image, seen from the runfiles' main folder.
constexpr char kFirmware[] = "firmware/firmware.elf";

}  // namespace

std::string UserPath(const std::string& path) {
  const char* folder = std::getenv("BUILD_WORKING_DIRECTORY");
  if (folder == nullptr || path.empty() || path[0] == '/' || std::filesystem::exists(path)) {
    return path;
  }
  return absl::StrCat(folder, "/", path);
}

absl::StatusOr<std::string> FirmwarePath() {
  std::error_code ignored;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", ignored);
  // `bazel run` and tests start in the runfiles; a program started by hand has them beside it.
  const std::filesystem::path candidates[] = {kFirmware,
                                              self.string() + ".runfiles/ringside/" + kFirmware};
  for (const std::filesystem::path& path : candidates) {
    if (std::ifstream(path)) return std::filesystem::absolute(path).string();
  }
  return absl::NotFoundError(
      absl::StrCat("the firmware image ", kFirmware, " is not in the runfiles"));
}

absl::StatusOr<std::vector<uint8_t>> ReadFirmware() {
  const auto path = FirmwarePath();
  if (!path.ok()) return path.status();
  std::ifstream file(*path, std::ios::binary);
  return std::vector<uint8_t>(std::istreambuf_iterator<char>(file), {});
}

absl::Status CheckWritable(const std::string& path) {
  const std::filesystem::path where = UserPath(path);
  const auto refuse = [&](absl::string_view reason) {
    return absl::UnavailableError(absl::StrCat("cannot write ", where.string(), ": ", reason));
  };
  std::error_code ignored;
  if (std::filesystem::is_directory(where, ignored)) return refuse("is a folder");
  const std::filesystem::path folder = where.has_parent_path() ? where.parent_path() : ".";
  if (!std::filesystem::is_directory(folder, ignored)) return refuse("there is no such folder");
  // A new file needs the folder's permission, an old one its own.
  const bool exists = std::filesystem::exists(where, ignored);
  if (access(exists ? where.c_str() : folder.c_str(), W_OK) != 0) return refuse("not permitted");
  return absl::OkStatus();
}

absl::Status WriteFile(const std::string& path, const std::string& text) {
  const std::string where = UserPath(path);
  std::ofstream file(where, std::ios::binary);
  file << text;
  file.close();
  if (!file) return absl::UnavailableError(absl::StrCat("cannot write ", where));
  return absl::OkStatus();
}

}  // namespace ringside
