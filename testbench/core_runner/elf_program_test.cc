#include "testbench/core_runner/elf_program.h"

#include <elf.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ringside {
namespace {

using ::testing::HasSubstr;
using Bytes = std::vector<uint8_t>;

Bytes Sum() {
  std::ifstream file("testbench/core_runner/programs/sum.elf", std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(file), {});
}

std::string ErrorOf(const Bytes& file) {
  const auto program = ParseElfProgram(file);
  if (program.ok()) return "accepted";
  EXPECT_EQ(program.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(program.status().message());
}

// What is said of the file with one field of its header, or of its first segment's, changed.
template <typename Header, typename Field>
std::string ErrorWith(Field Header::*field, uint32_t value) {
  Bytes file = Sum();
  Elf32_Ehdr elf;
  std::memcpy(&elf, file.data(), sizeof(elf));
  size_t at = std::is_same_v<Header, Elf32_Ehdr> ? 0 : elf.e_phoff;
  // The attributes are no segment that is loaded.
  Elf32_Phdr first;
  std::memcpy(&first, file.data() + elf.e_phoff, sizeof(first));
  if (at != 0 && first.p_type != PT_LOAD) at += sizeof(first);
  Header header;
  std::memcpy(&header, file.data() + at, sizeof(header));
  header.*field = static_cast<Field>(value);
  std::memcpy(file.data() + at, &header, sizeof(header));
  return ErrorOf(file);
}

TEST(ParseElfProgram, ReadsSegmentsAndSymbols) {
  const auto program = ParseElfProgram(Sum());
  ASSERT_TRUE(program.ok()) << program.status();
  EXPECT_EQ(program->entry, 0x80000004u);
  EXPECT_EQ(program->Symbol("_start"), 0x80000004u);
  EXPECT_EQ(program->Symbol("tohost"), 0x80000080u);
  EXPECT_EQ(program->Symbol("end_signature"), 0x800000a0u);
  EXPECT_EQ(program->Symbol("nobody"), std::nullopt);
  ASSERT_FALSE(program->segments.empty());
  const ElfProgram::Segment& code = program->segments[0];
  EXPECT_EQ(code.address, 0x80000000u);
  ASSERT_GE(code.data.size(), 8u);
  EXPECT_GE(code.memory_bytes, code.data.size());
  // auipc a0, 0
  EXPECT_EQ(Bytes(code.data.begin() + 4, code.data.begin() + 8), (Bytes{0x17, 5, 0, 0}));
}

TEST(ParseElfProgram, AStrippedFileHasNoSymbols) {
  Bytes file = Sum();
  Elf32_Ehdr elf;
  std::memcpy(&elf, file.data(), sizeof(elf));
  elf.e_shoff = 0;
  elf.e_shnum = 0;
  std::memcpy(file.data(), &elf, sizeof(elf));
  const auto program = ParseElfProgram(file);
  ASSERT_TRUE(program.ok()) << program.status();
  EXPECT_TRUE(program->symbols.empty());
}

TEST(ParseElfProgram, HeadersAreNotTrusted) {
  EXPECT_EQ(ErrorWith(&Elf32_Ehdr::e_type, ET_REL), "not an executable (ELF type 1)");
  EXPECT_EQ(ErrorWith(&Elf32_Ehdr::e_machine, EM_ARM), "not for RISC-V (ELF machine 40)");
  EXPECT_EQ(ErrorWith(&Elf32_Ehdr::e_entry, 0x80000001), "entry point 0x80000001 is odd");
  EXPECT_EQ(ErrorWith(&Elf32_Ehdr::e_phnum, 0), "nothing to load");
  EXPECT_EQ(ErrorWith(&Elf32_Ehdr::e_phentsize, 31), "headers of unknown size");
  EXPECT_THAT(ErrorWith(&Elf32_Ehdr::e_phoff, 0xffffffff), HasSubstr("truncated: program headers"));
  EXPECT_THAT(ErrorWith(&Elf32_Ehdr::e_shoff, 0xffffffff), HasSubstr("truncated: section headers"));
  EXPECT_EQ(ErrorWith(&Elf32_Phdr::p_offset, 0xffffffff),
            "truncated: segment 1 at 0x80000000 is beyond the end of the file");
  EXPECT_EQ(ErrorWith(&Elf32_Phdr::p_memsz, 1),
            "segment 1 at 0x80000000 has more bytes in the file than in memory");
}

TEST(ParseElfProgram, NoPrefixOfAFileIsAFile) {
  const Bytes file = Sum();
  for (size_t bytes = 0; bytes < file.size(); ++bytes) {
    EXPECT_NE(ErrorOf(Bytes(file.begin(), file.begin() + bytes)), "accepted") << bytes;
  }
}

// Any answer will do, if only there is one.
TEST(ParseElfProgram, SurvivesDamage) {
  constexpr uint64_t kSeed = 1;
  std::mt19937_64 random(kSeed);
  const Bytes good = Sum();
  for (int i = 0; i < 5000; ++i) {
    Bytes file = good;
    for (uint64_t n = random() % 8 + 1; n != 0; --n) {
      // Half of the damage where the headers are.
      const bool early = random() % 2 == 0;
      const bool late = random() % 2 == 0;
      const size_t at = early ? random() % 180 : random() % file.size();
      file[late && !early ? file.size() - 1 - random() % 500 : at] = static_cast<uint8_t>(random());
    }
    ParseElfProgram(file).status().IgnoreError();
  }
}

}  // namespace
}  // namespace ringside
