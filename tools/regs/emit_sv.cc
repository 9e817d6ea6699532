#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/regs/emit.h"
#include "tools/regs/names.h"

namespace ringside::regs {
namespace {

// The type of a word of so many bits.
std::string Logic(uint32_t width) {
  return width == 1 ? "logic" : absl::StrFormat("logic [%d:0]", width - 1);
}

std::string Padding(uint32_t msb, uint32_t lsb) {
  return absl::StrFormat("    %s reserved_%d_%d;\n", Logic(msb - lsb + 1), msb, lsb);
}

// All 32 bits as a packed struct, most significant first.
std::string Struct(const Register& reg) {
  std::string text = "  typedef struct packed {\n";
  uint32_t next = 32;  // one above the highest bit not yet printed
  for (auto field = reg.fields.rbegin(); field != reg.fields.rend(); ++field) {
    if (field->msb + 1 < next) text += Padding(next - 1, field->msb + 1);
    absl::StrAppendFormat(&text, "    // %s\n    %s %s;\n", field->doc, Logic(field->Width()),
                          field->name);
    next = field->lsb;
  }
  if (next > 0) text += Padding(next - 1, 0);
  absl::StrAppend(&text, "  } ", reg.FullName(), "_t;\n");
  return text;
}

std::string FieldConstants(const std::string& prefix, const Field& field) {
  std::string text = absl::StrFormat(
      "  localparam int unsigned %1$sLsb = %2$d;\n"
      "  localparam int unsigned %1$sWidth = %3$d;\n"
      "  localparam logic [31:0] %1$sMask = 32'h%4$08x;\n",
      prefix, field.lsb, field.Width(), field.Mask());
  for (const FieldValue& value : field.values) {
    absl::StrAppendFormat(&text, "  localparam %s %s%s = %d'd%d;\n", Logic(field.Width()), prefix,
                          UpperCamel(value.name), field.Width(), value.value);
  }
  return text;
}

}  // namespace

std::string EmitSystemVerilog(const Block& block, absl::string_view source) {
  std::string text =
      absl::StrFormat("// %s\n//\n// Printed from %s: edit that, not this.\npackage %s_regs_pkg;\n",
                      block.doc, source, block.name);
  for (const Group& group : block.groups) {
    const std::string name = UpperCamel(group.name);
    absl::StrAppendFormat(&text,
                          "\n  // %s\n"
                          "  localparam int unsigned %s = %d;\n"
                          "  localparam logic [11:0] %s = 12'h%03x;\n"
                          "  localparam logic [12:0] %s = 13'h%03x;\n",
                          group.doc, name + "Count", group.count, name + "Offset", group.offset,
                          name + "Stride", group.stride);
  }
  for (const Register& reg : block.registers) {
    const std::string name = UpperCamel(reg.FullName());
    absl::StrAppendFormat(&text,
                          "\n  // %s\n"
                          "  localparam logic [11:0] %sOffset = 12'h%03x;\n"
                          "  localparam logic [31:0] %sReset = 32'h%08x;\n",
                          reg.doc, name, reg.offset, name, reg.Reset());
    if (reg.whole) continue;
    for (const Field& field : reg.fields)
      text += FieldConstants(name + UpperCamel(field.name), field);
    text += Struct(reg);
  }
  return text + "endpackage\n";
}

}  // namespace ringside::regs
