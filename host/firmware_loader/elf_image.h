// Reads a firmware image: a 32-bit little-endian RISC-V ELF executable.
//
// The one rule: the file is not trusted. Whatever its bytes are, the answer is a checked list of
// segments or one clear error; the caller need check nothing again.
#ifndef RINGSIDE_HOST_FIRMWARE_LOADER_ELF_IMAGE_H_
#define RINGSIDE_HOST_FIRMWARE_LOADER_ELF_IMAGE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace ringside {

enum class CoreMemory { kItcm, kDtcm };

struct FirmwareSegment {
  CoreMemory memory;
  uint32_t offset;            // Bytes from the start of the memory; a multiple of 4.
  std::vector<uint8_t> data;  // Whole words; zero filled to the segment's size in memory.
};

struct FirmwareImage {
  std::vector<FirmwareSegment> segments;
};

// INVALID_ARGUMENT: not such an executable, cut short, overlapping, or a segment outside the core's
// memories. The entry point must be 0, where the core starts.
absl::StatusOr<FirmwareImage> ParseFirmwareElf(absl::Span<const uint8_t> file);

}  // namespace ringside

#endif  // RINGSIDE_HOST_FIRMWARE_LOADER_ELF_IMAGE_H_
