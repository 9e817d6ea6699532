#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "tools/regs/emit.h"
#include "tools/regs/names.h"

namespace ringside::regs {
namespace {

std::string Cell(absl::string_view text) { return absl::StrReplaceAll(text, {{"|", "\\|"}}); }

std::string Offset(const Register& reg) {
  std::string text = absl::StrFormat("0x%03x", reg.offset);
  if (reg.group) absl::StrAppendFormat(&text, " + %s * 0x%x", reg.group->name, reg.group->stride);
  return text;
}

std::string Bits(const Field& field) {
  return field.Width() == 1 ? absl::StrCat(field.lsb) : absl::StrCat(field.msb, ":", field.lsb);
}

std::string Meaning(const Field& field) {
  if (field.values.empty()) return Cell(field.doc);
  return absl::StrCat(Cell(field.doc), " (",
                      absl::StrJoin(field.values, ", ",
                                    [](std::string* out, const FieldValue& value) {
                                      absl::StrAppend(out, value.value, " ", value.name);
                                    }),
                      ")");
}

std::string FieldTable(const Register& reg) {
  std::string text = absl::StrFormat(
      "\n## %s\n\n| Bits | Field | Access | Reset | Meaning |\n|---|---|---|---|---|\n",
      UpperSnake(reg.FullName()));
  for (const Field& field : reg.fields) {
    absl::StrAppendFormat(&text, "| %s | %s | %s | %d | %s |\n", Bits(field), field.name,
                          field.access, field.reset, Meaning(field));
  }
  return text;
}

}  // namespace

std::string EmitMarkdown(const Block& block, absl::string_view source) {
  std::string text = absl::StrFormat("# Registers of %s\n\n%s\n\nPrinted from `%s`.\n", block.name,
                                     block.doc, source);
  for (const Group& group : block.groups) {
    absl::StrAppendFormat(&text, "\n`%s` is 0 to %d: %s\n", group.name, group.count - 1, group.doc);
  }
  text +=
      "\n| Offset | Register | Written by | Access | Reset | Meaning "
      "|\n|---|---|---|---|---|---|\n";
  for (const Register& reg : block.registers) {
    absl::StrAppendFormat(
        &text, "| %s | %s | %s | %s | 0x%08x | %s |\n", Offset(reg), UpperSnake(reg.FullName()),
        reg.writer, reg.whole ? reg.fields.front().access : "fields", reg.Reset(), Cell(reg.doc));
  }
  for (const Register& reg : block.registers) {
    if (!reg.whole) text += FieldTable(reg);
  }
  return text;
}

}  // namespace ringside::regs
