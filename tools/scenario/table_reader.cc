#include "tools/scenario/table_reader.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace ringside::scenario {

void FileErrors::Add(int line, std::string_view field, std::string_view what) {
  if (!status_.ok()) return;
  status_ = absl::InvalidArgumentError(
      absl::StrCat(file_, ":", line, ": field '", std::string(field), "': ", std::string(what)));
}

std::string TableReader::Field(std::string_view key) const {
  return path_.empty() ? std::string(key) : absl::StrCat(path_, ".", std::string(key));
}

void TableReader::Error(std::string_view key, std::string_view what) {
  const toml::node* node = table_.get(key);
  const int at = node != nullptr ? static_cast<int>(node->source().begin.line) : line();
  errors_->Add(at, Field(key), what);
}

const toml::node* TableReader::Node(std::string_view key) {
  asked_.emplace(key);
  return table_.get(key);
}

const toml::node* TableReader::Required(std::string_view key) {
  const toml::node* node = Node(key);
  if (node == nullptr) Error(key, "is missing");
  return node;
}

uint64_t TableReader::CheckInteger(std::string_view key, const toml::node& node, uint64_t min,
                                   uint64_t max) {
  const auto value = node.value_exact<int64_t>();
  if (!value.has_value()) {
    Error(key, "must be a whole number");
    return min;
  }
  // No key allows numbers above 2^63 - 1, so a negative number is simply too small.
  if (*value < 0 || static_cast<uint64_t>(*value) < min || static_cast<uint64_t>(*value) > max) {
    Error(key, absl::StrCat("is ", *value, ", must be ", min, " to ", max));
    return min;
  }
  return static_cast<uint64_t>(*value);
}

uint64_t TableReader::Integer(std::string_view key, uint64_t min, uint64_t max) {
  const toml::node* node = Required(key);
  return node != nullptr ? CheckInteger(key, *node, min, max) : min;
}

uint64_t TableReader::Integer(std::string_view key, uint64_t min, uint64_t max,
                              uint64_t otherwise) {
  const toml::node* node = Node(key);
  return node != nullptr ? CheckInteger(key, *node, min, max) : otherwise;
}

bool TableReader::Boolean(std::string_view key, bool otherwise) {
  const toml::node* node = Node(key);
  if (node == nullptr) return otherwise;
  const auto value = node->value_exact<bool>();
  if (!value.has_value()) Error(key, "must be true or false");
  return value.value_or(otherwise);
}

std::string TableReader::String(std::string_view key) {
  const toml::node* node = Required(key);
  if (node == nullptr) return "";
  const auto value = node->value_exact<std::string>();
  if (!value.has_value() || value->empty()) {
    Error(key, "must be a non-empty string");
    return "";
  }
  return *value;
}

std::string TableReader::String(std::string_view key, std::string_view otherwise) {
  return Has(key) ? String(key) : (Node(key), std::string(otherwise));
}

size_t TableReader::CheckChoice(std::string_view key, const toml::node& node,
                                const std::vector<std::string>& names) {
  const auto value = node.value_exact<std::string>();
  for (size_t i = 0; value.has_value() && i < names.size(); ++i) {
    if (names[i] == *value) return i;
  }
  Error(key, absl::StrCat("must be one of: ", absl::StrJoin(names, ", ")));
  return 0;
}

size_t TableReader::Choice(std::string_view key, const std::vector<std::string>& names) {
  const toml::node* node = Required(key);
  return node != nullptr ? CheckChoice(key, *node, names) : 0;
}

size_t TableReader::Choice(std::string_view key, const std::vector<std::string>& names,
                           size_t otherwise) {
  const toml::node* node = Node(key);
  return node != nullptr ? CheckChoice(key, *node, names) : otherwise;
}

std::vector<uint32_t> TableReader::Dwords(std::string_view key) {
  std::vector<uint32_t> dwords;
  const toml::node* node = Required(key);
  if (node == nullptr) return dwords;
  const toml::array* array = node->as_array();
  if (array == nullptr || array->empty()) {
    Error(key, "must be a list of 32-bit numbers");
    return dwords;
  }
  for (const toml::node& element : *array) {
    dwords.push_back(static_cast<uint32_t>(CheckInteger(key, element, 0, 0xffffffffu)));
  }
  return dwords;
}

std::vector<std::pair<const toml::table*, std::string>> TableReader::Tables(std::string_view key) {
  std::vector<std::pair<const toml::table*, std::string>> tables;
  const toml::node* node = Node(key);
  if (node == nullptr) return tables;
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    Error(key, "must be a list of tables");
    return tables;
  }
  for (size_t i = 0; i < array->size(); ++i) {
    const toml::table* table = (*array)[i].as_table();
    if (table == nullptr) {
      Error(key, "must be a list of tables");
      return tables;
    }
    tables.emplace_back(table, absl::StrCat(Field(key), "[", i, "]"));
  }
  return tables;
}

const toml::table* TableReader::Table(std::string_view key) {
  const toml::node* node = Node(key);
  if (node == nullptr) return nullptr;
  const toml::table* table = node->as_table();
  if (table == nullptr) Error(key, "must be a table");
  return table;
}

void TableReader::Finish() {
  for (const auto& [key, node] : table_) {
    if (asked_.find(key.str()) == asked_.end()) {
      errors_->Add(static_cast<int>(key.source().begin.line), Field(key.str()), "unknown key");
      return;
    }
  }
}

}  // namespace ringside::scenario
