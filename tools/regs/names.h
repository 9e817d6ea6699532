// Turns the lower_snake names of a description into those of the languages it is printed in.
#ifndef TOOLS_REGS_NAMES_H_
#define TOOLS_REGS_NAMES_H_

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"

namespace ringside::regs {

// "fault_addr_lo" becomes "FaultAddrLo".
inline std::string UpperCamel(absl::string_view snake) {
  std::string camel;
  bool start = true;
  for (const char c : snake) {
    if (c != '_') camel += start ? absl::ascii_toupper(c) : c;
    start = c == '_';
  }
  return camel;
}

// "fault_addr_lo" becomes "FAULT_ADDR_LO".
inline std::string UpperSnake(absl::string_view snake) { return absl::AsciiStrToUpper(snake); }

}  // namespace ringside::regs

#endif  // TOOLS_REGS_NAMES_H_
