// Names of a firmware image's functions, by address.
#ifndef RINGSIDE_TOOLS_TRACE_SYMBOLS_H_
#define RINGSIDE_TOOLS_TRACE_SYMBOLS_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace ringside::trace {

class Symbols {
 public:
  Symbols() = default;

  // Reads the symbol table of an ELF32 image; C++ names are given as written in the source, without
  // parameters. INVALID_ARGUMENT: not such an image, or it has no symbols.
  static absl::StatusOr<Symbols> FromElf(absl::Span<const uint8_t> elf);

  // The function that holds `address`, or its hexadecimal number.
  std::string At(uint32_t address) const;

  // Where that function starts; `address` itself if there is none.
  uint32_t StartOf(uint32_t address) const;

  size_t size() const { return functions_.size(); }

 private:
  struct Function {
    uint32_t bytes;
    std::string name;
  };

  std::map<uint32_t, Function>::const_iterator Find(uint32_t address) const;

  std::map<uint32_t, Function> functions_;
};

}  // namespace ringside::trace

#endif  // RINGSIDE_TOOLS_TRACE_SYMBOLS_H_
