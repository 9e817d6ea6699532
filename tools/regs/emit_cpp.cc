#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/regs/emit.h"
#include "tools/regs/names.h"

namespace ringside::regs {
namespace {

std::string Offset(const Register& reg) {
  const std::string name = UpperCamel(reg.FullName());
  if (!reg.group) {
    return absl::StrFormat("inline constexpr uint32_t k%sOffset = 0x%03x;\n", name, reg.offset);
  }
  return absl::StrFormat(
      "constexpr uint32_t %1$sOffset(uint32_t %2$s) { return 0x%3$03x + %2$s * k%4$sStride; }\n",
      name, reg.group->name, reg.offset, UpperCamel(reg.group->name));
}

std::string FieldConstants(const std::string& name, const Field& field) {
  std::string text = absl::StrFormat(
      "// %s\n"
      "inline constexpr uint32_t k%sShift = %d;\n"
      "inline constexpr uint32_t k%sMask = 0x%08x;\n",
      field.doc, name, field.lsb, name, field.Mask());
  for (const FieldValue& value : field.values) {
    absl::StrAppendFormat(&text, "inline constexpr uint32_t k%s%s = %d;\n", name,
                          UpperCamel(value.name), value.value);
  }
  absl::StrAppendFormat(
      &text,
      "constexpr uint32_t Get%1$s(uint32_t word) { return (word & k%1$sMask) >> %2$d; }\n"
      "constexpr uint32_t Make%1$s(uint32_t value) { return (value << %2$d) & k%1$sMask; }\n",
      name, field.lsb);
  return text;
}

}  // namespace

std::string EmitCpp(const Block& block, absl::string_view source) {
  const std::string guard = absl::StrCat("RINGSIDE_REGS_", UpperSnake(block.name), "_H_");
  std::string text = absl::StrFormat(
      "// %s\n//\n// Printed from %s: edit that, not this.\n"
      "// Offsets are bytes in the block. Get takes a field out of a register's word; Make puts a\n"
      "// value in the field's place (bits that do not fit are dropped): combine with |.\n"
      "#ifndef %s\n#define %s\n\n#include <stdint.h>\n\nnamespace ringside::regs::%s {\n",
      block.doc, source, guard, guard, block.name);
  for (const Group& group : block.groups) {
    absl::StrAppendFormat(&text,
                          "\n// %1$s\n"
                          "inline constexpr uint32_t k%2$sCount = %3$d;\n"
                          "inline constexpr uint32_t k%2$sStride = 0x%4$03x;\n",
                          group.doc, UpperCamel(group.name), group.count, group.stride);
  }
  for (const Register& reg : block.registers) {
    const std::string name = UpperCamel(reg.FullName());
    absl::StrAppendFormat(&text, "\n// %s: %s\n", UpperSnake(reg.FullName()), reg.doc);
    text += Offset(reg);
    absl::StrAppendFormat(&text, "inline constexpr uint32_t k%sReset = 0x%08x;\n", name,
                          reg.Reset());
    if (reg.whole) continue;
    for (const Field& field : reg.fields) {
      text += FieldConstants(name + UpperCamel(field.name), field);
    }
  }
  absl::StrAppendFormat(&text, "\n}  // namespace ringside::regs::%s\n\n#endif  // %s\n",
                        block.name, guard);
  return text;
}

}  // namespace ringside::regs
