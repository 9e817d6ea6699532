#include "host/firmware_loader/elf_image.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "uapi/memory_map.h"

namespace ringside {
namespace {

// The few numbers of the ELF format that are needed here.
constexpr uint32_t kHeaderBytes = 52;
constexpr uint32_t kProgramHeaderBytes = 32;
constexpr uint8_t kClass32 = 1;
constexpr uint8_t kLittleEndian = 1;
constexpr uint16_t kExecutable = 2;
constexpr uint16_t kMachineRiscv = 243;
constexpr uint32_t kLoad = 1;

// Reads fields whose place was checked to be inside the file.
class Fields {
 public:
  explicit Fields(absl::Span<const uint8_t> bytes) : bytes_(bytes) {}
  uint32_t U16(size_t at) const { return bytes_[at] | bytes_[at + 1] << 8; }
  uint32_t U32(size_t at) const { return U16(at) | U16(at + 2) << 16; }

 private:
  absl::Span<const uint8_t> bytes_;
};

absl::Status CheckHeader(absl::Span<const uint8_t> file) {
  const auto bad = [](absl::string_view why) {
    return absl::InvalidArgumentError(absl::StrFormat("firmware image: %s", why));
  };
  if (file.size() < kHeaderBytes) return bad("shorter than an ELF header");
  if (file[0] != 0x7f || file[1] != 'E' || file[2] != 'L' || file[3] != 'F') {
    return bad("not an ELF file");
  }
  if (file[4] != kClass32) return bad("not a 32-bit ELF file");
  if (file[5] != kLittleEndian) return bad("not little endian");
  const Fields fields(file);
  if (fields.U16(16) != kExecutable) return bad("not an executable");
  if (fields.U16(18) != kMachineRiscv) return bad("not for RISC-V");
  if (fields.U32(24) != 0) return bad("its entry point is not 0, where the core starts");
  if (fields.U16(42) != kProgramHeaderBytes) return bad("program headers have an unknown size");
  const uint64_t table_end =
      uint64_t{fields.U32(28)} + uint64_t{fields.U16(44)} * kProgramHeaderBytes;
  if (table_end > file.size()) return bad("program headers are beyond the end of the file");
  return absl::OkStatus();
}

struct Place {
  CoreMemory memory;
  uint32_t offset;
};

std::optional<Place> FindPlace(uint32_t address, uint64_t bytes) {
  const uint64_t end = address + bytes;
  if (end <= RS_CORE_ITCM_BASE + RS_CORE_ITCM_BYTES) {
    return Place{CoreMemory::kItcm, address - RS_CORE_ITCM_BASE};
  }
  if (address >= RS_CORE_DTCM_BASE && end <= uint64_t{RS_CORE_DTCM_BASE} + RS_CORE_DTCM_BYTES) {
    return Place{CoreMemory::kDtcm, address - RS_CORE_DTCM_BASE};
  }
  return std::nullopt;
}

absl::StatusOr<FirmwareSegment> ReadSegment(absl::Span<const uint8_t> file, uint32_t number,
                                            size_t header) {
  const Fields fields(file);
  const uint32_t file_offset = fields.U32(header + 4);
  const uint32_t vaddr = fields.U32(header + 8);
  const uint32_t paddr = fields.U32(header + 12);
  const uint32_t file_bytes = fields.U32(header + 16);
  const uint32_t memory_bytes = fields.U32(header + 20);
  const auto bad = [&](absl::string_view why) {
    return absl::InvalidArgumentError(
        absl::StrFormat("firmware image: segment %u at 0x%x: %s", number, paddr, why));
  };
  if (uint64_t{file_offset} + file_bytes > file.size()) {
    return bad("its bytes are beyond the end of the file");
  }
  if (memory_bytes < file_bytes) return bad("it has more bytes in the file than in memory");
  if (paddr % 4 != 0) return bad("its address is not a multiple of 4");
  // A segment that startup code copies elsewhere is zero-filled there by the same code.
  const uint64_t bytes = paddr == vaddr ? memory_bytes : file_bytes;
  const uint64_t rounded = (bytes + 3) & ~uint64_t{3};
  const std::optional<Place> place = FindPlace(paddr, rounded);
  if (!place.has_value()) return bad("it is outside ITCM and DTCM");
  FirmwareSegment segment{place->memory, place->offset, std::vector<uint8_t>(rounded)};
  std::copy_n(file.begin() + file_offset, file_bytes, segment.data.begin());
  return segment;
}

bool Overlap(const FirmwareSegment& a, const FirmwareSegment& b) {
  return a.memory == b.memory && a.offset < b.offset + b.data.size() &&
         b.offset < a.offset + a.data.size();
}

}  // namespace

absl::StatusOr<FirmwareImage> ParseFirmwareElf(absl::Span<const uint8_t> file) {
  if (absl::Status status = CheckHeader(file); !status.ok()) return status;
  const Fields fields(file);
  const uint32_t count = fields.U16(44);
  FirmwareImage image;
  for (uint32_t i = 0; i < count; ++i) {
    const size_t header = size_t{fields.U32(28)} + size_t{i} * kProgramHeaderBytes;
    if (fields.U32(header) != kLoad || fields.U32(header + 20) == 0) continue;
    absl::StatusOr<FirmwareSegment> segment = ReadSegment(file, i, header);
    if (!segment.ok()) return segment.status();
    for (const FirmwareSegment& other : image.segments) {
      if (Overlap(other, *segment)) {
        return absl::InvalidArgumentError(
            absl::StrFormat("firmware image: segment %u overlaps another", i));
      }
    }
    image.segments.push_back(*std::move(segment));
  }
  if (image.segments.empty()) {
    return absl::InvalidArgumentError("firmware image: it has nothing to load");
  }
  return image;
}

}  // namespace ringside
