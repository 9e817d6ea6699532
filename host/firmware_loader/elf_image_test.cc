#include "host/firmware_loader/elf_image.h"

#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "host/device/testing/fake_elf.h"
#include "uapi/memory_map.h"

namespace ringside {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

void Put(std::vector<uint8_t>& file, uint32_t at, uint32_t value, int bytes = 4) {
  for (int i = 0; i < bytes; ++i) file[at + i] = static_cast<uint8_t>(value >> (8 * i));
}

uint32_t Header(uint32_t number, uint32_t field) {
  return kFakeElfProgramHeaders + number * kFakeElfProgramHeaderBytes + field;
}

TEST(ElfImage, SegmentsLandWhereTheySay) {
  const absl::StatusOr<FirmwareImage> image = ParseFirmwareElf(FakeFirmwareElf());
  ASSERT_TRUE(image.ok()) << image.status();
  ASSERT_EQ(image->segments.size(), 2u);
  EXPECT_EQ(image->segments[0].memory, CoreMemory::kItcm);
  EXPECT_EQ(image->segments[0].data.size(), 12u);
  EXPECT_EQ(image->segments[1].memory, CoreMemory::kDtcm);
  EXPECT_EQ(image->segments[1].offset, 0x100u);
  EXPECT_THAT(image->segments[1].data,
              ElementsAre(0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
}

struct Damage {
  const char* name;
  uint32_t at;
  uint32_t value;
  int bytes;
  const char* message;
};

class ElfDamage : public testing::TestWithParam<Damage> {};

TEST_P(ElfDamage, IsNamed) {
  std::vector<uint8_t> file = FakeFirmwareElf();
  Put(file, GetParam().at, GetParam().value, GetParam().bytes);
  const absl::StatusOr<FirmwareImage> image = ParseFirmwareElf(file);
  EXPECT_EQ(image.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(image.status().message()), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    All, ElfDamage,
    testing::Values(Damage{"Magic", 0, 0, 1, "not an ELF"}, Damage{"Class", 4, 2, 1, "32-bit"},
                    Damage{"Endian", 5, 2, 1, "little endian"},
                    Damage{"Type", 16, 1, 2, "executable"}, Damage{"Machine", 18, 62, 2, "RISC-V"},
                    Damage{"Entry", 24, 4, 4, "entry"}, Damage{"HeaderSize", 42, 56, 2, "size"},
                    Damage{"HeaderCount", 44, 0xffff, 2, "program headers are beyond"},
                    Damage{"HeaderOffset", 28, 0xfffffff0, 4, "program headers are beyond"},
                    Damage{"NoSegments", 44, 0, 2, "nothing to load"},
                    Damage{"DataOffset", Header(0, 4), 0xfffffffc, 4, "segment 0"},
                    Damage{"FileSize", Header(0, 16), 0xffffffff, 4, "segment 0"},
                    Damage{"MoreInFile", Header(1, 20), 5, 4, "more bytes in the file"},
                    Damage{"Misaligned", Header(1, 12), 0x10000102, 4, "multiple of 4"},
                    Damage{"Nowhere", Header(1, 12), 0x20000000, 4, "outside ITCM and DTCM"},
                    Damage{"BeyondDtcm", Header(1, 12), 0x1000fffc, 4, "outside ITCM and DTCM"},
                    Damage{"Huge", Header(1, 20), 0xffffffff, 4, "outside ITCM and DTCM"},
                    Damage{"Overlap", Header(2, 0), 1, 4, "overlaps"}),
    [](const auto& info) { return info.param.name; });

TEST(ElfImage, EveryCutIsRefused) {
  const std::vector<uint8_t> file = FakeFirmwareElf();
  for (size_t bytes = 0; bytes < file.size(); ++bytes) {
    EXPECT_FALSE(ParseFirmwareElf(absl::MakeConstSpan(file).first(bytes)).ok()) << bytes;
  }
}

// Whatever the bytes, there is an answer, and an accepted image fits the core's memories.
TEST(ElfImage, RandomDamageNeverEscapes) {
  const uint32_t seed = 4711;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  int accepted = 0;
  for (int round = 0; round < 50000; ++round) {
    std::vector<uint8_t> file = FakeFirmwareElf();
    for (uint32_t i = 0; i <= random() % 4; ++i) file[random() % file.size()] = random();
    const absl::StatusOr<FirmwareImage> image = ParseFirmwareElf(file);
    if (!image.ok()) continue;
    ++accepted;
    for (const FirmwareSegment& segment : image->segments) {
      ASSERT_LE(segment.offset + segment.data.size(), size_t{RS_CORE_ITCM_BYTES});
      ASSERT_EQ(segment.offset % 4, 0u);
      ASSERT_EQ(segment.data.size() % 4, 0u);
    }
  }
  EXPECT_GT(accepted, 0);
}

}  // namespace
}  // namespace ringside
