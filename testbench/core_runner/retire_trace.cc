#include "testbench/core_runner/retire_trace.h"

#include <bit>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "testbench/core_runner/disassemble.h"

namespace ringside {
namespace {

std::string Access(const char* arrow, const Retired& r, uint32_t mask, uint32_t data) {
  return absl::StrFormat(" [%08x]%s%0*x", r.mem_addr, arrow, 2 * std::popcount(mask), data);
}

std::string Effects(const Retired& r) {
  std::string text;
  if (r.mem_rmask != 0) text += Access("->", r, r.mem_rmask, r.mem_rdata);
  if (r.mem_wmask != 0) text += Access("<-", r, r.mem_wmask, r.mem_wdata);
  if (r.rd_addr != 0) {
    absl::StrAppendFormat(&text, " %s=%08x", RegisterName(r.rd_addr), r.rd_wdata);
  }
  if (r.trap) absl::StrAppendFormat(&text, " trap to %08x", r.pc_wdata);
  return text;
}

}  // namespace

std::string FormatRetired(const Retired& r) {
  const bool compressed = (r.insn & 3) != 3;
  const std::string insn =
      compressed ? absl::StrFormat("    %04x", r.insn) : absl::StrFormat("%08x", r.insn);
  const std::string text = Disassemble(r.pc_rdata, r.insn);
  const std::string effects = Effects(r);
  if (effects.empty()) return absl::StrFormat("%8d %08x %s %s\n", r.order, r.pc_rdata, insn, text);
  return absl::StrFormat("%8d %08x %s %-28s #%s\n", r.order, r.pc_rdata, insn, text, effects);
}

}  // namespace ringside
