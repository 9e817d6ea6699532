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
      if (GELF_ST_TYPE(symbol.st_info) != STT_FUNC || name == nullptr) continue;
      symbols.functions_[static_cast<uint32_t>(symbol.st_value)] = {
          .bytes = static_cast<uint32_t>(symbol.st_size), .name = ShortName(name)};
    }
  }
  if (symbols.functions_.empty()) {
    return absl::InvalidArgumentError("firmware image has no function symbols");
  }
  return symbols;
}

std::string Symbols::At(uint32_t address) const {
  auto next = functions_.upper_bound(address);
  if (next != functions_.begin()) {
    const auto& [start, function] = *--next;
    // Assembly functions have no size.
    if (function.bytes == 0 || address - start < function.bytes) return function.name;
  }
  return absl::StrFormat("0x%x", address);
}

}  // namespace ringside::trace
