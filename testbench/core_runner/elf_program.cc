#include "testbench/core_runner/elf_program.h"

#include <elf.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"

namespace ringside {
namespace {

absl::Status Bad(absl::string_view why) { return absl::InvalidArgumentError(why); }

bool IsInside(absl::Span<const uint8_t> file, uint64_t offset, uint64_t bytes) {
  return offset <= file.size() && bytes <= file.size() - offset;
}

// The range was checked to be inside.
template <typename T>
T Read(absl::Span<const uint8_t> file, uint64_t offset) {
  T value;
  std::memcpy(&value, file.data() + offset, sizeof(value));
  return value;
}

absl::Status CheckHeader(absl::Span<const uint8_t> file) {
  if (file.empty()) return Bad("the file is empty");
  if (std::memcmp(file.data(), ELFMAG, std::min<size_t>(file.size(), SELFMAG)) != 0) {
    return Bad("not an ELF file");
  }
  if (file.size() < EI_NIDENT) return Bad("truncated: shorter than an ELF header");
  // Told apart before the length is: the header of a 64-bit file is another one.
  if (file[EI_CLASS] == ELFCLASS64) return Bad("a 64-bit ELF file; the core is 32-bit");
  if (file[EI_CLASS] != ELFCLASS32) return Bad("neither a 32-bit nor a 64-bit ELF file");
  if (file[EI_DATA] == ELFDATA2MSB) return Bad("a big-endian ELF file; the core is little-endian");
  if (file[EI_DATA] != ELFDATA2LSB) return Bad("an ELF file of unknown byte order");
  if (file.size() < sizeof(Elf32_Ehdr)) return Bad("truncated: shorter than an ELF header");
  const auto header = Read<Elf32_Ehdr>(file, 0);
  if (header.e_machine != EM_RISCV) {
    return Bad(absl::StrFormat("not for RISC-V (ELF machine %d)", header.e_machine));
  }
  if (header.e_type != ET_EXEC) {
    return Bad(absl::StrFormat("not an executable (ELF type %d)", header.e_type));
  }
  if (header.e_phentsize != sizeof(Elf32_Phdr) ||
      (header.e_shnum != 0 && header.e_shentsize != sizeof(Elf32_Shdr))) {
    return Bad("headers of unknown size");
  }
  if (!IsInside(file, header.e_phoff, uint64_t{header.e_phnum} * sizeof(Elf32_Phdr))) {
    return Bad("truncated: program headers are beyond the end of the file");
  }
  if (!IsInside(file, header.e_shoff, uint64_t{header.e_shnum} * sizeof(Elf32_Shdr))) {
    return Bad("truncated: section headers are beyond the end of the file");
  }
  return absl::OkStatus();
}

absl::Status ReadSegments(absl::Span<const uint8_t> file, const Elf32_Ehdr& elf,
                          ElfProgram* program) {
  for (uint32_t i = 0; i < elf.e_phnum; ++i) {
    const auto header = Read<Elf32_Phdr>(file, elf.e_phoff + uint64_t{i} * sizeof(Elf32_Phdr));
    if (header.p_type != PT_LOAD || header.p_memsz == 0) continue;
    if (!IsInside(file, header.p_offset, header.p_filesz)) {
      return Bad(absl::StrFormat("truncated: segment %d at %#x is beyond the end of the file", i,
                                 header.p_paddr));
    }
    if (header.p_memsz < header.p_filesz) {
      return Bad(absl::StrFormat("segment %d at %#x has more bytes in the file than in memory", i,
                                 header.p_paddr));
    }
    const uint8_t* data = file.data() + header.p_offset;
    program->segments.push_back(
        {.address = header.p_paddr,
         .data = std::vector<uint8_t>(data, data + header.p_filesz),
         // A segment that startup code copies elsewhere is zero-filled there by the same code.
         .memory_bytes = header.p_paddr == header.p_vaddr ? header.p_memsz : header.p_filesz});
  }
  if (program->segments.empty()) return Bad("nothing to load");
  return absl::OkStatus();
}

absl::Status ReadSymbols(absl::Span<const uint8_t> file, const Elf32_Ehdr& elf,
                         const Elf32_Shdr& table, ElfProgram* program) {
  if (table.sh_link >= elf.e_shnum) return Bad("a symbol table without names");
  const auto strings =
      Read<Elf32_Shdr>(file, elf.e_shoff + uint64_t{table.sh_link} * sizeof(Elf32_Shdr));
  if (!IsInside(file, table.sh_offset, table.sh_size) ||
      !IsInside(file, strings.sh_offset, strings.sh_size)) {
    return Bad("truncated: symbols are beyond the end of the file");
  }
  const char* names = reinterpret_cast<const char*>(file.data()) + strings.sh_offset;
  for (uint64_t at = 0; at + sizeof(Elf32_Sym) <= table.sh_size; at += sizeof(Elf32_Sym)) {
    const auto symbol = Read<Elf32_Sym>(file, table.sh_offset + at);
    if (symbol.st_shndx == SHN_UNDEF || symbol.st_name >= strings.sh_size) continue;
    // A name that is not ended would run on behind the table; it ends there.
    const char* start = names + symbol.st_name;
    std::string name(start, strnlen(start, strings.sh_size - symbol.st_name));
    if (ELF32_ST_BIND(symbol.st_info) == STB_LOCAL) {
      program->symbols.emplace(std::move(name), symbol.st_value);
    } else {
      // One file's own label of that name does not count beside the program's.
      program->symbols[std::move(name)] = symbol.st_value;
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ElfProgram> ParseElfProgram(absl::Span<const uint8_t> file) {
  if (absl::Status status = CheckHeader(file); !status.ok()) return status;
  const auto elf = Read<Elf32_Ehdr>(file, 0);
  ElfProgram program;
  program.entry = elf.e_entry;
  if (elf.e_entry % 2 != 0) return Bad(absl::StrFormat("entry point %#x is odd", elf.e_entry));
  if (absl::Status status = ReadSegments(file, elf, &program); !status.ok()) return status;
  for (uint32_t i = 0; i < elf.e_shnum; ++i) {
    const auto section = Read<Elf32_Shdr>(file, elf.e_shoff + uint64_t{i} * sizeof(Elf32_Shdr));
    if (section.sh_type != SHT_SYMTAB) continue;
    if (absl::Status status = ReadSymbols(file, elf, section, &program); !status.ok()) {
      return status;
    }
  }
  return program;
}

}  // namespace ringside
