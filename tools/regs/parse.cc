#include "tools/regs/parse.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "toml++/toml.h"
#include "tools/regs/table_reader.h"

namespace ringside::regs {
namespace {

constexpr absl::string_view kAccesses[] = {"rw", "ro", "wo", "w1c", "w1s", "wp", "rc"};
constexpr absl::string_view kWriters[] = {"host", "firmware", "both", "hardware"};
constexpr uint32_t kMaxWord = 0xffffffffu;

// Reads the files' tables in order; holds what all of them need.
class Parser {
 public:
  explicit Parser(absl::string_view path) : path_(path) {}

  absl::StatusOr<Block> Parse(const toml::table& root);

 private:
  absl::StatusOr<Group> ParseGroup(const toml::table& table) const;
  absl::StatusOr<Register> ParseRegister(const toml::table& table) const;
  absl::StatusOr<Field> ParseField(const std::string& register_name,
                                   const toml::table& table) const;
  absl::Status ParseFields(TableReader& reader, Register& reg) const;
  absl::Status ParseValues(const std::string& where, const toml::table& table, Field& field) const;
  // Refuses a register that shares an address or a name with one seen before.
  absl::Status Claim(const Register& reg, TableReader& reader);

  std::string path_;
  Block block_;
  std::map<uint32_t, std::string> owner_of_offset_;
  std::map<std::string, uint32_t> offset_of_name_;
};

// "7:4" or "3". Nothing when it is not that, or not within 31:0.
std::optional<std::pair<uint32_t, uint32_t>> ParseBits(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ':');
  uint32_t msb = 0;
  uint32_t lsb = 0;
  if (parts.size() > 2 || !absl::SimpleAtoi(parts.front(), &msb) ||
      !absl::SimpleAtoi(parts.back(), &lsb) || msb > 31 || lsb > msb) {
    return std::nullopt;
  }
  return std::make_pair(msb, lsb);
}

absl::StatusOr<Group> Parser::ParseGroup(const toml::table& table) const {
  TableReader reader(path_, "group", table);
  Group group;
  group.name = reader.Name("name");
  group.doc = reader.Text("doc");
  group.offset = reader.Number("offset", kBlockBytes - 4);
  group.count = reader.Number("count", kBlockBytes / 4);
  group.stride = reader.Number("stride", kBlockBytes);
  if (group.offset % 4 != 0) reader.Fail("offset", "must be a multiple of 4");
  if (group.count == 0) reader.Fail("count", "must be at least 1");
  if (group.stride % 4 != 0 || group.stride == 0) {
    reader.Fail("stride", "must be a multiple of 4, not 0");
  }
  if (group.offset + group.count * group.stride > kBlockBytes) {
    reader.Fail("count", "takes the group beyond the 4096 bytes of a block");
  }
  reader.RefuseUnknownKeys();
  if (!reader.status().ok()) return reader.status();
  return group;
}

absl::Status Parser::ParseValues(const std::string& where, const toml::table& table,
                                 Field& field) const {
  TableReader reader(path_, where, table);
  for (const auto& [key, node] : table) {
    FieldValue value;
    value.name = std::string(key.str());
    value.value = reader.Number(value.name, field.MaxValue());
    field.values.push_back(value);
  }
  std::sort(field.values.begin(), field.values.end(),
            [](const FieldValue& a, const FieldValue& b) { return a.value < b.value; });
  for (size_t i = 1; i < field.values.size(); ++i) {
    if (field.values[i].value == field.values[i - 1].value) {
      reader.Fail(field.values[i].name,
                  absl::StrCat("has the number of ", field.values[i - 1].name));
    }
  }
  return reader.status();
}

absl::StatusOr<Field> Parser::ParseField(const std::string& register_name,
                                         const toml::table& table) const {
  std::string where = absl::StrCat("register ", register_name, ": field");
  Field field;
  {
    TableReader reader(path_, where, table);
    field.name = reader.Name("name");
    if (!reader.status().ok()) return reader.status();
    absl::StrAppend(&where, " ", field.name);
  }
  TableReader reader(path_, where, table);
  reader.Name("name");
  field.doc = reader.Text("doc");
  field.access = reader.Choice("access", kAccesses);
  if (const auto bits = ParseBits(reader.Text("bits"))) {
    std::tie(field.msb, field.lsb) = *bits;
  } else {
    reader.Fail("bits", "must be \"msb:lsb\" or \"bit\", within 31:0");
  }
  field.reset = reader.NumberOr("reset", field.MaxValue(), 0);
  const toml::table* values = reader.Table("values");
  reader.RefuseUnknownKeys();
  if (!reader.status().ok()) return reader.status();
  if (values != nullptr) {
    const absl::Status status = ParseValues(absl::StrCat(where, ": values"), *values, field);
    if (!status.ok()) return status;
  }
  return field;
}

absl::Status Parser::ParseFields(TableReader& reader, Register& reg) const {
  uint32_t taken = 0;
  for (const toml::table* table : reader.Tables("fields")) {
    absl::StatusOr<Field> field = ParseField(reg.FullName(), *table);
    if (!field.ok()) return field.status();
    TableReader at(path_, absl::StrCat("register ", reg.FullName(), ": field ", field->name),
                   *table);
    if (taken & field->Mask()) at.Fail("bits", "overlap those of an earlier field");
    for (const Field& other : reg.fields) {
      if (other.name == field->name) at.Fail("name", "is that of an earlier field");
    }
    if (!at.status().ok()) return at.status();
    taken |= field->Mask();
    reg.fields.push_back(*std::move(field));
  }
  std::sort(reg.fields.begin(), reg.fields.end(),
            [](const Field& a, const Field& b) { return a.lsb < b.lsb; });
  return reader.status();
}

absl::StatusOr<Register> Parser::ParseRegister(const toml::table& table) const {
  Register reg;
  {
    TableReader reader(path_, "register", table);
    reg.name = reader.Name("name");
    if (!reader.status().ok()) return reader.status();
  }
  TableReader reader(path_, absl::StrCat("register ", reg.name), table);
  reader.Name("name");
  reg.doc = reader.Text("doc");
  reg.writer = reader.Choice("writer", kWriters);
  reg.offset = reader.Number("offset", kBlockBytes - 4);
  if (reg.offset % 4 != 0) reader.Fail("offset", "must be a multiple of 4");
  if (reader.Has("group")) {
    const std::string name = reader.Name("group");
    for (const Group& group : block_.groups) {
      if (group.name == name) reg.group = group;
    }
    if (!reg.group) {
      reader.Fail("group", absl::StrCat("\"", name, "\" is not described above"));
    } else if (reg.offset >= reg.group->stride) {
      reader.Fail("offset", "must be below the stride of the group");
    } else {
      reg.offset += reg.group->offset;
    }
  }
  if (!reader.Has("fields")) {
    Field value{.name = "value", .doc = reg.doc, .msb = 31};
    value.access = reader.Choice("access", kAccesses);
    value.reset = reader.NumberOr("reset", kMaxWord, 0);
    reg.fields.push_back(value);
    reg.whole = true;
  } else if (const absl::Status status = ParseFields(reader, reg); !status.ok()) {
    return status;
  }
  reader.RefuseUnknownKeys();
  if (!reader.status().ok()) return reader.status();
  return reg;
}

absl::Status Parser::Claim(const Register& reg, TableReader& reader) {
  if (!offset_of_name_.emplace(reg.FullName(), reg.offset).second) {
    reader.Fail("name", "is that of an earlier register");
  }
  const uint32_t count = reg.group ? reg.group->count : 1;
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t offset = reg.offset + (reg.group ? i * reg.group->stride : 0);
    const auto [owner, is_new] = owner_of_offset_.emplace(offset, reg.FullName());
    if (!is_new) reader.Fail("offset", absl::StrCat("is that of register ", owner->second));
  }
  return reader.status();
}

absl::StatusOr<Block> Parser::Parse(const toml::table& root) {
  TableReader reader(path_, "block", root);
  block_.name = reader.Name("name");
  block_.doc = reader.Text("doc");
  const std::vector<const toml::table*> groups = reader.Tables("group");
  const std::vector<const toml::table*> registers = reader.Tables("register");
  const absl::string_view file = absl::string_view(path_).substr(
      path_.find_last_of('/') == std::string::npos ? 0 : path_.find_last_of('/') + 1);
  if (file != absl::StrCat(block_.name, ".regs.toml")) {
    reader.Fail("name", "must be the file's name without .regs.toml");
  }
  if (registers.empty()) reader.Fail("register", "is missing: a block has at least one");
  reader.RefuseUnknownKeys();
  if (!reader.status().ok()) return reader.status();

  for (const toml::table* table : groups) {
    absl::StatusOr<Group> group = ParseGroup(*table);
    if (!group.ok()) return group.status();
    block_.groups.push_back(*std::move(group));
  }
  for (const toml::table* table : registers) {
    absl::StatusOr<Register> reg = ParseRegister(*table);
    if (!reg.ok()) return reg.status();
    TableReader at(path_, absl::StrCat("register ", reg->FullName()), *table);
    if (const absl::Status status = Claim(*reg, at); !status.ok()) return status;
    block_.registers.push_back(*std::move(reg));
  }
  std::stable_sort(block_.registers.begin(), block_.registers.end(),
                   [](const Register& a, const Register& b) { return a.offset < b.offset; });
  return block_;
}

}  // namespace

absl::StatusOr<Block> ParseBlock(absl::string_view path, absl::string_view text) {
  try {
    const toml::table root = toml::parse(std::string_view(text.data(), text.size()));
    return Parser(path).Parse(root);
  } catch (const toml::parse_error& error) {
    const std::string_view what = error.description();
    return absl::InvalidArgumentError(
        absl::StrCat(path, ":", error.source().begin.line,
                     ": syntax: ", absl::string_view(what.data(), what.size())));
  }
}

}  // namespace ringside::regs
