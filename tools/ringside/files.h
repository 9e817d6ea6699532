// Files of the command line: paths as the user meant them, and the firmware image that was built
// with the program.
#ifndef RINGSIDE_TOOLS_RINGSIDE_FILES_H_
#define RINGSIDE_TOOLS_RINGSIDE_FILES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace ringside {

// A relative path seen from where the user typed the command: `bazel run` starts programs elsewhere
// and names the user's folder in BUILD_WORKING_DIRECTORY. A path that exists from here is left
// alone. Empty stays empty.
std::string UserPath(const std::string& path);

// Where the firmware's ELF image is: in the program's runfiles; absolute. NOT_FOUND: it is not
// there.
absl::StatusOr<std::string> FirmwarePath();

// The firmware's ELF image, from there. NOT_FOUND: it is not there.
absl::StatusOr<std::vector<uint8_t>> ReadFirmware();

// Can `path` be created or overwritten? Looks only, and changes nothing. UNAVAILABLE, naming the
// path and the reason: it cannot.
absl::Status CheckWritable(const std::string& path);

// UNAVAILABLE: the file cannot be written in full.
absl::Status WriteFile(const std::string& path, const std::string& text);

}  // namespace ringside

#endif  // RINGSIDE_TOOLS_RINGSIDE_FILES_H_
