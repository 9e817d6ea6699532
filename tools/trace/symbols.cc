#include "tools/trace/symbols.h"

#include <cxxabi.h>
#include <gelf.h>
#include <libelf.h>

#include <cstdlib>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace ringside::trace {
namespace {

// "ringside::fw::Scheduler::Map(int)" becomes "Scheduler::Map": the last two names say enough in a
// trace.
std::string ShortName(const char* symbol) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> demangled(
      abi::__cxa_demangle(symbol, nullptr, nullptr, &status), &std::free);
  std::string name = status == 0 ? demangled.get() : symbol;
  // Parameters and template arguments hold colons of their own.
  name = name.substr(0, name.find('('));
  int depth = 0;
  std::string plain;
  for (char c : name) {
    depth += c == '<';
    if (depth == 0) plain += c;
    depth -= c == '>';
  }
  size_t from = plain.rfind("::");
  if (from == std::string::npos || from == 0) return plain;
  from = plain.rfind("::", from - 1);
  return from == std::string::npos ? plain : plain.substr(from + 2);
}

// The size of a function, 0 for what is none. Labels of assembly have neither type nor size: they
// reach to the end of their section, or to the next function.
uint64_t FunctionBytes(Elf* file, const GElf_Sym& symbol, const char* name) {
  GElf_Shdr section;
  if (name == nullptr || gelf_getshdr(elf_getscn(file, symbol.st_shndx), &section) == nullptr ||
      (section.sh_flags & SHF_EXECINSTR) == 0) {
    return 0;
  }
  const unsigned type = GELF_ST_TYPE(symbol.st_info);
  // '$' marks kinds of code, '.' what the compiler made up.
  const bool is_label = type == STT_NOTYPE && *name != '\0' && *name != '$' && *name != '.';
  if (type != STT_FUNC && !is_label) return 0;
  return symbol.st_size != 0 ? symbol.st_size : section.sh_addr + section.sh_size - symbol.st_value;
}

}  // namespace

absl::StatusOr<Symbols> Symbols::FromElf(absl::Span<const uint8_t> elf) {
  elf_version(EV_CURRENT);
  // libelf only reads a memory image, but its interface is not const.
  const std::unique_ptr<Elf, decltype(&elf_end)> file(
      elf_memory(reinterpret_cast<char*>(const_cast<uint8_t*>(elf.data())), elf.size()), &elf_end);
  if (file == nullptr || elf_kind(file.get()) != ELF_K_ELF ||
      gelf_getclass(file.get()) != ELFCLASS32) {
    return absl::InvalidArgumentError("firmware image is not an ELF32 file");
  }
  Symbols symbols;
  for (Elf_Scn* section = nullptr; (section = elf_nextscn(file.get(), section)) != nullptr;) {
    GElf_Shdr header;
    if (gelf_getshdr(section, &header) == nullptr || header.sh_type != SHT_SYMTAB) continue;
    Elf_Data* data = elf_getdata(section, nullptr);
    if (data == nullptr || header.sh_entsize == 0) continue;
    const int count = static_cast<int>(header.sh_size / header.sh_entsize);
    for (int i = 0; i < count; ++i) {
      GElf_Sym symbol;
      if (gelf_getsym(data, i, &symbol) == nullptr) continue;
      const char* name = elf_strptr(file.get(), header.sh_link, symbol.st_name);
      const uint64_t bytes = FunctionBytes(file.get(), symbol, name);
      if (bytes == 0) continue;
      symbols.functions_[static_cast<uint32_t>(symbol.st_value)] = {
          .bytes = static_cast<uint32_t>(bytes), .name = ShortName(name)};
    }
  }
  if (symbols.functions_.empty()) {
    return absl::InvalidArgumentError("firmware image has no function symbols");
  }
  return symbols;
}

std::map<uint32_t, Symbols::Function>::const_iterator Symbols::Find(uint32_t address) const {
  auto next = functions_.upper_bound(address);
  if (next == functions_.begin()) return functions_.end();
  const auto& [start, function] = *--next;
  return address - start < function.bytes ? next : functions_.end();
}

uint32_t Symbols::StartOf(uint32_t address) const {
  const auto function = Find(address);
  return function == functions_.end() ? address : function->first;
}

std::string Symbols::At(uint32_t address) const {
  const auto function = Find(address);
  return function == functions_.end() ? absl::StrFormat("0x%x", address) : function->second.name;
}

}  // namespace ringside::trace
