#include "tools/regs/table_reader.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace ringside::regs {
namespace {

// The installed Abseil has a string_view of its own; toml++ speaks the standard's.
std::string_view Std(absl::string_view text) { return {text.data(), text.size()}; }

bool IsLowerSnake(absl::string_view name) {
  return !name.empty() && absl::ascii_islower(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

}  // namespace

bool TableReader::Has(absl::string_view key) const { return table_.contains(Std(key)); }

const toml::node* TableReader::Find(absl::string_view key) {
  known_.emplace(key);
  return status_.ok() ? table_.get(Std(key)) : nullptr;
}

std::string TableReader::Text(absl::string_view key) {
  const toml::node* node = Find(key);
  if (node == nullptr) {
    Fail(key, "is missing");
    return {};
  }
  const std::string text = node->value_exact<std::string>().value_or("");
  if (text.empty()) Fail(key, "must be a string, not empty");
  return text;
}

std::string TableReader::Name(absl::string_view key) {
  std::string name = Text(key);
  if (!IsLowerSnake(name)) Fail(key, absl::StrCat("must be lower_snake, is \"", name, "\""));
  return name;
}

std::string TableReader::Choice(absl::string_view key,
                                absl::Span<const absl::string_view> choices) {
  std::string text = Text(key);
  if (std::find(choices.begin(), choices.end(), text) == choices.end()) {
    Fail(key, absl::StrCat("must be one of ", absl::StrJoin(choices, ", "), "; is \"", text, "\""));
  }
  return text;
}

uint32_t TableReader::Number(absl::string_view key, uint32_t max) {
  if (!Has(key)) Fail(key, "is missing");
  return NumberOr(key, max, 0);
}

uint32_t TableReader::NumberOr(absl::string_view key, uint32_t max, uint32_t otherwise) {
  const toml::node* node = Find(key);
  if (node == nullptr) return otherwise;
  const std::optional<int64_t> number = node->value_exact<int64_t>();
  if (!number || *number < 0 || *number > max) {
    Fail(key, absl::StrCat("must be a number from 0 to ", max));
    return otherwise;
  }
  return static_cast<uint32_t>(*number);
}

std::vector<const toml::table*> TableReader::Tables(absl::string_view key) {
  const toml::node* node = Find(key);
  if (node == nullptr) return {};
  std::vector<const toml::table*> tables;
  if (const toml::array* array = node->as_array()) {
    for (const toml::node& element : *array) {
      if (const toml::table* table = element.as_table()) tables.push_back(table);
    }
    if (tables.size() == array->size()) return tables;
  }
  Fail(key, "must be an array of tables");
  return {};
}

const toml::table* TableReader::Table(absl::string_view key) {
  const toml::node* node = Find(key);
  if (node == nullptr) return nullptr;
  if (!node->is_table()) Fail(key, "must be a table");
  return node->as_table();
}

void TableReader::Fail(absl::string_view key, absl::string_view what) {
  const toml::node* node = table_.get(Std(key));
  FailAt(node != nullptr ? *node : table_, absl::StrCat(key, " ", what));
}

void TableReader::FailAt(const toml::node& node, absl::string_view what) {
  if (!status_.ok()) return;
  status_ = absl::InvalidArgumentError(
      absl::StrCat(path_, ":", node.source().begin.line, ": ", where_, ": ", what));
}

void TableReader::RefuseUnknownKeys() {
  for (const auto& [key, node] : table_) {
    const std::string name(key.str());
    if (known_.count(name) == 0) FailAt(node, absl::StrCat(name, " is not a key known here"));
  }
}

}  // namespace ringside::regs
